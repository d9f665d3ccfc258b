using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>What an include must not lack (keepalived.conf(5) "include_check").</summary>
[Flags]
public enum IncludeCheck
{
    None = 0,

    /// <summary>A file cannot be read.</summary>
    Readable = 1,

    /// <summary>A name without pattern has no file.</summary>
    Match = 2,

    /// <summary>A pattern with wildcards has no file.</summary>
    WildcardMatch = 4,

    /// <summary>One of the alternatives in braces has no file.</summary>
    BraceMatch = 8,
    All = 15,
}

/// <inheritdoc cref="IncludeCheck"/>
internal static class IncludeChecks
{
    public static readonly (string Name, char Letter, IncludeCheck Check)[] Names =
    [
        ("readable", 'r', IncludeCheck.Readable),
        ("match", 'm', IncludeCheck.Match),
        ("wildcard_match", 'w', IncludeCheck.WildcardMatch),
        ("brace_match", 'b', IncludeCheck.BraceMatch),
    ];

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Setting<Reading>("include_check", "[readable] [match] [wildcard_match] [brace_match]", (_, _) => { }) { Manual = "include" },
    ];
}
