using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// The converters that look a sample up in a map file (configuration.txt 7.3.1 "map"): <c>map_match_type(file[,default])</c>,
/// one for each way to compare and each type of value.
/// </summary>
internal static class MapConverters
{
    private static readonly (string Name, MatchMethod Method, SampleType Key)[] Lookups =
    [
        ("str", MatchMethod.String, SampleType.String),
        ("beg", MatchMethod.Beginning, SampleType.String),
        ("dir", MatchMethod.Directory, SampleType.String),
        ("dom", MatchMethod.Domain, SampleType.String),
        ("end", MatchMethod.End, SampleType.String),
        ("sub", MatchMethod.Substring, SampleType.String),
        ("reg", MatchMethod.Regex, SampleType.String),
        ("int", MatchMethod.Integer, SampleType.Integer),
        ("ip", MatchMethod.Ip, SampleType.Address),
    ];

    public static ConverterSignature[] Rows { get; } =
    [
        new("map", "string[,string]", SampleType.String, SampleType.String) { Check = MapFiles.Check(MatchMethod.String, SampleType.String) },

        // The value may refer to the groups of the expression.
        new("map_regm", "string[,string]", SampleType.String, SampleType.String) { Check = MapFiles.Check(MatchMethod.RegexGroups, SampleType.String) },
        ..Lookups.SelectMany(lookup => new[]
        {
            Row(lookup.Name, lookup.Method, lookup.Key, SampleType.String),
            Row(lookup.Name + "_int", lookup.Method, lookup.Key, SampleType.Integer),
            Row(lookup.Name + "_ip", lookup.Method, lookup.Key, SampleType.Address),
        }),
    ];

    private static ConverterSignature Row(string name, MatchMethod method, SampleType key, SampleType value) =>
        new($"map_{name}", value == SampleType.Integer ? "string[,integer]" : "string[,string]", key, value) { Check = MapFiles.Check(method, value) };
}
