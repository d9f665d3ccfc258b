using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>HAProxy's own HTTP client, which Lua scripts use (configuration.txt 3.1 "httpclient.*").</summary>
public sealed record HttpClientSettings
{
    /// <summary>Who finds the addresses; null: the section <c>default</c>, or the system's own servers when there is none.</summary>
    public Reference<ResolversSection>? Resolvers { get; init; }

    /// <summary>Which of a name's addresses is taken; null: whatever comes.</summary>
    public bool? PrefersIPv6 { get; init; }

    /// <summary>A PEM file, or <c>@system-ca</c>; null: the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Servers are verified; null: yes, when there are authorities.</summary>
    public bool? Verify { get; init; }
}

/// <summary>The keywords <c>httpclient.*</c> of the global section (configuration.txt 3.1).</summary>
internal static class HttpClientKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("httpclient.resolvers.id", "<resolvers id>", Any((g, v) => g.HttpClient = g.HttpClient with { Resolvers = g.Context.Names.Resolvers(v) })) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("httpclient.resolvers.prefer", "<ipv4|ipv6>", OneOf("ipv4", "ipv6", (g, v) => g.HttpClient = g.HttpClient with { PrefersIPv6 = v == "ipv6" })) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("httpclient.ssl.ca-file", "<cafile>", Any((g, v) => g.HttpClient = g.HttpClient with { AuthorityFile = v })) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("httpclient.ssl.verify", "[none|required]", OneOf("none", "required", (g, v) => g.HttpClient = g.HttpClient with { Verify = v == "required" })) { Listed = true, Manual = "3.1", Since = "2.6" },
    ];

    /// <summary>The authorities, which are read before anything else is looked at.</summary>
    public static bool CheckAuthorities(GlobalBuilder global)
    {
        if (global.HttpClient is not { AuthorityFile: { } path, Verify: not false } || path.StartsWith('@')) return true;
        var fault = !global.Files.TryRead(path, out var bytes, out var error) ? error
            : !TlsFiles.HasAuthority(bytes.Span) ? "no certificate or crl found"
            : null;
        if (fault is null) return true;
        var diagnostics = global.Context.Diagnostics;
        diagnostics.Alert(DiagnosticKind.Unreadable, null, PlaceForm.None, $"Couldn't open the ca-file '{path}' ({fault}).");
        diagnostics.Alert(DiagnosticKind.Unreadable, null, PlaceForm.None, $"httpclient: cannot initialize: cannot initialize SSL verify with 'ca-file \"{path}\"'.");
        return false;
    }

    /// <summary>The section of resolvers.</summary>
    public static void CheckResolvers(GlobalBuilder global)
    {
        var context = global.Context;
        var client = global.HttpClient;
        if (client.Resolvers is { Name: not "default" } resolvers && !context.Declares("resolvers", resolvers.Name))
        {
            context.Diagnostics.Alert(DiagnosticKind.UnresolvedName, null, PlaceForm.None,
                $"Proxy '<HTTPCLIENT>': Can't find resolvers section '{resolvers}' for do-resolve action.");
        }
    }

    private static Action<Words, GlobalBuilder> Any(Setter<string> set) => (words, global) =>
    {
        if (words.AtMost(1)) set(global, words.Next().Text);
    };

    private static Action<Words, GlobalBuilder> OneOf(string first, string second, Setter<string> set) => (words, global) =>
    {
        if (!words.AtMost(1)) return;
        var value = words.Next();
        if (value.Text == first || value.Text == second)
        {
            set(global, value.Text);
            return;
        }

        words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects '{first}' or '{second}' as argument.", at: value);

        // HAProxy prints a message that nobody has written.
        words.Alert(DiagnosticKind.BadValue, "(null)", at: value);
    };
}
