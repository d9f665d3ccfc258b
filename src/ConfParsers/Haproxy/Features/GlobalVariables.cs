using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Variables of the process that have a value from the start, and the memory that variables may use (configuration.txt 3.1, 3.2).</summary>
public sealed record GlobalVariables
{
    public GlobalVariable[] Values { get; init; } = [];

    /// <summary>Bytes for all variables of a scope, by scope: global, proc, sess, txn, reqres, check; 0: no limit.</summary>
    public IReadOnlyDictionary<string, uint> Limits { get; init; } = new Dictionary<string, uint>(StringComparer.Ordinal);
}

/// <summary>A value from the start.</summary>
/// <param name="Variable">Of the scope <see cref="VariableScope.Process"/>.</param>
/// <param name="Value">Of <c>set-var</c>.</param>
/// <param name="Format">Of <c>set-var-fmt</c>.</param>
public sealed record GlobalVariable(Variable Variable, SampleExpression? Value, LogFormat? Format);

/// <summary>The keywords <c>set-var</c>, <c>set-var-fmt</c> and <c>tune.vars.*</c> of the global section (configuration.txt 3.1, 3.2).</summary>
internal static class GlobalVariableKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("tune.vars.global-max-size", "<size>", (w, g) => Limit(w, g, "global")) { Listed = true, Manual = "3.2" },
        new("tune.vars.proc-max-size", "<size>", (w, g) => Limit(w, g, "proc")) { Listed = true, Manual = "3.2" },
        new("tune.vars.sess-max-size", "<size>", (w, g) => Limit(w, g, "sess")) { Listed = true, Manual = "3.2" },
        new("tune.vars.txn-max-size", "<size>", (w, g) => Limit(w, g, "txn")) { Listed = true, Manual = "3.2" },
        new("tune.vars.reqres-max-size", "<size>", (w, g) => Limit(w, g, "reqres")) { Listed = true, Manual = "3.2" },
        new("tune.vars.check-max-size", "<size>", (w, g) => Limit(w, g, "check")) { Listed = true, Manual = "3.2" },
        new("set-var", "<var-name> <expr>", (w, g) => Set(w, g, "a sample expression", Expression)) { Listed = true, Manual = "3.1", Since = "2.4" },
        new("set-var-fmt", "<var-name> <fmt>", (w, g) => Set(w, g, "a format string", Format)) { Listed = true, Manual = "3.1", Since = "2.5" },
    ];

    private static void Set(Words words, GlobalBuilder global, string what, Func<Words, GlobalBuilder, Variable, GlobalVariable?> read)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' requires a process-wide variable name ('proc.<name>') and {what}.");
            return;
        }

        var name = words.Next();
        if (VariableActions.ReadName($"{words.Keyword}({name.Text})", out _, out var error) is not { } variable)
        {
            words.Alert(DiagnosticKind.BadValue, error, at: name);
        }
        else if (read(words, global, variable) is { } value)
        {
            if (variable.Scope == VariableScope.Process) global.Variables = global.Variables with { Values = [.. global.Variables.Values, value] };
            else words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}': cannot set variable '{name.Text}', only scope 'proc' is permitted in the global section.", at: name);
        }
    }

    private static GlobalVariable? Expression(Words words, GlobalBuilder global, Variable variable)
    {
        var text = words.Next();
        var reading = SampleReader.Read(text.Text, Context(words, global));
        if (reading.Expression is not { } expression)
        {
            words.Alert(DiagnosticKind.BadExpression, reading.Error, at: text);
            return null;
        }

        var fetch = Signatures.Fetch(expression.Fetch)!;
        if ((fetch.Places & SamplePlaces.Configuration) != SamplePlaces.None) return new GlobalVariable(variable, expression, null);

        // HAProxy has the action of that name in mind.
        words.Alert(DiagnosticKind.BadExpression,
            $"fetch method '{words.Keyword}({words[1].Text})' extracts information from '{fetch.Needs}', none of which is available here", at: text);
        return null;
    }

    private static GlobalVariable? Format(Words words, GlobalBuilder global, Variable variable)
    {
        var text = words.Next();
        if (LogFormatReader.Read(text.Text, Context(words, global), out var error) is { } format) return new GlobalVariable(variable, null, format);
        words.Alert(DiagnosticKind.BadFormat, error, at: text);
        return null;
    }

    private static ExpressionContext Context(Words words, GlobalBuilder global)
    {
        var scope = new ExpressionScope { Diagnostics = words.Diagnostics, Uses = words.Uses, Names = global.Context.Names, Files = global.Files, Patterns = global.Context.Patterns, CheckRegex = global.Context.Options.CheckRegex };
        return new ExpressionContext(scope, words.Line) { Where = SamplePlaces.Configuration };
    }

    private static void Limit(Words words, GlobalBuilder global, string scope)
    {
        var value = words.Next();
        var digits = value.Text.AsSpan().TrimStart("+-");
        if (digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            words.Alert(DiagnosticKind.BadSize, $"{words.Keyword}: '{value.Text}' is an invalid size", at: value);
            return;
        }

        var limits = new Dictionary<string, uint>(global.Variables.Limits, StringComparer.Ordinal)
        {
            [scope] = unchecked((uint)Words.LooseInteger(value.Text)),
        };
        global.Variables = global.Variables with { Limits = limits };
    }
}
