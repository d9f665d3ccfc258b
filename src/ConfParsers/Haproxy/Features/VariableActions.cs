using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>set-var(name) expr</c>, <c>set-var-fmt(name) fmt</c> and <c>unset-var(name)</c> (configuration.txt 4.2).</summary>
internal static class VariableActions
{
    private const string Forms = "Expects 'set-var(<var-name>)', 'set-var-fmt(<var-name>)' or 'unset-var(<var-name>)'";

    public static RuleAction? Read(ActionLine line)
    {
        var word = line.Word;
        var open = word.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || word[..open] is not ("set-var" or "set-var-fmt" or "unset-var")) return line.Fail($"invalid or incomplete action '{word}'. {Forms}");
        if (!word.EndsWith(')')) return line.Fail($"incomplete argument after action '{word}'. {Forms}");

        var kind = word[..open];
        if (ReadName(word, out var conditions, out var error) is not { } variable) return line.Fail(error);
        foreach (var condition in conditions) line.Words.Use(KeywordKind.Value, $"{kind} {condition}");
        switch (kind)
        {
            case "unset-var":
                return new RuleAction.UnsetVariable(variable);

            case "set-var-fmt":
                if (line.Format(line.Words.HasMore ? line.Words.Next().Text : "", line.Context) is not { } format) return null;
                return new RuleAction.SetVariable(variable, null) { Format = format, Conditions = VariableConditionNames.Of(conditions) };

            default:
                return line.Sample(RuleSetNames.ExpressionOf(line.Set), blamed: word) is { } value
                    ? new RuleAction.SetVariable(variable, value) { Conditions = VariableConditionNames.Of(conditions) }
                    : null;
        }
    }

    /// <summary>The name and the conditions in the parentheses of <paramref name="action"/>; the global section's <c>set-var</c> puts its name into such ones.</summary>
    public static Variable? ReadName(string action, out string[] conditions, out string error)
    {
        var open = action.IndexOf('(', StringComparison.Ordinal);
        var parts = action[(open + 1)..^1].Split(',');
        conditions = [.. parts.Skip(1).Where(c => c.Length > 0)];
        error = "unset-var does not expect parameters after the variable name. Only \"set-var\" and \"set-var-fmt\" manage conditions";
        if (parts.Length > 1 && action.StartsWith("unset-var(", StringComparison.Ordinal)) return null;
        if (Array.Find(conditions, c => !VariableConditionNames.Contains(c)) is { } unknown)
        {
            error = $"unknown condition \"{unknown}\"";
            return null;
        }

        return ArgumentReader.ReadVariable(parts[0], out error, behind: action[(open + 1 + parts[0].Length)..]);
    }
}
