using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>The first argument of the map converters: its file is read, keys by the match method and values by their type (configuration.txt 7.3.1 "map").</summary>
internal static class MapFiles
{
    public static ArgumentCheck Check(MatchMethod method, SampleType value) => (arguments, context) =>
    {
        var path = ArgumentChecks.TextAt(arguments, 0);
        if (PatternFile.Read(path, isMap: true, context, out var error) is not { } lines) return error;

        var isNew = context.Patterns.IsNewMap(path, method, value);
        var map = new List<MapEntry>();
        var keys = new PatternReader(method, ignoreCase: false, context) { FromFile = true, NoResolution = true };
        foreach (var line in lines)
        {
            var fault = IsValue(line.Value, value) ? keys.Add(line.Key) : $"unable to parse '{line.Value}'";
            if (fault is not null && isNew) return $"{fault} at line {line.Line} of file '{path}'";
            if (fault is not null) break;
            if (keys.Last is { } key) map.Add(new MapEntry(key, line.Value));
        }

        if (value == SampleType.Address && arguments.Length > 1 && !IsValue(ArgumentChecks.TextAt(arguments, 1), value))
        {
            return $"map: cannot parse default ip <{ArgumentChecks.TextAt(arguments, 1)}>.";
        }

        arguments[0] = new SampleArgument.Map(path, method, [.. map]);
        return null;
    };

    private static bool IsValue(string text, SampleType type) => type switch
    {
        SampleType.Integer => ArgumentReader.TryReadNumber(text, out _),
        SampleType.Address => NumericAddress.Read(text) is not null,
        _ => true,
    };
}
