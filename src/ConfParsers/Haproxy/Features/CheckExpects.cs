using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>http-check expect</c> and <c>tcp-check expect</c>: one pattern, and what its outcome is called (configuration.txt 4.2).</summary>
internal static class CheckExpects
{
    private static readonly string[] HttpPatterns = ["string", "rstring", "string-lf", "status", "rstatus", "hdr", "fhdr", "custom"];
    private static readonly string[] TcpPatterns = ["string", "rstring", "string-lf", "binary", "rbinary", "binary-lf", "custom"];

    public static CheckRule? Read(CheckLine line)
    {
        var words = line.Words;
        if (!words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, "expects at least a matching pattern as arguments");

        CheckPattern? pattern = null;
        var negated = false;
        var options = new CheckRule.Expect(new CheckPattern.Custom(), false, words.Line);
        while (words.HasMore)
        {
            var not = false;
            var word = words.Next().Text;
            while (word.StartsWith('!'))
            {
                not = true;
                word = word.Length > 1 ? word[1..] : words.Next().Text;
            }

            if (Array.IndexOf(line.IsHttp ? HttpPatterns : TcpPatterns, word) >= 0)
            {
                if (pattern is not null) return line.Fail(DiagnosticKind.SurplusArgument, "only on pattern expected");
                if (word != "status") Use(line, word);
                negated = not;
                pattern = Pattern(line, word);
                if (pattern is null) return null;
                continue;
            }

            if (not && IsOption(word)) return line.Fail(DiagnosticKind.BadValue, $"[!] not supported with '{word}'");
            if (Option(line, word, options) is not { } changed) return null;
            options = changed;
        }

        if (pattern is null) return line.Fail(DiagnosticKind.MissingArgument, "pattern not found");
        return options with { Pattern = pattern, Negated = negated };
    }

    private static void Use(CheckLine line, string word) =>
        line.Words.Use(KeywordKind.Value, $"{(line.IsHttp ? "http" : "tcp")}-check expect {word}", line.Words[line.Words.At - 1]);

    private static bool IsOption(string word) =>
        word is "comment" or "min-recv" or "on-success" or "on-error" or "ok-status" or "error-status" or "tout-status" or "status-code";

    private static CheckRule.Expect? Option(CheckLine line, string word, CheckRule.Expect options)
    {
        var words = line.Words;
        if (IsOption(word)) Use(line, word);
        switch (word)
        {
            case "comment":
                return line.Text(word) is { } comment ? options with { Comment = comment } : null;

            case "min-recv":
                if (!words.HasMore) return Fail(DiagnosticKind.MissingArgument, "'min-recv' expects a integer as argument");
                var minimum = Words.LooseInteger(words.Next().Text);
                return minimum is >= -1 and <= int.MaxValue
                    ? options with { MinimumBytes = (int)minimum }
                    : Fail(DiagnosticKind.OutOfRange, "'min-recv' expects -1 or an integer from 0 to INT_MAX");

            case "on-success" or "on-error":
                if (line.Text(word) is not { } text || line.Format(text) is not { } format) return null;
                return word == "on-success" ? options with { OnSuccess = format } : options with { OnError = format };

            case "ok-status" or "error-status" or "tout-status":
                return line.Text(word) is { } status ? Status(word, status) : null;

            case "status-code":
                if (!words.HasMore) return Fail(DiagnosticKind.MissingArgument, "'status-code' expects an expression as argument");
                var reading = SampleReader.Read(words.Next().Text, line.Context);
                return reading.Expression is { } code
                    ? options with { StatusCode = code }
                    : Fail(DiagnosticKind.BadExpression, $"error detected while parsing status-code expression : {reading.Error}");

            default:
                return Fail(DiagnosticKind.UnknownKeyword, line.IsHttp
                    ? $"'only supports min-recv, [!]string', '[!]rstring', '[!]string-lf', '[!]status', '[!]rstatus', [!]hdr, [!]fhdr or comment but got '{word}' as argument."
                    : $"'only supports min-recv, '[!]binary', '[!]string', '[!]rstring', '[!]string-lf''[!]rbinary', '[!]binary-lf' or comment but got '{word}' as argument.");
        }

        CheckRule.Expect? Fail(DiagnosticKind fault, string message)
        {
            line.Fail(fault, message);
            return null;
        }

        CheckRule.Expect? Status(string option, string status)
        {
            var (accepted, names) = option switch
            {
                "ok-status" => (status is "L7OK" or "L7OKC" or "L6OK" or "L4OK", "'L4OK', 'L6OK', 'L7OK' or 'L7OKC'"),
                "error-status" => (status is "L7RSP" or "L7STS" or "L7OKC" or "L6RSP" or "L4CON", "'L4CON', 'L6RSP', 'L7RSP' or 'L7STS'"),
                _ => (status is "L7TOUT" or "L6TOUT" or "L4TOUT", "'L4TOUT', 'L6TOUT' or 'L7TOUT'"),
            };
            if (!accepted) return Fail(DiagnosticKind.BadValue, $"'{option}' only supports {names} status (got '{status}').");
            return option switch
            {
                "ok-status" => options with { OkStatus = status },
                "error-status" => options with { ErrorStatus = status },
                _ => options with { TimeoutStatus = status },
            };
        }
    }

    private static CheckPattern? Pattern(CheckLine line, string kind)
    {
        if (kind == "custom") return new CheckPattern.Custom();
        if (kind is "hdr" or "fhdr") return CheckHeaderPatterns.Read(line, kind);

        var words = line.Words;
        if (!words.HasMore) return Fail(DiagnosticKind.MissingArgument, $"'{kind}' expects a <pattern> as argument");
        var text = words.Next().Text;
        switch (kind)
        {
            case "string":
                return new CheckPattern.Bytes(ByteText.Encode(text));
            case "binary":
                return CheckLine.Binary(text, out var error) is { } bytes ? new CheckPattern.Bytes(bytes) : Fail(DiagnosticKind.BadValue, $"invalid binary string ({error})");
            case "status":
                return Ranges(line, text) is { } ranges ? new CheckPattern.Status(ranges, text) : null;
            case "string-lf" or "binary-lf":
                return line.Format(text) is { } format ? new CheckPattern.Format(format, kind == "binary-lf") : null;
            case "rstatus":
                return line.Regex(text) ? new CheckPattern.StatusRegex(text) : null;
            default:
                return line.Regex(text) ? new CheckPattern.Regex(text, kind == "rbinary") : null;
        }

        CheckPattern? Fail(DiagnosticKind fault, string message)
        {
            line.Fail(fault, message);
            return null;
        }
    }

    /// <summary><c>200-299,302</c>; a number that is not there is 0, as in HAProxy.</summary>
    private static (int Low, int High)[]? Ranges(CheckLine line, string text)
    {
        var culprit = text.FirstOrDefault(c => !char.IsAsciiDigit(c) && c is not ('-' or ','));
        if (culprit != '\0')
        {
            line.Fail(DiagnosticKind.BadNumber, $"invalid character '{culprit}' in the list of status codes");
            return null;
        }

        var list = new List<(int, int)>();
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var low = Number(dash < 0 ? part : part[..dash]);
            var high = dash < 0 ? low : Number(part[(dash + 1)..]);
            if (low > high)
            {
                line.Fail(DiagnosticKind.OutOfRange, $"invalid range of status codes '{text}'");
                return null;
            }

            list.Add((low, high));
        }

        return [.. list];

        static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
