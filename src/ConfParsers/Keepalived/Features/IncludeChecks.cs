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
    private static readonly (string Name, IncludeCheck Check)[] Names =
    [
        ("readable", IncludeCheck.Readable),
        ("match", IncludeCheck.Match),
        ("wildcard_match", IncludeCheck.WildcardMatch),
        ("brace_match", IncludeCheck.BraceMatch),
    ];

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Setting<Reading>("include_check", "[readable] [match] [wildcard_match] [brace_match]", Check) { Manual = "include" },
    ];

    /// <summary>The checks after a line <c>include_check ...</c>.</summary>
    public static IncludeCheck Apply(IncludeCheck before, IEnumerable<string> words, bool strict)
    {
        var result = before;
        var isNew = false;
        var any = false;
        foreach (var word in words)
        {
            any = true;
            var (sign, check) = Parse(word, strict);
            if (check == IncludeCheck.None) continue;
            if (sign == '+') result |= check;
            else if (sign == '-') result &= ~check;
            else if (!isNew || !strict) result = isNew ? result | check : check;
            isNew |= sign == ' ';
        }

        return any ? result : IncludeCheck.All;
    }

    /// <summary>2.2.7 does not know <c>readable</c>, although its manual names it.</summary>
    private static (char Sign, IncludeCheck Check) Parse(string word, bool strict)
    {
        var sign = word.Length > 0 && word[0] is '+' or '-' ? word[0] : ' ';
        var name = sign == ' ' ? word : word[1..];
        var check = Array.Find(Names, candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal)).Check;
        return (sign, strict && check == IncludeCheck.Readable ? IncludeCheck.None : check);
    }

    private static void Check(Words words, Reading reading)
    {
        var isPlain = false;
        while (words.Next(out var word))
        {
            var (sign, check) = Parse(word, reading.Strict);
            var name = sign == ' ' ? word : word[1..];

            // 2.2.7 takes one word without a sign; its manual allows several.
            if (sign == ' ' && isPlain && reading.Strict) words.Warn(DiagnosticKind.Duplicate, $"Duplicate include_check '{name}' specified - ignoring");
            else if (check == IncludeCheck.None) words.Warn(DiagnosticKind.BadValue, $"Unknown include_check type '{name}' - ignoring");
            isPlain |= sign == ' ';
        }
    }
}
