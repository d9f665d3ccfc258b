using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>timeout ...</c> (configuration.txt 4.2). Null: not set, which means infinite where no other applies.</summary>
public sealed record Timeouts
{
    public TimeSpan? Connect { get; init; }

    public TimeSpan? Client { get; init; }

    public TimeSpan? Server { get; init; }

    public TimeSpan? Check { get; init; }

    public TimeSpan? HttpRequest { get; init; }

    public TimeSpan? HttpKeepAlive { get; init; }

    public TimeSpan? Queue { get; init; }

    public TimeSpan? Tunnel { get; init; }

    public TimeSpan? ClientFin { get; init; }

    public TimeSpan? ServerFin { get; init; }

    public TimeSpan? Tarpit { get; init; }
}

/// <summary>The keywords <c>timeout ...</c>: one time each, in milliseconds unless a unit is given.</summary>
internal static class TimeoutKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("timeout", In.Everywhere, "<kind> <timeout>", Timeout) { Listed = true, Manual = "4.2" },
    ];

    public static readonly SubKeyword[] Kinds =
    [
        new("client", In.FrontSide, "<timeout>", (w, p) => Set(w, p, t => t.Client, (t, v) => t with { Client = v })) { Manual = "4.2" },
        new("server", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.Server, (t, v) => t with { Server = v })) { Manual = "4.2" },
        new("connect", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.Connect, (t, v) => t with { Connect = v })) { Manual = "4.2" },
        new("check", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.Check, (t, v) => t with { Check = v })) { Manual = "4.2" },
        new("queue", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.Queue, (t, v) => t with { Queue = v })) { Manual = "4.2" },
        new("http-keep-alive", In.Everywhere, "<timeout>", (w, p) => Set(w, p, t => t.HttpKeepAlive, (t, v) => t with { HttpKeepAlive = v })) { Manual = "4.2" },
        new("http-request", In.Everywhere, "<timeout>", (w, p) => Set(w, p, t => t.HttpRequest, (t, v) => t with { HttpRequest = v })) { Manual = "4.2" },
        new("tunnel", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.Tunnel, (t, v) => t with { Tunnel = v })) { Manual = "4.2" },
        new("tarpit", In.Everywhere, "<timeout>", (w, p) => Set(w, p, t => t.Tarpit, (t, v) => t with { Tarpit = v })) { Manual = "4.2" },
        new("client-fin", In.FrontSide, "<timeout>", (w, p) => Set(w, p, t => t.ClientFin, (t, v) => t with { ClientFin = v })) { Manual = "4.2" },
        new("server-fin", In.BackSide, "<timeout>", (w, p) => Set(w, p, t => t.ServerFin, (t, v) => t with { ServerFin = v })) { Manual = "4.2" },
    ];

    private static void Timeout(Words words, ProxyBuilder proxy)
    {
        if (!Catalog.Catalog.Timeouts.TryGetValue(words.Current.Text, out var kind))
        {
            words.Alert(DiagnosticKind.UnknownKeyword, "'timeout' supports 'client', 'server', 'connect', 'check', 'queue', 'http-keep-alive', "
                + $"'http-request', 'tunnel', 'tarpit', 'client-fin' and 'server-fin' (got '{words.Current.Text}')");
            return;
        }

        words.Next();
        words.Keyword = $"timeout {kind.Name}";
        words.Use(KeywordKind.Timeout, kind.Name, words[1]);
        kind.Bind(words, proxy);
        if (words.Failed || (kind.Sections & proxy.Section) != 0) return;
        words.Warning(DiagnosticKind.WrongSection, $"'{words.Keyword}' will be ignored because {proxy.TypeName} '{proxy.Name}' has no "
            + $"{(proxy.HasFrontend ? "backend" : "frontend")} capability", at: words[0]);
    }

    private static void Set(Words words, ProxyBuilder proxy, Func<Timeouts, TimeSpan?> get, Func<Timeouts, TimeSpan, Timeouts> with)
    {
        if (!words.NextArg("an integer value (in milliseconds)", out var value)) return;
        var time = words.Time(value);
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime,
                    $"timer overflow in argument '{value.Text}' to '{words.Keyword}' (maximum value is 2147483647 ms or ~24.8 days)", at: value);
                return;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in '{words.Keyword}'", at: value);
                return;
        }

        if (words.HasMore)
        {
            words.Alert(DiagnosticKind.SurplusArgument, $"'{words.Keyword}' : unexpected extra argument '{words.Current.Text}' after value '{value.Text}'.");
            return;
        }

        // None and zero are the same to HAProxy, and a value that equals the inherited one counts as not given.
        var before = get(proxy.Timeouts) ?? TimeSpan.Zero;
        var inherited = (proxy.DefaultsSection is { } defaults ? get(defaults.Timeouts) : null) ?? TimeSpan.Zero;
        var isIgnored = Catalog.Catalog.Timeouts.TryGetValue(words[1].Text, out var kind) && (kind.Sections & proxy.Section) == 0;
        if (!proxy.IsDefaults && !isIgnored && before != TimeSpan.Zero && before != inherited)
        {
            words.Warning(DiagnosticKind.Duplicate, $"overwriting '{words.Keyword}' which was already specified", at: words[0]);
        }

        proxy.Timeouts = with(proxy.Timeouts, time.Value);
    }
}
