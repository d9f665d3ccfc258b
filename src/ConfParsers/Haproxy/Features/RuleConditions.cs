using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>The end of a rule: <c>if</c> or <c>unless</c> and a condition up to the end of the line (configuration.txt 7.2).</summary>
internal static class RuleConditions
{
    /// <summary>True when the next word begins a condition.</summary>
    public static bool Follows(Words words) => words.HasMore && words.Current.Text is "if" or "unless";

    /// <summary>Reads the condition that begins at the cursor, which stands behind it then; of a faulty one at the word that is meant.</summary>
    /// <param name="where">Where the rule runs.</param>
    /// <param name="error">In HAProxy's words, without final period.</param>
    /// <param name="ruleSet">Named in warnings about ACLs that never match; most rules are not.</param>
    /// <param name="read">Called when the condition is good, before it is said where it cannot hold.</param>
    public static Condition? Read(Words words, ProxyBuilder proxy, SamplePlaces where, out string error, string ruleSet = "", Action? read = null)
    {
        var unless = words.Next().Text == "unless";
        var terms = words.RemainingTexts();
        var condition = ConditionReader.Read(unless, terms, proxy.Expressions(words.Line, where, ruleSet: ruleSet), out error, out var at, read);
        words.At = condition is null ? words.At + at : words.Count;
        return condition;
    }
}
