using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of server and default-server lines (configuration.txt 5.2).</summary>
internal static class ServerOptionKeywords
{
    public static readonly ServerKeyword[] Rows =
    [
        new("check", "", (_, s) => s.CheckEnabled = true) { Manual = "5.2" },
        new("no-check", "", (_, s) => s.CheckEnabled = false) { Manual = "5.2" },
        new("backup", "", (_, s) => s.Options = s.Options with { Backup = true }) { Manual = "5.2" },
        new("no-backup", "", (_, s) => s.Options = s.Options with { Backup = false }) { Manual = "5.2" },
        new("disabled", "", (_, s) => s.Options = s.Options with { Disabled = true }) { Manual = "5.2" },
        new("enabled", "", (_, s) => s.Options = s.Options with { Disabled = false }) { Manual = "5.2" },
        new("weight", "<weight>", Weight) { Manual = "5.2" },
        new("maxconn", "<maxconn>", (w, s) => Count(w, s, n => s.Options = s.Options with { MaxConn = n })) { Manual = "5.2" },
        new("minconn", "<minconn>", (w, s) => Count(w, s, n => s.Options = s.Options with { MinConn = n })) { Manual = "5.2" },
        new("maxqueue", "<maxqueue>", (w, s) => Count(w, s, n => s.Options = s.Options with { MaxQueue = n })) { Manual = "5.2" },
        new("cookie", "<value>", (w, s) => Text(w, s, "<value>", v => s.Options = s.Options with { Cookie = v })) { Manual = "5.2" },
        new("id", "<value>", Id) { Manual = "5.2" },
        new("inter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { Interval = t })) { Manual = "5.2" },
        new("fastinter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { FastInterval = t })) { Manual = "5.2" },
        new("downinter", "<delay>", (w, s) => Delay(w, s, t => s.Check = s.Check with { DownInterval = t })) { Manual = "5.2" },
        new("rise", "<count>", (w, s) => Threshold(w, s, n => s.Check = s.Check with { Rise = n })) { Manual = "5.2" },
        new("fall", "<count>", (w, s) => Threshold(w, s, n => s.Check = s.Check with { Fall = n })) { Manual = "5.2" },
        new("port", "<port>", Port) { Manual = "5.2" },
        new("addr", "<ipv4|ipv6>", CheckAddress) { Manual = "5.2" },
        new("slowstart", "<start_time_in_ms>", SlowStart) { Manual = "5.2" },
        new("track", "[<backend>/]<server>", (w, s) => Text(w, s, "[<proxy>/]<server>", v => s.Options = s.Options with { Tracks = v })) { Manual = "5.2" },
        new("pool-max-conn", "<max>", (w, s) => PoolNumber(w, s, n => s.Options = s.Options with { PoolMaxConn = n })) { Manual = "5.2", Since = "1.9" },
        new("pool-purge-delay", "<delay>", PoolPurgeDelay) { Manual = "5.2", Since = "1.9" },
        new("max-reuse", "<count>", (w, s) => PoolNumber(w, s, n => s.Options = s.Options with { MaxReuse = n })) { Manual = "5.2", Since = "2.3" },
        new("send-proxy", "", (_, s) => s.Options = s.Options with { SendProxy = true }) { Manual = "5.2" },
        new("no-send-proxy", "", (_, s) => s.Options = s.Options with { SendProxy = false }) { Manual = "5.2" },
        new("source", "<addr>[:<port>]", Source) { Manual = "5.2" },
        new("ssl", "", (_, s) => s.Ssl = true) { Manual = "5.2" },
        new("no-ssl", "", (_, s) => s.Ssl = false) { Manual = "5.2" },
        new("verify", "[none|required]", Verify) { Manual = "5.2" },
        new("ca-file", "<cafile>", AuthorityFile) { Manual = "5.2" },
    ];

    /// <summary>Reads options to the end of the line.</summary>
    /// <param name="where">Stands before each message: <c>'server b/s' : </c>, or nothing for default-server.</param>
    /// <returns>False when one was faulty; the rest of the line is then not looked at.</returns>
    public static bool Read(Words words, ServerBuilder server, string where)
    {
        server.Where = where;
        while (words.HasMore)
        {
            var option = words.Next();
            words.Keyword = option.Text;
            if (Catalog.Catalog.Server.TryGetValue(option.Text, out var row))
            {
                words.Use(KeywordKind.Server, row.Name, option);
                row.Bind(words, server);
                if (words.Failed) return false;
                continue;
            }

            if (KnownNames.Server.Contains(option.Text))
            {
                words.Alert(DiagnosticKind.Unsupported, $"{where}'{option.Text}' : this option is known to HAProxy 2.6 but not built yet.", PlaceForm.Bare, at: option);
            }
            else
            {
                var hint = server.IsDefault ? " Hint: no address was expected for this server." : "";
                words.Alert(DiagnosticKind.UnknownKeyword, $"{where}unknown keyword '{option.Text}'.{hint}", PlaceForm.Bare, at: option);
            }

            return false;
        }

        return true;
    }

    private static void Fault(Words words, ServerBuilder server, string text, DiagnosticKind kind = DiagnosticKind.BadValue) =>
        words.Alert(kind, server.Where + text, PlaceForm.Bare);

    private static void Weight(Words words, ServerBuilder server)
    {
        var weight = Words.LooseInteger(words.Next().Text);
        if (weight is < 0 or > 256)
        {
            Fault(words, server, $"weight of server {server.Options.Name} is not within 0 and 256 ({weight})..", DiagnosticKind.OutOfRange);
            return;
        }

        server.Options = server.Options with { Weight = (int)weight };
    }

    private static void Count(Words words, ServerBuilder server, Action<int> set) =>
        set((int)Math.Clamp(Words.LooseInteger(words.Next().Text), 0, int.MaxValue));

    private static void Text(Words words, ServerBuilder server, string expects, Action<string> set)
    {
        if (words.HasMore) set(words.Next().Text);
        else Fault(words, server, $"'{words.Keyword}' expects {expects} as argument..", DiagnosticKind.MissingArgument);
    }

    private static void Id(Words words, ServerBuilder server)
    {
        if (server.IsDefault)
        {
            Fault(words, server, "'id' option is not accepted in default-server sections");
            return;
        }

        if (!words.HasMore)
        {
            Fault(words, server, "'id' : expects an integer argument.", DiagnosticKind.MissingArgument);
            return;
        }

        var id = Words.LooseInteger(words.Next().Text);
        var other = server.Siblings.FirstOrDefault(s => s.Options.Id == id);
        if (id <= 0) Fault(words, server, "'id' : custom id has to be > 0.", DiagnosticKind.OutOfRange);
        else if (other is not null) Fault(words, server, $"'id' : custom id {id} already used at {other.Options.Place} ('server {other.Options.Name}').", DiagnosticKind.Duplicate);
        else server.Options = server.Options with { Id = (int)Math.Min(id, int.MaxValue) };
    }

    private static void Delay(Words words, ServerBuilder server, Action<TimeSpan> set)
    {
        var keyword = words.Keyword;
        if (!words.HasMore)
        {
            Fault(words, server, $"'{keyword}' expects a delay as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var value = words.Next();
        var time = words.Time(value);
        if (time.Fault == TimeFault.Overflow)
        {
            Fault(words, server, $"timer overflow in argument <{value.Text}> to <{keyword}> of server {server.Options.Name}, "
                + "maximum value is 2147483647 ms (~24.8 days)..", DiagnosticKind.BadTime);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            // HAProxy 2.6 names the wrong option for "inter", and tools compare.
            var named = keyword == "inter" ? "agent-inter" : keyword;
            Fault(words, server, $"unexpected character '{time.Culprit}' in '{named}' argument of server {server.Options.Name}..", DiagnosticKind.BadTime);
        }
        else if (time.Value == TimeSpan.Zero)
        {
            Fault(words, server, $"invalid value 0 for argument '{keyword}' of server {server.Options.Name}..", DiagnosticKind.OutOfRange);
        }
        else
        {
            set(time.Value);
        }
    }

    private static void Threshold(Words words, ServerBuilder server, Action<int> set)
    {
        if (!words.HasMore)
        {
            Fault(words, server, $"'{words.Keyword}' expects an integer argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var count = Words.LooseInteger(words.Next().Text);
        if (count <= 0) Fault(words, server, $"'{words.Keyword}' has to be > 0..", DiagnosticKind.OutOfRange);
        else set((int)Math.Min(count, int.MaxValue));
    }

    private static void Port(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            Fault(words, server, "'port' expects a port number as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        server.Check = server.Check with { Port = (int)Math.Clamp(Words.LooseInteger(words.Next().Text), 0, 65535) };
    }

    private static void CheckAddress(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            Fault(words, server, "'addr' expects <ipv4|ipv6> as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(words.Next().Text, rules, server.Context!.Surroundings, out var fault);
        if (address is null) Fault(words, server, $"'addr' : {fault.TrimEnd('\n')}.", DiagnosticKind.BadAddress);
        else server.Check = server.Check with { Address = address, Port = address.PortLow != 0 ? address.PortLow : server.Check.Port };
    }

    private static void SlowStart(Words words, ServerBuilder server)
    {
        var value = words.Next();
        var time = words.Time(value);
        if (time.Fault == TimeFault.Overflow)
        {
            Fault(words, server, $"timer overflow in argument <{value.Text}> to <slowstart> of server {server.Options.Name}, "
                + "maximum value is 2147483647 ms (~24.8 days)..", DiagnosticKind.BadTime);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            Fault(words, server, $"unexpected character '{time.Culprit}' in 'slowstart' argument of server {server.Options.Name}..", DiagnosticKind.BadTime);
        }
        else
        {
            server.Options = server.Options with { SlowStart = time.Value };
        }
    }

    private static void PoolNumber(Words words, ServerBuilder server, Action<int> set)
    {
        if (!words.HasMore)
        {
            Fault(words, server, $"'{words.Keyword}' expects <value> as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var number = Words.LooseInteger(words.Next().Text);
        if (number < -1) Fault(words, server, $"'{words.Keyword}' must be >= -1.", DiagnosticKind.OutOfRange);
        else set((int)Math.Min(number, int.MaxValue));
    }

    private static void PoolPurgeDelay(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            Fault(words, server, "'pool-purge-delay' expects <value> as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var value = words.Next();
        var time = words.Time(value);
        if (time.Fault == TimeFault.None) server.Options = server.Options with { PoolPurgeDelay = time.Value };
        else Fault(words, server, $"unexpected character '{time.Culprit}' in argument to <pool-purge-delay>.", DiagnosticKind.BadTime);
    }

    private static void Source(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            Fault(words, server, "'source' expects <addr>[:<port>[-<port>]], and optionally 'usesrc' <addr>, and 'interface' <name> as argument..", DiagnosticKind.MissingArgument);
            return;
        }

        var rules = EndpointRules.Port | EndpointRules.PortRange | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(words.Next().Text, rules, server.Context!.Surroundings, out var fault);
        if (address is null)
        {
            Fault(words, server, $"'source' : {fault.TrimEnd('\n')}.", DiagnosticKind.BadAddress);
            return;
        }

        server.Options = server.Options with { Source = address };
        if (words.Current.Text is "usesrc" or "interface")
        {
            Fault(words, server, $"'source ... {words.Current.Text}' : this option is known to HAProxy 2.6 but not built yet.", DiagnosticKind.Unsupported);
        }
    }

    private static void Verify(Words words, ServerBuilder server)
    {
        var method = words.HasMore ? words.Next().Text : "";
        if (method.Length == 0) Fault(words, server, "'verify' : missing verify method.", DiagnosticKind.MissingArgument);
        else if (method is not ("none" or "required")) Fault(words, server, $"'verify' : unknown verify method '{method}', only 'none' and 'required' are supported.");
        else server.Tls = server.Tls with { Verify = method == "required" };
        server.VerifyIsSet = true;
    }

    private static void AuthorityFile(Words words, ServerBuilder server)
    {
        if (!words.HasMore)
        {
            Fault(words, server, "'ca-file' : missing CAfile path.", DiagnosticKind.MissingArgument);
            return;
        }

        var name = words.Next().Text;
        var directory = server.Context!.Global.Tls.AuthorityBase;
        var path = directory is not null && !name.StartsWith('/') ? $"{directory}/{name}" : name;
        if (server.Context.Files.TryRead(path, out var pem, out var error))
        {
            server.Tls = server.Tls with { AuthorityFile = path, AuthorityPem = pem.ToArray() };
            return;
        }

        words.Alert(DiagnosticKind.Unreadable, $"{server.Where}Couldn't open the ca-file '{path}' ({error}).", PlaceForm.Bare);
        words.Alert(DiagnosticKind.Unreadable, $"'ca-file' : unable to load {path}.", PlaceForm.None);
    }
}
