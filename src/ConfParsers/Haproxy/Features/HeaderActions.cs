using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions on headers (configuration.txt 4.2 "http-request add-header", "replace-value", ...).</summary>
internal static class HeaderActions
{
    public static RuleAction? Set(ActionLine line) => NameAndFormat(line) is { } h ? new RuleAction.SetHeader(h.Name, h.Format) : null;

    public static RuleAction? Add(ActionLine line) => NameAndFormat(line) is { } h ? new RuleAction.AddHeader(h.Name, h.Format) : null;

    public static RuleAction? EarlyHint(ActionLine line) => NameAndFormat(line) is { } h ? new RuleAction.EarlyHint(h.Name, h.Format) : null;

    public static RuleAction? Delete(ActionLine line)
    {
        var name = line.Words.Next().Text;
        if (name.Length == 0) return line.Fail("expects at least 1 argument");
        if (!line.Words.Take("-m")) return new RuleAction.DeleteHeader(name, MatchMethod.String);
        if (!line.Words.HasMore) return line.Fail("-m flag expects exactly 1 argument");
        var method = line.Words.Next().Text;
        if (MatchMethods.Find(method) is not ({ } known and (MatchMethod.String or MatchMethod.Beginning or MatchMethod.End or MatchMethod.Substring or MatchMethod.Regex)))
        {
            return line.Fail($"-m with unsupported matching method '{method}'");
        }

        if (known == MatchMethod.Regex && RegexFault(line, name) is { } fault) return line.Fail(fault);
        return new RuleAction.DeleteHeader(name, known);
    }

    public static RuleAction? Replace(ActionLine line)
    {
        var (name, pattern, value) = (line.Words.Next().Text, line.Words.Next().Text, line.Words.Next().Text);
        if (name.Length == 0 || pattern.Length == 0 || value.Length == 0) return line.Fail("expects exactly 3 arguments");
        if (RegexFault(line, pattern) is { } fault) return line.Fail(fault);
        return line.Format(value) is { } format ? new RuleAction.ReplaceHeader(name, pattern, format, Whole: line.Word == "replace-header") : null;
    }

    /// <summary>What is wrong with a regular expression, as HAProxy says it; null when nothing is.</summary>
    public static string? RegexFault(ActionLine line, string pattern) =>
        line.Context.CheckRegex?.Invoke(pattern, false) is { } fault ? $"regex '{pattern}' is invalid ({fault})" : null;

    private static (string Name, LogFormat Format)? NameAndFormat(ActionLine line)
    {
        var (name, text) = (line.Words.Next().Text, line.Words.Next().Text);
        if (name.Length == 0 || text.Length == 0)
        {
            line.Fail("expects exactly 2 arguments");
            return null;
        }

        return line.Format(text) is { } format ? (name, format) : null;
    }
}
