using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// <c>http-check expect hdr</c> and <c>fhdr</c>: <c>{ name | name-lf } [ -m meth ] pattern [ { value | value-lf } [ -m meth ] pattern ]</c>
/// (configuration.txt 4.2).
/// </summary>
internal static class CheckHeaderPatterns
{
    public static CheckPattern? Read(CheckLine line, string kind)
    {
        var words = line.Words;
        const string expected = "expects at the name keyword as first argument followed by a pattern";
        if (words.Count - words.At < 2 || words.Current.Text is not ("name" or "name-lf")) return Fail(line, DiagnosticKind.MissingArgument, $"'{kind}' {expected}");

        var nameIsFormat = words.Next().Text == "name-lf";
        if (Method(line, kind, nameIsFormat) is not { } nameMethod) return null;
        var nameText = words.Next().Text;

        string? valueText = null;
        var valueIsFormat = false;
        var valueMethod = MatchMethod.String;
        if (words.HasMore && words.Current.Text is "value" or "value-lf")
        {
            valueIsFormat = words.Next().Text == "value-lf";
            if (!words.HasMore) return Fail(line, DiagnosticKind.MissingArgument, $"'{kind}' expect a pattern with the value keyword");
            if (Method(line, kind, valueIsFormat) is not { } method) return null;
            (valueMethod, valueText) = (method, words.Next().Text);
        }

        if (Match(line, nameMethod, nameText, nameIsFormat, nameText) is not { } name) return null;
        if (valueText is null) return new CheckPattern.Header(name, null, kind == "fhdr");
        // HAProxy shows the pattern of the name also when that of the value is at fault.
        return Match(line, valueMethod, valueText, valueIsFormat, nameText) is { } value ? new CheckPattern.Header(name, value, kind == "fhdr") : null;
    }

    private static CheckPattern? Fail(CheckLine line, DiagnosticKind fault, string text)
    {
        line.Fail(fault, text);
        return null;
    }

    private static MatchMethod? Method(CheckLine line, string kind, bool isFormat)
    {
        var words = line.Words;
        if (!words.Take("-m")) return MatchMethod.String;
        if (!words.HasMore)
        {
            Fail(line, DiagnosticKind.MissingArgument, $"'{kind}' : '-m' expects at a matching pattern ('str', 'beg', 'end', 'sub' or 'reg')");
            return null;
        }

        var name = words.Next().Text;
        MatchMethod? method = name switch
        {
            "str" => MatchMethod.String,
            "beg" => MatchMethod.Beginning,
            "end" => MatchMethod.End,
            "sub" => MatchMethod.Substring,
            "reg" => MatchMethod.Regex,
            _ => null,
        };
        if (method is null) Fail(line, DiagnosticKind.BadValue, $"'{kind}' : '-m' only supports 'str', 'beg', 'end', 'sub' or 'reg' (got '{name}')");
        if (method != MatchMethod.Regex || !isFormat) return method;
        Fail(line, DiagnosticKind.Conflict, $"'{kind}': log-format string is not supported with a regex matching method");
        return null;
    }

    private static HeaderMatch? Match(CheckLine line, MatchMethod method, string text, bool isFormat, string shown)
    {
        if (isFormat) return line.Format(text, shown) is { } format ? new HeaderMatch(method, null, format) : null;
        return method != MatchMethod.Regex || line.Regex(text) ? new HeaderMatch(method, text, null) : null;
    }
}
