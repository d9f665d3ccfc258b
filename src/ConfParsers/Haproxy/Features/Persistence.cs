using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>How long a client stays with its server (configuration.txt 4.2 "option persist", "persist rdp-cookie", "force-persist").</summary>
public sealed record Persistence
{
    /// <summary><c>persist rdp-cookie(name)</c>: the cookie's name, or null.</summary>
    public string? RdpCookie { get; init; }

    /// <summary><c>force-persist</c> and <c>ignore-persist</c> in the order of their lines; the first whose condition holds counts.</summary>
    public PersistRule[] Rules { get; init; } = [];

    /// <summary><c>option prefer-last-server</c>: the server of the connection's last request is tried first.</summary>
    public bool PreferLastServer { get; init; }

    /// <summary><c>max-keep-alive-queue</c>: with more waiting at the server than this, another is taken; -1: no limit.</summary>
    public int MaxKeepAliveQueue { get; init; } = -1;

    /// <summary><c>max-session-srv-conns</c>: idle server connections that one client session may keep; default 5.</summary>
    public int MaxSessionServerConnections { get; init; } = 5;
}

/// <param name="Force">True: also a server that is down; false: no persistence at all.</param>
public sealed record PersistRule(bool Force, Condition Condition, Span Place);

/// <summary>The keywords and options about persistence.</summary>
internal static class PersistenceKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("persist", In.Everywhere, "rdp-cookie [ (<name>) ]", Persist) { Manual = "4.2" },
        new("force-persist", In.Listen | In.Backend, "{ if | unless } <condition>", (w, p) => Rule(w, p, force: true)) { Manual = "4.2" },
        new("ignore-persist", In.Listen | In.Backend, "{ if | unless } <condition>", (w, p) => Rule(w, p, force: false)) { Manual = "4.2" },
        new("max-keep-alive-queue", In.BackSide, "<value>", KeepAliveQueue) { Listed = true, Manual = "4.2", Since = "1.5", Misplaced = Misplaced.Binder },
        new("max-session-srv-conns", In.FrontSide, "<conns>", SessionConnections) { Manual = "4.2", Since = "1.9" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("prefer-last-server", In.BackSide, "", (_, p, on) => p.Persistence = p.Persistence with { PreferLastServer = on }) { Switch = true, HttpOnly = true, Manual = "4.2" },
    ];

    private static void Persist(Words words, ProxyBuilder proxy)
    {
        const string method = "rdp-cookie";
        var word = words.Next().Text;
        if (!word.StartsWith(method, StringComparison.Ordinal))
        {
            words.Alert(DiagnosticKind.BadValue, word.Length == 0 ? "missing persist method." : "unknown persist method.", at: words[1]);
            return;
        }

        var name = "msts";
        if (word.Length > method.Length)
        {
            var close = word.IndexOf(')', StringComparison.Ordinal);
            if (word[method.Length] != '(' || close <= method.Length + 1)
            {
                words.Alert(DiagnosticKind.MissingArgument, "persist rdp-cookie(name)' requires an rdp cookie name.", at: words[1]);
                return;
            }

            name = word[(method.Length + 1)..close];
        }

        proxy.Persistence = proxy.Persistence with { RdpCookie = name };
    }

    private static void Rule(Words words, ProxyBuilder proxy, bool force)
    {
        if (!RuleConditions.Follows(words))
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' requires either 'if' or 'unless' followed by a condition.");
            return;
        }

        if (RuleConditions.Read(words, proxy, SamplePlaces.BackendContent, out var error) is not { } condition)
        {
            words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing a '{words.Keyword}' rule : {error}.");
            return;
        }

        proxy.Persistence = proxy.Persistence with { Rules = [.. proxy.Persistence.Rules, new PersistRule(force, condition, words.Line)] };
    }

    private static void KeepAliveQueue(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("expects an integer value (or -1 to disable)", out var value)) return;
        if (BasedNumber.Read(value.Text, out var queue) is { } culprit)
        {
            words.Alert(DiagnosticKind.BadNumber, $"'max-keep-alive-queue' : unexpected character '{culprit}' in integer value '{value.Text}'", at: value);
            return;
        }

        Capability.WarnIgnored(words, proxy, In.BackSide, words.Keyword);
        proxy.Persistence = proxy.Persistence with { MaxKeepAliveQueue = queue };
    }

    private static void SessionConnections(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            // The misspelling is HAProxy's.
            words.Alert(DiagnosticKind.MissingArgument, $"parsine [{words.Line}] : 'max-session-srv-conns' expects a number. Got no argument", PlaceForm.None);
            return;
        }

        proxy.Persistence = proxy.Persistence with { MaxSessionServerConnections = Words.LooseInt32(words.Next().Text) };
    }
}
