using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>use_backend name [if|unless ...]</c>; Name is null when it is a log-format evaluated per request.</summary>
public sealed record UseBackend(string? Name, LogFormat? Dynamic, Condition? Condition, Span Place);

/// <summary><c>use_backend</c> (configuration.txt 4.2): the first rule whose condition holds says where a request goes.</summary>
internal static class UseBackendKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("use_backend", In.Frontend | In.Listen, "<backend> [{ if | unless } <condition>]", Use) { Manual = "4.2" },
    ];

    private static void Use(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'use_backend' expects a backend name.");
            return;
        }

        var name = words.Next();
        Condition? condition = null;
        if (words.HasMore)
        {
            if (words.Current.Text is not ("if" or "unless"))
            {
                words.Alert(DiagnosticKind.SurplusArgument, $"unexpected keyword '{words.Current.Text}' after switching rule, only 'if' and 'unless' are allowed.");
                return;
            }

            var unless = words.Next().Text == "unless";
            var terms = words.Remaining.Select(w => w.Text).ToArray();
            condition = ConditionReader.Read(unless, terms, proxy.Expressions(words.Line, SamplePlaces.UseBackend), out var fault);
            if (condition is null)
            {
                words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing switching rule : {fault}.");
                return;
            }
        }

        if (!name.Text.Contains('%', StringComparison.Ordinal))
        {
            proxy.UseBackends.Add(new UseBackend(name.Text, null, condition, name.Place));
            return;
        }

        var context = proxy.Expressions(words.Line, SamplePlaces.UseBackend, "use_backend expression");
        if (LogFormatReader.Read(name.Text, context, out var error) is { } dynamic)
        {
            var literal = dynamic.Items is [LogFormatItem.Literal only] ? only.Text : null;
            proxy.UseBackends.Add(new UseBackend(literal, literal is null ? dynamic : null, condition, name.Place));
            return;
        }

        words.Alert(DiagnosticKind.BadFormat, $"failed to parse use_backend rule '{name.Text}' : {error}.", PlaceForm.ParsingCapital, at: name);
    }
}
