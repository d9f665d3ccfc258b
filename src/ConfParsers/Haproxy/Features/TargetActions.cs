using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions on the start line: method, path, query, URI, status (configuration.txt 4.2).</summary>
internal static class TargetActions
{
    private static readonly FrozenDictionary<string, UriNormalizer> Normalizers = new Dictionary<string, UriNormalizer>(StringComparer.Ordinal)
    {
        ["fragment-encode"] = UriNormalizer.FragmentEncode,
        ["fragment-strip"] = UriNormalizer.FragmentStrip,
        ["path-merge-slashes"] = UriNormalizer.PathMergeSlashes,
        ["path-strip-dot"] = UriNormalizer.PathStripDot,
        ["path-strip-dotdot"] = UriNormalizer.PathStripDotDot,
        ["percent-decode-unreserved"] = UriNormalizer.PercentDecodeUnreserved,
        ["percent-to-uppercase"] = UriNormalizer.PercentToUppercase,
        ["query-sort-by-name"] = UriNormalizer.QuerySortByName,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The one option that some of them take.</summary>
    private static readonly FrozenDictionary<UriNormalizer, string> Options = new Dictionary<UriNormalizer, string>
    {
        [UriNormalizer.PathStripDotDot] = "full",
        [UriNormalizer.PercentDecodeUnreserved] = "strict",
        [UriNormalizer.PercentToUppercase] = "strict",
    }.ToFrozenDictionary();

    public static RuleAction? SetMethod(ActionLine line) => OneFormat(line) is { } f ? new RuleAction.SetMethod(f) : null;

    public static RuleAction? SetPath(ActionLine line) => OneFormat(line) is { } f ? new RuleAction.SetPath(f) : null;

    public static RuleAction? SetPathAndQuery(ActionLine line) => OneFormat(line) is { } f ? new RuleAction.SetPathAndQuery(f) : null;

    public static RuleAction? SetQuery(ActionLine line) => OneFormat(line) is { } f ? new RuleAction.SetQuery(f) : null;

    public static RuleAction? SetUri(ActionLine line) => OneFormat(line) is { } f ? new RuleAction.SetUri(f) : null;

    public static RuleAction? Replace(ActionLine line)
    {
        var (pattern, value) = (line.Words.Next().Text, line.Words.Next().Text);
        if (pattern.Length == 0 || value.Length == 0 || !line.AtCondition) return line.Fail("expects exactly 2 arguments <match-regex> and <replace-format>");
        if (HeaderActions.RegexFault(line, pattern) is { } fault) return line.Fail($"failed to parse the regex : {fault}");
        var part = line.Word switch { "replace-path" => TargetReplacement.Path, "replace-pathq" => TargetReplacement.PathAndQuery, _ => TargetReplacement.Uri };
        return Format(line, value) is { } format ? new RuleAction.ReplaceTarget(part, pattern, format) : null;
    }

    public static RuleAction? SetStatus(ActionLine line)
    {
        var text = line.Words.Next().Text;
        if (text.Length == 0) return line.Fail("expects 1 argument: <status>; or 3 arguments: <status> reason <fmt>");
        var status = Words.LooseInteger(text);
        if (status is < 100 or > 999) return line.Fail("expects an integer status code between 100 and 999");
        string? reason = null;
        if (line.Words.Current.Text == "reason" && !line.Words[line.Words.At + 1].IsEmpty)
        {
            line.Words.Next();
            reason = line.Words.Next().Text;
        }

        return new RuleAction.SetStatus((int)status, reason);
    }

    public static RuleAction? Normalize(ActionLine line)
    {
        var words = line.Words;
        if (!words.HasMore) return line.Fail("missing argument <normalizer>");
        var name = words.Next().Text;
        if (!Normalizers.TryGetValue(name, out var normalizer)) return line.Fail($"unknown normalizer '{name}'");
        if (line.AtCondition || !Options.TryGetValue(normalizer, out var option)) return new RuleAction.NormalizeUri(normalizer);
        var given = words.Next().Text;
        return given == option
            ? new RuleAction.NormalizeUri(normalizer) { Full = option == "full", Strict = option == "strict" }
            : line.Fail($"unknown argument '{given}' for '{name}' normalizer");
    }

    private static LogFormat? OneFormat(ActionLine line)
    {
        var text = line.Words.Next().Text;
        if (text.Length > 0 && line.AtCondition) return Format(line, text);
        line.Fail("expects exactly 1 argument <format>");
        return null;
    }

    /// <summary>These formats are not among those whose place HAProxy keeps for its messages (measured).</summary>
    private static LogFormat? Format(ActionLine line, string text)
    {
        var place = line.Proxy.LogStylePlace;
        var format = line.Format(text);
        line.Proxy.LogStylePlace = place;
        return format;
    }
}
