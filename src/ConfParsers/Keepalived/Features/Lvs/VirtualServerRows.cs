using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A <c>virtual_server</c> while its lines are read.</summary>
internal sealed class VirtualServerDraft(VirtualServer server)
{
    public VirtualServer Server { get; set; } = server;

    public AddressFamily? Family { get; set; } = server.Key.Address?.AddressFamily;

    public LvsProtocol? Protocol { get; set; }

    public string? Scheduler { get; set; }

    public LvsMethod? Method { get; set; }

    public TimeSpan? PersistenceTimeout { get; set; }

    public uint? PersistenceGranularity { get; set; }

    public string? PersistenceEngine { get; set; }

    public List<RealServer> Servers { get; } = [];

    public string ProtocolName => Protocol?.ToString().ToLowerInvariant() ?? "none";

    /// <summary>As messages name it.</summary>
    public string Display => Server.Key switch
    {
        { Group: { } group } => $"[{group}]:0",
        { Mark: > 0 } key => $"FWM {key.Mark}",
        var key => $"[{key.Address}]:{ProtocolName}:{key.Port}",
    };
}

/// <summary>The rows of a <c>virtual_server</c> (keepalived.conf(5) "Virtual server(s)").</summary>
internal static class VirtualServerRows
{
    private const string Manual = "Virtual server(s)";
    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "sed", "nq", "fo", "ovf"];
    private static readonly TimeSpan DefaultPersistence = TimeSpan.FromSeconds(360);

    private static readonly Block<VirtualServerDraft> Block = new("virtual_server",
    [
        Row("ip_family", "<inet|inet6>", Family),
        .. LvsTimings.RowsOf<VirtualServerDraft>("virtual server", "virtual server delay before retry", "virtual server delay loop", (draft, change) => draft.Server = LvsTimings.Apply(draft.Server, change)),
        Flag("inhibit_on_failure", server => server with { InhibitOnFailure = true }),
        Row("lb_algo", "<scheduler>", Scheduler),
        Row("lvs_sched", "<scheduler>", Scheduler),
        SchedulerFlag("hashed", server => server with { Hashed = true }),
        Flag("ops", server => server with { OnePacket = true }),
        Flag("flag-1", server => server with { SchedulerFlags = server.SchedulerFlags | 1 }),
        Flag("flag-2", server => server with { SchedulerFlags = server.SchedulerFlags | 2 }),
        Flag("flag-3", server => server with { SchedulerFlags = server.SchedulerFlags | 4 }),
        SchedulerFlag("sh-port", server => server with { SchedulerFlags = server.SchedulerFlags | 2 }),
        SchedulerFlag("sh-fallback", server => server with { SchedulerFlags = server.SchedulerFlags | 1 }),
        SchedulerFlag("mh-port", server => server with { SchedulerFlags = server.SchedulerFlags | 2 }),
        SchedulerFlag("mh-fallback", server => server with { SchedulerFlags = server.SchedulerFlags | 1 }),
        Row("lb_kind", LvsMethods.Arguments, Method),
        Row("lvs_method", LvsMethods.Arguments, Method),
        Row("persistence_engine", "<name>", (words, draft) =>
        {
            words.Next(out var engine);
            draft.PersistenceEngine = engine;
        }),
        Row("persistence_timeout", "[seconds]", PersistenceTimeout),
        Row("persistence_granularity", "<mask|length>", PersistenceGranularity),
        Row("protocol", "<TCP|UDP|SCTP>", Protocol),
        Flag("ha_suspend", server => server with { HaSuspend = true }),
        Rows.Switch<VirtualServerDraft>("smtp_alert", Manual, (draft, on) => draft.Server = draft.Server with { SmtpAlert = on }, (_, word) => $"Invalid virtual_server smtp_alert parameter {word}"),
        Row("virtualhost", "[name]", VirtualHost),
        Row("snmp_name", "[name]", SnmpName),
        Flag("alpha", server => server with { Alpha = true }),
        Flag("omega", server => server with { Omega = true }),
        Row("quorum_up", "<command> [user [group]]", (words, draft) => draft.Server = draft.Server with { QuorumUp = RealServerRows.ScriptOf(words, draft.Display, draft.Server.QuorumUp) }),
        Row("quorum_down", "<command> [user [group]]", (words, draft) => draft.Server = draft.Server with { QuorumDown = RealServerRows.ScriptOf(words, draft.Display, draft.Server.QuorumDown) }),
        Row("quorum", "<number>", Quorum),
        Row("hysteresis", "<number>", Hysteresis),
        Row("weight", "<number>", Weight),
        Row("sorry_server", "<address> [port]", Sorry),
        Row("sorry_server_inhibit", "", SorryInhibit),
        Row("sorry_server_lvs_method", "[<NAT|DR|TUN> ...]", SorryMethod),
        .. RealServerRows.Keywords,
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, VirtualServerDraft>("virtual_server", "<address>[-<last>] [port] { }", Open, Block, Close) { Manual = Manual },
    ];

    private static Setting<VirtualServerDraft> Row(string name, string arguments, Action<Words, VirtualServerDraft> bind) => new(name, arguments, bind) { Manual = Manual };

    private static Setting<VirtualServerDraft> Flag(string name, Func<VirtualServer, VirtualServer> set) => Rows.Flag<VirtualServerDraft>(name, Manual, draft => draft.Server = set(draft.Server));

    private static Setting<VirtualServerDraft> SchedulerFlag(string name, Func<VirtualServer, VirtualServer> set) => Row(name, "", (words, draft) =>
    {
        if (draft.Scheduler is "sh" or "mh") draft.Server = set(draft.Server);
        else words.Reading.Warn(DiagnosticKind.Conflict, words.Place, $"{name} only applies to sh scheduler - ignoring");
    });

    private static VirtualServerDraft? Open(Words words, Reading reading)
    {
        words.Next(out var first);
        var hasSecond = words.Next(out var second);
        if (first is "group" or "fwmark" && !hasSecond)
        {
            words.Warn(DiagnosticKind.MissingArgument, $"virtual server {first} missing - skipping");
            return null;
        }

        if (string.Equals(first, "group", StringComparison.Ordinal)) return Draft(new VirtualServerKey(null, null, 0, 0, second));
        if (string.Equals(first, "fwmark", StringComparison.Ordinal))
        {
            if (words.Unsigned(second, 0, uint.MaxValue, out var mark)) return Draft(new VirtualServerKey(null, null, 0, mark, null));
            words.Warn(DiagnosticKind.BadNumber, $"virtual server fwmark '{second}' must be in [0, 4294967295] - ignoring");
            return null;
        }

        uint port = 0;
        var isGood = !hasSecond || second == "0" || words.Unsigned(second, 1, ushort.MaxValue, out port);
        if (isGood && VirtualServerGroups.Range(first) is var (address, last)) return Draft(new VirtualServerKey(address, last, (int)port, 0, null));
        words.Warn(DiagnosticKind.BadAddress, hasSecond ? $"Invalid virtual server IP address/port {first}/{second} - skipping" : $"Invalid virtual server IP address {first} - skipping");
        return null;

        VirtualServerDraft Draft(VirtualServerKey key) => new(new VirtualServer(key, words.Place));
    }

    private static void Close(Words words, Reading reading, VirtualServerDraft draft)
    {
        if (draft.Server.SorryServer is { } sorry && draft.Family is { } family && sorry.Address.AddressFamily != family && (sorry.Method ?? draft.Method)?.Method != ForwardingMethod.Tunnel)
        {
            words.Warn(DiagnosticKind.Conflict, $"Address family of virtual server and sorry server {sorry.Address} don't match - skipping sorry server.");
            draft.Server = draft.Server with { SorryServer = null };
        }

        reading.VirtualServers.Add(draft);
    }

    private static void Family(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        AddressFamily? family = word switch
        {
            "inet" => AddressFamily.InterNetwork,
            "inet6" => AddressFamily.InterNetworkV6,
            _ => null,
        };
        if (family is null) words.Warn(DiagnosticKind.BadValue, $"unknown address family {word}");
        else if (draft.Family is { } known && known != family) words.Warn(DiagnosticKind.Conflict, $"Virtual server specified family {word} conflicts with server family");
        else draft.Family = family;
    }

    private static void Scheduler(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        if (!Schedulers.Contains(word, StringComparer.Ordinal))
        {
            words.Warn(DiagnosticKind.BadValue, $"Invalid lvs_scheduler '{word}' - ignoring");
            return;
        }

        words.Use("lb_algo", word);
        draft.Scheduler = word;
    }

    private static void Method(Words words, VirtualServerDraft draft) => draft.Method = LvsMethods.Read(words, "virtual server") ?? draft.Method;

    private static void PersistenceTimeout(Words words, VirtualServerDraft draft)
    {
        if (!words.Next(out var word)) draft.PersistenceTimeout = DefaultPersistence;
        else if (words.Unsigned(word, 1, 31 * 86_400, out var seconds)) draft.PersistenceTimeout = TimeSpan.FromSeconds(seconds);
        else words.Warn(DiagnosticKind.OutOfRange, "persistence_timeout invalid");
    }

    private static void PersistenceGranularity(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        if (draft.Family == AddressFamily.InterNetworkV6)
        {
            if (words.Unsigned(word, 1, 128, out var length)) draft.PersistenceGranularity = length;
            else words.Warn(DiagnosticKind.OutOfRange, $"Invalid IPv6 persistence_granularity specified - {word}");
            return;
        }

        // The forms of inet_aton(3), which the runtime reads too.
        if (word.Length > 0 && char.IsAsciiDigit(word[0]) && !word.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(word, out var mask))
        {
            draft.PersistenceGranularity = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(mask.GetAddressBytes());
            return;
        }

        words.Warn(DiagnosticKind.BadAddress, $"Invalid IPv4 persistence_granularity specified - {word}");
    }

    private static void Protocol(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        LvsProtocol? protocol = word switch
        {
            "TCP" => LvsProtocol.Tcp,
            "UDP" => LvsProtocol.Udp,
            "SCTP" => LvsProtocol.Sctp,
            _ => null,
        };
        if (protocol is null) words.Warn(DiagnosticKind.BadValue, $"Unknown protocol {word} - ignoring");
        else draft.Protocol = protocol;
    }

    private static void VirtualHost(Words words, VirtualServerDraft draft)
    {
        if (words.Next(out var name)) draft.Server = draft.Server with { VirtualHost = name };
        else words.Warn(DiagnosticKind.MissingArgument, "virtual server virtualhost missing");
    }

    private static void SnmpName(Words words, VirtualServerDraft draft)
    {
        words.Next(out var name);
        if (words.Count == 1) draft.Server = draft.Server with { SnmpName = name };
        else words.Warn(DiagnosticKind.SurplusArgument, "virtual server snmp_name missing or extra parameters");
    }

    private static void Quorum(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 1, uint.MaxValue, out var quorum))
        {
            words.Warn(DiagnosticKind.OutOfRange, $"Quorum {word} must be in [1, 4294967295]. Setting to 1.");
            quorum = 1;
        }

        draft.Server = draft.Server with { Quorum = quorum };
    }

    private static void Hysteresis(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var hysteresis)) draft.Server = draft.Server with { Hysteresis = hysteresis };
        else words.Warn(DiagnosticKind.OutOfRange, $"Hysteresis {word} must be in [0, 4294967295] - ignoring");
    }

    private static void Weight(Words words, VirtualServerDraft draft)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, int.MaxValue, out var weight)) draft.Server = draft.Server with { Weight = (int)weight };
        else words.Warn(DiagnosticKind.OutOfRange, $"Virtual server weight {word} is outside range 1-2147483647");
    }

    private static void Sorry(Words words, VirtualServerDraft draft)
    {
        words.Next(out var host);
        uint port = 0;
        var isGood = !words.Next(out var portText) || portText == "0" || words.Unsigned(portText, 1, ushort.MaxValue, out port);
        if (isGood && Addresses.ParseBeforeSlash(host) is { } address) draft.Server = draft.Server with { SorryServer = new SorryServer(address, (int)port, null, InhibitOnFailure: false) };
        else words.Warn(DiagnosticKind.BadAddress, $"Invalid sorry server IP address {host} - skipping");
    }

    private static void SorryInhibit(Words words, VirtualServerDraft draft)
    {
        if (draft.Server.SorryServer is { } sorry) draft.Server = draft.Server with { SorryServer = sorry with { InhibitOnFailure = true } };
        else words.Reading.Warn(DiagnosticKind.Order, words.Place, "Ignoring sorry_server inhibit used before or without sorry_server");
    }

    private static void SorryMethod(Words words, VirtualServerDraft draft)
    {
        if (draft.Server.SorryServer is not { } sorry) words.Reading.Warn(DiagnosticKind.Order, words.Place, "sorry_server forwarding used without sorry_server");
        else if (!words.HasMore) words.Required(out _);
        else if (LvsMethods.Read(words, "sorry server") is { } method) draft.Server = draft.Server with { SorryServer = sorry with { Method = method } };
    }
}
