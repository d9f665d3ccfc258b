using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>option</c>: finds the row of the option and applies <c>no</c> and <c>default</c> (configuration.txt 4.1).</summary>
internal static class OptionRows
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("option", In.Everywhere, "<option> [ <arguments> ]", Option) { Manual = "4.2", Negatable = true },
    ];

    /// <summary>Removed options and HAProxy's advice.</summary>
    private static readonly FrozenDictionary<string, string> Removed = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["forceclose"] = "option 'forceclose' is not supported any more since HAProxy 2.0, please just remove it, or use 'option httpclose' if absolutely needed.",
        ["http_proxy"] = "option 'http_proxy' is not supported any more since HAProxy 2.5. This option stopped working in HAProxy 1.9 and usually had nasty side effects. It can be more reliably implemented with combinations of 'http-request set-dst' and 'http-request set-uri', and even 'http-request do-resolve' if DNS resolution is desired.",
        ["http-tunnel"] = "option 'http-tunnel' is not supported any more since HAProxy 2.1, please just remove it, it shouldn't be needed.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static void Option(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'option' expects an option name.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Current;
        if (!Catalog.Catalog.Options.TryGetValue(name.Text, out var option) && (!(words.Negated || words.Defaulted) || Removed.ContainsKey(name.Text)))
        {
            Unknown(words, name.Text);
            return;
        }

        if ((words.Negated || words.Defaulted) && option is not ({ Switch: true } or { Name: "redispatch" }))
        {
            words.Alert(DiagnosticKind.Syntax, $"negation/default is not supported for option '{name.Text}'.", PlaceForm.ParsingTight, at: name);
            return;
        }

        words.Next();
        words.Keyword = $"option {name.Text}";
        if (option!.Switch && !words.End()) return;
        if (!Capability.Check(words, proxy, option.Sections, name.Text) && option is { Switch: true } or { Name: "redispatch" }) return;
        if (!words.Negated && !words.Defaulted) words.Use(KeywordKind.Option, option.Name, name);
        option.Bind(words, proxy, !words.Negated && !words.Defaulted);
    }

    private static void Unknown(Words words, string name)
    {
        if (Removed.TryGetValue(name, out var advice))
        {
            words.Alert(DiagnosticKind.Removed, advice, PlaceForm.ParsingTight);
            return;
        }

        words.Alert(DiagnosticKind.UnknownKeyword, $"unknown option '{name}'{Suggestions.Clause(name, Catalog.Catalog.Options.Suggested) ?? "."}");
    }
}
