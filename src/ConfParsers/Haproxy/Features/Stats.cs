using System.Text.Json.Serialization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy.Features;

public enum StatsLevel
{
    User,
    Operator,
    Admin,
}

/// <summary>global <c>stats socket</c> and its timeout (configuration.txt 3.1).</summary>
public sealed record StatsSockets
{
    public BindModel[] Sockets { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public int MaxConn { get; init; } = 10;
}

/// <summary>The statistics page of a proxy (configuration.txt 4.2 "stats ...").</summary>
public sealed record StatsPage
{
    public bool Enabled { get; init; }

    /// <summary>Default <c>/haproxy?stats</c>.</summary>
    public string Uri { get; init; } = "/haproxy?stats";

    public string Realm { get; init; } = "HAProxy Statistics";

    /// <summary>Time after which browsers ask again, whole seconds; zero: they do not.</summary>
    public TimeSpan Refresh { get; init; }

    /// <summary><c>stats auth</c>; empty: all may see the page.</summary>
    public StatsUser[] Users { get; init; } = [];

    public bool HideVersion { get; init; }

    public string? Node { get; init; }

    public string? Description { get; init; }

    public bool ShowLegends { get; init; }

    public bool ShowModules { get; init; }

    /// <summary><c>stats admin</c>: any of these that holds allows changes.</summary>
    public Condition[] Admin { get; init; } = [];

    /// <summary><c>stats http-request</c>: who sees the page; empty: by <c>stats auth</c>.</summary>
    public HttpRule[] Rules { get; init; } = [];

    /// <summary><c>stats scope</c>: the proxies that the page shows; empty: all. A name that no proxy has, and <c>.</c>, the page's own, have no target.</summary>
    public Reference<ProxyModel>[] Scopes { get; init; } = [];
}

/// <summary>One who may see the page.</summary>
/// <param name="Password">As written: it is not hashed.</param>
public sealed record StatsUser(string Name, [property: JsonConverter(typeof(SecretConverter))] string Password);

/// <summary>The keyword <c>stats</c> of the global section (configuration.txt 3.1).</summary>
internal static class StatsSocketKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("stats", "socket [<address:port>|<path>] [param*] | timeout <timeout> | maxconn <connections>", Stats) { Listed = true, Manual = "3.1" },
    ];

    private static void Stats(Words words, GlobalBuilder global)
    {
        var what = words.Next().Text;
        words.Keyword = $"stats {what}";
        global.StatsBegin ??= global.Context.Proxies.Count;
        switch (what)
        {
            case "socket":
                Socket(words, global);
                break;
            case "timeout":
                Timeout(words, global);
                break;
            case "maxconn":
                var limit = Words.LooseInteger(words.Next().Text);
                if (limit <= 0) words.Alert(DiagnosticKind.OutOfRange, "'stats maxconn' expects a positive value");
                else global.Stats = global.Stats with { MaxConn = (int)Math.Min(limit, int.MaxValue) };
                break;
            case "bind-process":
                // Without effect since HAProxy 2.5 has but one process.
                if (words.HasMore && !NumberSet.TryRead(words.Current.Text, 1, out _, out var bad))
                {
                    words.Alert(DiagnosticKind.BadValue, $"'stats bind-process' : {bad}" + (bad.EndsWith("range.", StringComparison.Ordinal) ? "" : "\n"));
                }

                break;
            default:
                words.Alert(DiagnosticKind.UnknownKeyword, $"'stats' only supports 'socket', 'maxconn', 'bind-process' and 'timeout' (got '{what}')");
                break;
        }
    }

    private static void Socket(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'stats socket' in global section expects an address or a path to a UNIX socket");
            return;
        }

        var address = words.Next();
        var endpoint = EndpointText.Parse(address.Text, BindKeywords.Rules, global.Context.Surroundings, out var fault);
        if (endpoint is null)
        {
            words.Alert(DiagnosticKind.BadAddress, $"parsing [{words.Line}] : 'stats socket' : {fault}\n", at: address);
            return;
        }

        var socket = new BindBuilder(global.Context, address.Text, "global", words.Line);
        socket.Addresses.Add(endpoint);
        BindOptionKeywords.Read(words, socket, text => $"'stats socket' : '{text[" : ".Length..]}'", name => $"'stats socket' : unknown keyword '{name}'{Suggestions.Sentence(name, Catalog.Catalog.Bind.Suggested)}");
        if (!words.Failed) global.StatsSockets.Add(socket);
    }

    private static void Timeout(Words words, GlobalBuilder global)
    {
        var value = words.Next();
        var time = words.Time(value);
        if (time.Fault == TimeFault.Overflow)
        {
            words.Alert(DiagnosticKind.BadTime,
                $"timer overflow in argument '{value.Text}' to 'stats timeout' (maximum value is 2147483647 ms or ~24.8 days)", at: value);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            words.Alert(DiagnosticKind.BadTime, $"'stats timeout' : unexpected character '" + (value.IsEmpty ? "" : $"{time.Culprit}'"), at: value);
        }
        else if (time.Value == TimeSpan.Zero)
        {
            words.Alert(DiagnosticKind.OutOfRange, "'stats timeout' expects a positive value", at: value);
        }
        else
        {
            global.Stats = global.Stats with { Timeout = time.Value };
        }
    }
}
