using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Keywords of proxies that earlier versions had: HAProxy 2.6 recognises them only to say what took their place, and so do we
/// (measured on 2.6.12).
/// </summary>
internal static class RemovedKeywords
{
    private static readonly FrozenDictionary<string, string> Advice = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["appsession"] = "'appsession' is not supported anymore since HAProxy 1.6.",
        ["block"] = "The 'block' directive is not supported anymore since HAProxy 2.1. Use 'http-request deny' which uses the exact same syntax.",
        ["cliexp"] = "The 'cliexp' directive is not supported anymore since HAProxy 2.1. Use 'http-request replace-path', 'http-request replace-uri' or 'http-request replace-header' instead.",
        ["clitimeout"] = "the 'clitimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout client'.",
        ["contimeout"] = "the 'contimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout connect'.",
        ["redisp"] = "keyword 'redisp' directive is not supported anymore since HAProxy 2.1. Use 'option redispatch'.",
        ["redispatch"] = "keyword 'redispatch' directive is not supported anymore since HAProxy 2.1. Use 'option redispatch'.",
        ["reqadd"] = "The 'reqadd' directive is not supported anymore since HAProxy 2.1. Use 'http-request add-header' instead.",
        ["reqallow"] = "The 'reqallow' directive is not supported anymore since HAProxy 2.1. Use 'http-request allow' instead.",
        ["reqdel"] = "The 'reqdel' directive is not supported anymore since HAProxy 2.1. Use 'http-request del-header' instead.",
        ["reqdeny"] = "The 'reqdeny' not supported anymore since HAProxy 2.1. Use 'http-request deny' instead.",
        ["reqiallow"] = "The 'reqiallow' directive is not supported anymore since HAProxy 2.1. Use 'http-request allow' instead.",
        ["reqidel"] = "The 'reqidel' directive is not supported anymore since HAProxy 2.1. Use 'http-request del-header' instead.",
        ["reqideny"] = "The 'reqideny' directive is not supported anymore since HAProxy 2.1. Use 'http-request deny' instead.",
        ["reqipass"] = "The 'reqipass' directive is not supported anymore since HAProxy 2.1.",
        ["reqirep"] = "The 'reqirep' directive is not supported anymore since HAProxy 2.1. Use 'http-request replace-header' instead.",
        ["reqitarpit"] = "The 'reqitarpit' directive is not supported anymore since HAProxy 2.1. Use 'http-request tarpit' instead.",
        ["reqpass"] = "The 'reqpass' not supported anymore since HAProxy 2.1.",
        ["reqrep"] = "The 'reqrep' directive is not supported anymore since HAProxy 2.1. Use 'http-request replace-path', 'http-request replace-uri' or 'http-request replace-header' instead.",
        ["reqtarpit"] = "The 'reqtarpit' directive is not supported anymore since HAProxy 2.1. Use 'http-request tarpit' instead.",
        ["rspadd"] = "The 'rspadd' directive is not supported anymore since HAProxy 2.1. Use 'http-response add-header' instead.",
        ["rspdel"] = "The 'rspdel' directive is not supported anymore since HAProxy 2.1. Use 'http-response del-header' .",
        ["rspdeny"] = "The 'rspdeny' directive is not supported anymore since HAProxy 2.1. Use 'http-response deny' instead.",
        ["rspidel"] = "The 'rspidel' directive is not supported anymore since HAProxy 2.1. Use 'http-response del-header' instead.",
        ["rspideny"] = "The 'rspideny' directive is not supported anymore since HAProxy 2.1. Use 'http-response deny' instead.",
        ["rspirep"] = "The 'rspirep' directive is not supported anymore since HAProxy 2.1. Use 'http-response replace-header' instead.",
        ["rsprep"] = "The 'rsprep' directive is not supported anymore since HAProxy 2.1. Use 'http-response replace-header' instead.",
        ["srvexp"] = "The 'srvexp' directive is not supported anymore since HAProxy 2.1. Use 'http-response replace-header' instead.",
        ["srvtimeout"] = "the 'srvtimeout' directive is not supported anymore since HAProxy 2.1. Use 'timeout server'.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly ProxyKeyword[] Rows =
    [
        .. Advice.Select(a => new ProxyKeyword(a.Key, In.Everywhere, "", (w, _) => w.Alert(DiagnosticKind.Removed, a.Value, at: w[0]))
        {
            Listed = a.Key.EndsWith("timeout", StringComparison.Ordinal),
            Suggested = a.Key.EndsWith("timeout", StringComparison.Ordinal) || a.Key is "appsession" or "block" ? a.Key : null,
        }),
        new("grace", In.Everywhere, "", (w, _) => w.Alert(DiagnosticKind.Removed,
            "the 'grace' keyword is not supported any more since HAProxy version 2.5.", PlaceForm.ParsingTight, at: w[0])) { Suggested = null },
        new("monitor-net", In.Everywhere, "", (w, _) => w.Alert(DiagnosticKind.Removed,
            $"'monitor-net' doesn't exist anymore. Please use 'http-request return status 200 if {{ src {w[1].Text} }}' instead.", at: w[0])),
        new("bind-process", In.Everywhere, "", BindProcess),
    ];

    private static void BindProcess(Words words, ProxyBuilder proxy)
    {
        while (words.HasMore)
        {
            var set = words.Next();
            if (NumberSet.TryRead(set.Text, 1, out _, out var fault)) continue;
            words.Alert(DiagnosticKind.BadNumber, $"bind-process : {fault}{(fault.EndsWith("1.", StringComparison.Ordinal) ? "\n" : "")}", at: set);
            return;
        }

        words.Warning(DiagnosticKind.Deprecated, "'bind-process' has no effect, is deprecated, and will be removed in version 2.7.", PlaceForm.ParsingTight, at: words[0]);
    }
}
