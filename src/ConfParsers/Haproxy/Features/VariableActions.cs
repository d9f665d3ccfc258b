using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>set-var(name) expr</c>, <c>set-var-fmt(name) fmt</c> and <c>unset-var(name)</c> (configuration.txt 4.2).</summary>
internal static class VariableActions
{
    private const string Forms = "Expects 'set-var(<var-name>)', 'set-var-fmt(<var-name>)' or 'unset-var(<var-name>)'";

    public static RuleAction? Read(ActionLine line)
    {
        var word = line.Words[line.Words.At - 1].Text;
        var open = word.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return line.Fail($"invalid or incomplete action '{word}'. {Forms}");
        if (!word.EndsWith(')')) return line.Fail($"incomplete argument after action '{word}'. {Forms}");

        var parts = word[(open + 1)..^1].Split(',');
        foreach (var condition in parts.Skip(1))
        {
            return line.Fail(condition is "ifexists" or "ifnotexists" or "ifempty" or "ifnotempty" or "ifset" or "ifnotset" or "ifgt" or "iflt"
                ? $"condition '{condition}' of '{word[..open]}' is known to HAProxy 2.6 but not built yet"
                : $"unknown condition \"{condition}\"");
        }

        if (ArgumentReader.ReadVariable(parts[0], out var error) is not { } variable) return line.Fail(error);
        switch (word[..open])
        {
            case "unset-var":
                return new RuleAction.UnsetVariable(variable.Scope, variable.Name);

            case "set-var-fmt":
                if (line.Format(line.Words.Next().Text) is not { } format) return null;
                return new RuleAction.SetVariable(variable.Scope, variable.Name, null!) { Format = format };

            default:
                var reading = SampleReader.Read(line.Words.HasMore ? line.Words.Next().Text : "", line.Context);
                if (reading.Expression is not { } value) return line.Fail(reading.Error);
                var fetch = Signatures.Fetch(value.Fetch)!;
                return (fetch.Places & line.Context.Where) == SamplePlaces.None
                    ? line.Fail($"fetch method '{word}' extracts information from '{fetch.Needs}', none of which is available here")
                    : new RuleAction.SetVariable(variable.Scope, variable.Name, value);
        }
    }
}
