using System.Runtime.CompilerServices;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of server and default-server lines about load, state and failures; reads all of them (configuration.txt 5.2).</summary>
internal static class ServerOptionKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("backup", "", (_, s) => s.Options.Backup = true) { Manual = "5.2" },
        new("no-backup", "", (_, s) => s.Options.Backup = false) { Manual = "5.2" },
        new("disabled", "", (_, s) => s.Options.Disabled = true) { Manual = "5.2" },
        new("enabled", "", (_, s) => s.Options.Disabled = false) { Manual = "5.2" },
        new("weight", "<weight>", Weight) { Manual = "5.2" },
        new("maxconn", "<maxconn>", Count((s, n) => s.Options.MaxConn = n)) { Manual = "5.2" },
        new("minconn", "<minconn>", Count((s, n) => s.Options.MinConn = n)) { Manual = "5.2" },
        new("maxqueue", "<maxqueue>", Count((s, n) => s.Options.MaxQueue = n)) { Manual = "5.2" },
        new("cookie", "<value>", Text("<value>", (s, v) => s.Options.Cookie = v)) { Manual = "5.2" },
        new("redir", "<prefix>", Text("<prefix>", (s, v) => s.Options.RedirectPrefix = v)) { Manual = "5.2" },
        new("id", "<value>", Id) { Manual = "5.2" },
        new("slowstart", "<start_time_in_ms>", SlowStart) { Manual = "5.2" },
        new("track", "[<backend>/]<server>", Text("[<proxy>/]<server>", (s, v) => s.Tracks = v)) { Manual = "5.2" },
        new("stick", "", (_, s) => s.Options.NonStick = false) { Manual = "5.2" },
        new("non-stick", "", (_, s) => s.Options.NonStick = true) { Manual = "5.2" },
        new("observe", "<mode>", Observe) { Manual = "5.2" },
        new("error-limit", "<count>", ErrorLimit) { Manual = "5.2" },
        new("on-error", "<mode>", OnError) { Manual = "5.2" },
        new("on-marked-down", "<action>", Only("shutdown-sessions", s => s.Options.ShutdownSessionsWhenDown = true)) { Manual = "5.2" },
        new("on-marked-up", "<action>", Only("shutdown-backup-sessions", s => s.Options.ShutdownBackupSessionsWhenUp = true)) { Manual = "5.2" },
        new("log-proto", "<logproto>", LogProto) { Manual = "5.2", Since = "2.3" },
    ];

    /// <summary>Reads options to the end of the line.</summary>
    /// <returns>False when one was faulty; the rest of the line is then not looked at.</returns>
    public static bool Read(Words words, ServerBuilder server)
    {
        while (words.HasMore)
        {
            var option = words.Next();
            words.Keyword = option.Text;
            if (!Catalog.Catalog.Server.TryGetValue(option.Text, out var row))
            {
                var hint = server.IsDefault || server.HasNoAddress ? " Hint: no address was expected for this server." : "";
                server.Fault(words, $"unknown keyword '{option.Text}'{Suggestions.Clause(option.Text, Catalog.Catalog.Server.Suggested) ?? "."}{hint}", DiagnosticKind.UnknownKeyword);
                return false;
            }

            words.Use(KeywordKind.Server, row.Name, option);
            row.Bind(words, server);
            if (words.Failed) return false;
        }

        return true;
    }

    /// <summary>Takes the argument, or reports what HAProxy says without one.</summary>
    public static bool Argument(Words words, ServerBuilder server, string missing, out string text)
    {
        text = words.HasMore ? words.Next().Text : "";
        if (text.Length > 0) return true;
        server.Fault(words, missing, DiagnosticKind.MissingArgument);
        return false;
    }

    /// <inheritdoc cref="Argument(Words, ServerBuilder, string, out string)"/>
    public static bool Argument(Words words, ServerBuilder server, [InterpolatedStringHandlerArgument(nameof(words))] ref TextIfMissing missing, out string text)
    {
        text = "";
        if (!words.HasMore) return Argument(words, server, missing.Take(), out text);
        text = words.Next().Text;
        return true;
    }

    public static Action<Words, ServerBuilder> Text(string expects, Action<ServerBuilder, string> set) => (words, server) =>
    {
        if (Argument(words, server, $"'{words.Keyword}' expects {expects} as argument..", out var text)) set(server, text);
    };

    /// <summary>Reads a number of which the keyword has no complaint to make: what is none counts as 0.</summary>
    private static Action<Words, ServerBuilder> Count(Action<ServerBuilder, int> set) =>
        (words, server) => set(server, Math.Max(0, Words.LooseInt32(words.Next().Text)));

    public static TimeText Time(Words words, ServerBuilder server)
    {
        var word = words.Next();
        var time = TimeText.Parse(word.Text);
        if (Words.TimeWarning(word, time) is { } warning) server.Warn(words, DiagnosticKind.BadTime, warning);
        return time;
    }

    private static void Weight(Words words, ServerBuilder server)
    {
        var weight = Words.LooseInt32(words.Next().Text);
        if (weight is < 0 or > 256) server.Fault(words, $"weight of server {server.Options.Name} is not within 0 and 256 ({weight})..", DiagnosticKind.OutOfRange);
        else server.Options.Weight = weight;
    }

    private static void Id(Words words, ServerBuilder server)
    {
        if (server.IsDefault)
        {
            // HAProxy goes on behind the number.
            server.Report(words.Diagnostics, Severity.Alert, DiagnosticKind.WrongSection, words.Last.Place, "'id' option is not accepted in default-server sections");
            if (words.HasMore) words.Next();
            return;
        }

        if (!Argument(words, server, "'id' : expects an integer argument.", out var text)) return;
        var id = Words.LooseInt32(text);
        var other = server.Proxy.ServerWithId(id);
        if (id <= 0) server.Fault(words, "'id' : custom id has to be > 0.", DiagnosticKind.OutOfRange);
        else if (other is not null) server.Fault(words, $"'id' : custom id {id} already used at {other.Options.Place} ('server {other.Options.Name}').", DiagnosticKind.Duplicate);
        else server.Options.Id = id;
    }

    private static void SlowStart(Words words, ServerBuilder server)
    {
        var value = words.Current;
        var time = Time(words, server);
        if (time.Fault == TimeFault.Overflow)
        {
            server.Fault(words, $"overflow in argument <{value.Text}> to <slowstart> of server {server.Options.Name}, maximum value is 2147483647 ms (~24.8 days)..", DiagnosticKind.BadTime);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            // Without an argument the character is the zero that ends it, and with it HAProxy's message.
            var rest = time.Culprit == '\0' ? "" : $"{time.Culprit}' in 'slowstart' argument of server {server.Options.Name}.";
            server.Fault(words, $"unexpected character '{rest}.", DiagnosticKind.BadTime);
        }
        else
        {
            server.Options.SlowStart = time.Value;
        }
    }

    private static void Observe(Words words, ServerBuilder server)
    {
        if (!Argument(words, server, "'observe' expects <mode> as argument..", out var mode)) return;
        switch (mode)
        {
            case "none": server.Options.Observe = ObservedTraffic.None; break;
            case "layer4": server.Options.Observe = ObservedTraffic.Layer4; break;
            case "layer7" when server.Proxy.Mode == ProxyMode.Http: server.Options.Observe = ObservedTraffic.Layer7; break;
            case "layer7":
                server.Pass(words, "'layer7' can only be used in http proxies..", DiagnosticKind.Ignored);
                break;
            default: server.Fault(words, $"'observe' expects one of 'none', 'layer4', 'layer7' but got '{mode}'."); break;
        }
    }

    private static void ErrorLimit(Words words, ServerBuilder server)
    {
        if (!Argument(words, server, "'error-limit' expects an integer argument..", out var text)) return;
        var limit = Words.LooseInt32(text);
        if (limit <= 0) server.Fault(words, "error-limit has to be > 0..", DiagnosticKind.OutOfRange);
        else server.Options.ErrorLimit = limit;
    }

    private static void OnError(Words words, ServerBuilder server)
    {
        var mode = words.Next().Text;
        ErrorReaction? reaction = mode switch
        {
            "fastinter" => ErrorReaction.FastInterval,
            "fail-check" => ErrorReaction.FailCheck,
            "sudden-death" => ErrorReaction.SuddenDeath,
            "mark-down" => ErrorReaction.MarkDown,
            _ => null,
        };
        if (reaction is { } known) server.Options.OnError = known;
        else server.Fault(words, $"'on-error' expects one of 'fastinter', 'fail-check', 'sudden-death' or 'mark-down' but got '{mode}'.");
    }

    private static Action<Words, ServerBuilder> Only(string action, Action<ServerBuilder> set) => (words, server) =>
    {
        var text = words.Next().Text;
        if (text == action) set(server);
        else server.Fault(words, $"'{words.Keyword}' expects '{action}' but got '{text}'.");
    };

    private static void LogProto(Words words, ServerBuilder server)
    {
        var name = words.Next().Text;
        if (name is "legacy" or "octet-count")
        {
            server.Options.LogFraming = name == "legacy" ? LogFraming.Legacy : LogFraming.OctetCount;
            return;
        }

        server.Fault(words, $"'log-proto' expects one of 'legacy' or 'octet-count' but got '{name}'.");
    }
}
