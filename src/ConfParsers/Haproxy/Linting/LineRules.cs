using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>What the reader of lines and words forgives: numbers that are none, values that are missing, words nobody looks at.</summary>
internal static class LineRules
{
    public static readonly LintRule[] All =
    [
        new("carriage-return", "The file has the line ends of another system.", CarriageReturns),
        new("number-not-numeric", "A number that does not begin with digits is read as 0.", NotNumeric),
        new("number-with-rest", "What follows the digits of a number is not read.", NumberWithRest),
        new("value-missing", "An option without its value takes 0.", ValueMissing),
        new("empty-word", "An empty word ends the line: what follows is not read.", EmptyWords),
        new("empty-or-side", "A condition with an empty side of 'or'.", EmptyOrSides),
        new("time-without-unit", "A small number without unit is a number of milliseconds.", TimesWithoutUnit),
    ];

    /// <summary>Keywords of one number that HAProxy reads as atol(3) does.</summary>
    private static readonly HashSet<string> NumberKeywords = new(StringComparer.Ordinal) { "maxconn", "fullconn", "backlog", "max-keep-alive-queue", "retries" };

    /// <summary>The same in the global section.</summary>
    private static readonly HashSet<string> GlobalNumbers = new(StringComparer.Ordinal)
    {
        "maxconn", "maxconnrate", "maxsessrate", "maxsslconn", "maxsslrate", "maxcomprate", "maxpipes", "ulimit-n", "maxcompcpuusage", "spread-checks", "tune.maxaccept",
        "tune.maxpollevents", "tune.maxrewrite", "tune.rcvbuf.client", "tune.rcvbuf.server", "tune.sndbuf.client", "tune.sndbuf.server", "tune.pipesize",
        "tune.http.cookielen", "tune.http.logurilen", "tune.ssl.cachesize", "tune.ssl.maxrecord", "tune.h2.max-concurrent-streams", "tune.h2.initial-window-size",
        "tune.runqueue-depth", "tune.pattern.cache-size", "tune.buffers.limit", "tune.recv_enough",
    };

    private static readonly HashSet<string> NumberOptions = new(StringComparer.Ordinal) { "weight", "maxconn", "minconn", "maxqueue", "rise", "fall", "port", "agent-port", "error-limit" };

    private static readonly HashSet<string> BindNumbers = new(StringComparer.Ordinal) { "maxconn", "backlog", "nice", "mss" };

    /// <summary>Options of servers and stick tables that are times in milliseconds when nothing else is said.</summary>
    private static readonly HashSet<string> TimeOptions = new(StringComparer.Ordinal) { "inter", "fastinter", "downinter", "agent-inter", "slowstart", "expire" };

    private static IEnumerable<LintFinding> CarriageReturns(LintedConfiguration configuration) => configuration.Lines
        .Where(line => line.Written.Text.EndsWith('\r')).DistinctBy(line => line.Written.Place.Source)
        .Select(line => new LintFinding(line.Written.Place, "the lines end with CR LF; HAProxy takes the CR for a blank, but not within quotes", "'haproxy.net fmt -w' writes LF"));

    /// <summary>Words that are read as numbers, with the keyword they belong to.</summary>
    private static IEnumerable<(LintedLine Line, int At, string Keyword)> Numbers(LintedConfiguration configuration)
    {
        foreach (var line in configuration.Lines.Where(line => line.Section == "global" && GlobalNumbers.Contains(line.Keyword))) yield return (line, 1, line.Keyword);
        foreach (var line in configuration.ProxyLines)
        {
            if (NumberKeywords.Contains(line.Keyword)) yield return (line, 1, line.Keyword);
            var options = line.Keyword switch { "server" or "default-server" or "server-template" => NumberOptions, "bind" => BindNumbers, _ => null };
            for (var i = 1; options is not null && i < line.Words.Count; i++)
            {
                if (options.Contains(line.Words[i].Text)) yield return (line, i + 1, line.Words[i].Text);
            }
        }
    }

    private static IEnumerable<LintFinding> NotNumeric(LintedConfiguration configuration) =>
        from number in Numbers(configuration)
        let word = number.Line.Word(number.At)
        where word.Length > 0 && !char.IsAsciiDigit(word.TrimStart('+', '-').FirstOrDefault())
        select new LintFinding(number.Line.Words[number.At].Place, $"'{number.Keyword} {word}' is read as '{number.Keyword} 0'", "write a number");

    private static IEnumerable<LintFinding> NumberWithRest(LintedConfiguration configuration) =>
        from number in Numbers(configuration)
        let word = number.Line.Word(number.At)
        where word.Length > 0 && char.IsAsciiDigit(word[0]) && !word.All(char.IsAsciiDigit)
        select new LintFinding(number.Line.Words[number.At].Place,
            $"'{number.Keyword} {word}' is read as '{number.Keyword} {new string([.. word.TakeWhile(char.IsAsciiDigit)])}'", "write the number in full");

    private static IEnumerable<LintFinding> ValueMissing(LintedConfiguration configuration) =>
        from number in Numbers(configuration)
        where number.At >= number.Line.Words.Count && number.Line.Words.Count > 1
        select new LintFinding(number.Line.Words[number.At - 1].Place, number.Keyword == "weight"
            ? "'weight' without a number is weight 0: the server gets no new requests"
            : $"'{number.Keyword}' without a number is 0", "write a number");

    private static IEnumerable<LintFinding> EmptyWords(LintedConfiguration configuration)
    {
        foreach (var line in configuration.Lines)
        {
            for (var i = 1; i + 1 < line.Words.Count; i++)
            {
                // A quoted variable may be set when the program runs.
                if (line.Words[i].Text.Length > 0 || line.Words[i].Written.Contains('$', StringComparison.Ordinal)) continue;
                yield return new LintFinding(line.Words[i].Place, $"the empty word ends the line: '{line.Words[i + 1].Written}' and what follows is not read", "remove it");
                break;
            }
        }
    }

    private static IEnumerable<LintFinding> EmptyOrSides(LintedConfiguration configuration)
    {
        foreach (var line in configuration.ProxyLines)
        {
            var start = -1;
            for (var i = 1; i < line.Words.Count && start < 0; i++)
            {
                if (line.Words[i].Text is "if" or "unless") start = i;
            }

            if (start < 0) continue;
            for (var i = start + 1; i < line.Words.Count; i++)
            {
                if (!IsOr(line.Words[i].Text) || (i > start + 1 && i + 1 < line.Words.Count && !IsOr(line.Words[i - 1].Text))) continue;
                yield return new LintFinding(line.Words[i].Place, $"one side of '{line.Words[i].Text}' is empty and is ignored", "remove it, or write the condition that is missing");
                break;
            }
        }
    }

    private static bool IsOr(string word) => word is "||" or "or";

    private static IEnumerable<LintFinding> TimesWithoutUnit(LintedConfiguration configuration) =>
        from time in Times(configuration)
        let word = time.Line.Word(time.At)
        where word.Length is > 0 and < 3 && word.All(char.IsAsciiDigit) && word.Any(c => c != '0')
        select new LintFinding(time.Line.Words[time.At].Place, $"'{time.Keyword} {word}' is {word} milliseconds", $"'{word}s' are seconds; write '{word}ms' if it is meant");

    private static IEnumerable<(LintedLine Line, int At, string Keyword)> Times(LintedConfiguration configuration)
    {
        foreach (var line in configuration.ProxyLines)
        {
            if ((line.Keyword == "timeout" && line.Words.Count == 3) || (line.Keyword == "tcp-request" && line.Word(1) == "inspect-delay")) yield return (line, 2, $"{line.Keyword} {line.Word(1)}");
            if (line.Keyword is not ("server" or "default-server" or "server-template" or "stick-table")) continue;
            for (var i = 1; i < line.Words.Count; i++)
            {
                if (TimeOptions.Contains(line.Words[i].Text)) yield return (line, i + 1, line.Words[i].Text);
            }
        }
    }
}
