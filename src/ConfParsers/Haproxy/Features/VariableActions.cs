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

        var parts = word[(open + 1)..^1].Split(',');
        var kind = word[..open];
        if (kind == "unset-var" && parts.Length > 1)
        {
            return line.Fail("unset-var does not expect parameters after the variable name. Only \"set-var\" and \"set-var-fmt\" manage conditions");
        }

        var conditions = parts.Skip(1).Where(c => c.Length > 0).ToArray();
        if (Array.Find(conditions, c => !VariableConditionNames.Contains(c)) is { } unknown) return line.Fail($"unknown condition \"{unknown}\"");
        if (ArgumentReader.ReadVariable(parts[0], out var error) is not { } variable) return line.Fail(error);
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
}
