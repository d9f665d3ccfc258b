using System.Collections.Frozen;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Match methods (configuration.txt 7.1.x; <c>-m</c>).</summary>
public enum MatchMethod
{
    Found,
    Boolean,
    Integer,
    Ip,
    Binary,
    Length,
    String,
    Beginning,
    End,
    Substring,
    Directory,
    Domain,
    Regex,

    /// <summary>Like <see cref="Regex"/>; maps may use the groups.</summary>
    RegexGroups,
}

/// <summary>The names of the match methods, and the type of sample each compares.</summary>
public static class MatchMethods
{
    private static readonly FrozenDictionary<string, MatchMethod> ByName = new Dictionary<string, MatchMethod>(StringComparer.Ordinal)
    {
        ["found"] = MatchMethod.Found,
        ["bool"] = MatchMethod.Boolean,
        ["int"] = MatchMethod.Integer,
        ["ip"] = MatchMethod.Ip,
        ["bin"] = MatchMethod.Binary,
        ["len"] = MatchMethod.Length,
        ["str"] = MatchMethod.String,
        ["beg"] = MatchMethod.Beginning,
        ["sub"] = MatchMethod.Substring,
        ["dir"] = MatchMethod.Directory,
        ["dom"] = MatchMethod.Domain,
        ["end"] = MatchMethod.End,
        ["reg"] = MatchMethod.Regex,
        ["regm"] = MatchMethod.RegexGroups,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<MatchMethod, string> Names = ByName.ToFrozenDictionary(m => m.Value, m => m.Key);

    public static MatchMethod? Find(string name) => ByName.TryGetValue(name, out var method) ? method : null;

    public static string NameOf(MatchMethod method) => Names[method];

    /// <summary>What HAProxy turns a sample into before it compares; a truth value is a number to it.</summary>
    public static SampleType Compared(MatchMethod method) => method switch
    {
        MatchMethod.Found => SampleType.Any,
        MatchMethod.Boolean or MatchMethod.Integer => SampleType.Integer,
        MatchMethod.Ip => SampleType.Address,
        MatchMethod.Binary => SampleType.Binary,
        _ => SampleType.String,
    };

    /// <summary>The method for samples of a type when none is said; null where one must be.</summary>
    public static MatchMethod? Default(SampleType type) => type switch
    {
        SampleType.Boolean => MatchMethod.Boolean,
        SampleType.Integer => MatchMethod.Integer,
        SampleType.Address or SampleType.IPv4 or SampleType.IPv6 => MatchMethod.Ip,
        SampleType.String => MatchMethod.String,
        _ => null,
    };
}
