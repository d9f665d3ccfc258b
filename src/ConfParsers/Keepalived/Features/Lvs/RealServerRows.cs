using System.Net.Sockets;
using ConfParsers.Keepalived.Blocks;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A <c>real_server</c> while its lines are read.</summary>
internal sealed class RealServerDraft(RealServer server, VirtualServerDraft of)
{
    public RealServer Server { get; set; } = server;

    public VirtualServerDraft Of { get; } = of;

    public List<Checker> Checks { get; } = [];

    /// <summary>As messages name it.</summary>
    public string Display => $"[{Server.Address}]:{Of.ProtocolName}:{Server.Port}";
}

/// <summary>The rows of a <c>real_server</c> (keepalived.conf(5) "Virtual server(s)").</summary>
internal static class RealServerRows
{
    private const string Manual = "Virtual server(s)";

    public static readonly Block<RealServerDraft> Block = new("virtual_server/real_server",
    [
        new Setting<RealServerDraft>("weight", "<number>", Weight) { Manual = Manual },
        new Setting<RealServerDraft>("lvs_method", LvsMethods.Arguments, (words, draft) => draft.Server = LvsMethods.Read(words, "real server") is { } method ? draft.Server with { Method = method } : draft.Server) { Manual = Manual },
        Threshold("uthreshold", (server, number) => server with { UpperThreshold = number }),
        Threshold("lthreshold", (server, number) => server with { LowerThreshold = number }),
        CheckerRows.Switch<RealServerDraft>("inhibit_on_failure", (draft, on) => draft.Server = draft.Server with { InhibitOnFailure = on }),
        Script("notify_up", server => server.NotifyUp, (server, script) => server with { NotifyUp = script }),
        Script("notify_down", server => server.NotifyDown, (server, script) => server with { NotifyDown = script }),
        CheckerRows.Switch<RealServerDraft>("alpha", (draft, on) => draft.Server = draft.Server with { Alpha = on }),
        .. LvsTimings.RowsOf<RealServerDraft>("real server", "real server delay_before_retry", "real server delay_loop", (draft, change) => draft.Server = LvsTimings.Apply(draft.Server, change)),
        Rows.Switch<RealServerDraft>("smtp_alert", Manual, (draft, on) => draft.Server = draft.Server with { SmtpAlert = on }, (_, word) => $"Invalid real_server smtp_alert parameter {word}"),
        new Setting<RealServerDraft>("virtualhost", "[name]", VirtualHost) { Manual = Manual },
        new Setting<RealServerDraft>("snmp_name", "[name]", SnmpName) { Manual = Manual },
        .. StateChecks.Keywords,
        .. SimpleChecks.Keywords,
        .. HttpChecks.Keywords,
    ]);

    public static readonly Keyword<VirtualServerDraft>[] Keywords =
    [
        new Section<VirtualServerDraft, RealServerDraft>("real_server", "<address> [port] { }", Open, Block, Close) { Manual = Manual },
    ];

    /// <summary>The command, user and group of a line, once.</summary>
    public static ScriptCommand? ScriptOf(Words words, string who, ScriptCommand? earlier)
    {
        var fields = Scripts.Fields(words);
        if (fields.Length == 0) return earlier;
        if (earlier is not null)
        {
            // 2.2.7 has lost the name by then.
            words.Warn(DiagnosticKind.Duplicate, $"({(words.Reading.Strict ? "(null)" : who)}) {words.Keyword} script already specified - ignoring {Scripts.Written(words)}");
            return earlier;
        }

        var user = fields.Length > 1 ? fields[1] : null;
        var group = fields.Length > 2 ? fields[2] : null;
        if (user is null || Scripts.AreKnown(words.Reading, user, group)) return new ScriptCommand(CommandGrammar.Split(fields[0]), user, group);
        if (!words.Reading.Strict) words.Warn(DiagnosticKind.UnresolvedName, $"Unable to set uid/gid for script '{fields[0]}'");
        return null;
    }

    private static RealServerDraft? Open(Words words, VirtualServerDraft of)
    {
        words.Next(out var host);
        var hasPort = words.Next(out var portText);
        uint port = 0;
        var isGood = !hasPort || portText == "0" || words.Unsigned(portText, 1, ushort.MaxValue, out port);
        if (isGood && Addresses.ParseBeforeSlash(host) is { } address) return new RealServerDraft(new RealServer(address, (int)port, words.Place), of);
        words.Warn(DiagnosticKind.BadAddress, $"Invalid real server ip address/port {host}/{(hasPort ? portText : "(null)")} - skipping");
        return null;
    }

    private static void Close(Words words, VirtualServerDraft of, RealServerDraft draft)
    {
        var server = draft.Server with { Checks = [.. draft.Checks] };
        var isTunnel = (server.Method ?? of.Method)?.Method == ForwardingMethod.Tunnel;
        of.Family ??= server.Address.AddressFamily;
        if (of.Family != server.Address.AddressFamily && !isTunnel)
        {
            words.Warn(DiagnosticKind.Conflict, $"Address family of virtual server and real server {server.Address} don't match - skipping real server.");
            return;
        }

        of.Servers.Add(server);
    }

    private static void Weight(Words words, RealServerDraft draft)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, int.MaxValue, out var weight)) draft.Server = draft.Server with { Weight = (int)weight };
        else words.Warn(DiagnosticKind.OutOfRange, $"Real server weight {word} is outside range 0-2147483647");
    }

    private static Setting<RealServerDraft> Threshold(string name, Func<RealServer, uint, RealServer> set) => new(name, "<number>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var number)) draft.Server = set(draft.Server, number);
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid real_server {name} '{word}' - ignoring");
    })
    { Manual = Manual };

    private static Setting<RealServerDraft> Script(string name, Func<RealServer, ScriptCommand?> get, Func<RealServer, ScriptCommand?, RealServer> set) => new(
        name, "<command> [user [group]]", (words, draft) => draft.Server = set(draft.Server, ScriptOf(words, draft.Display, get(draft.Server)))) { Manual = Manual };

    private static void VirtualHost(Words words, RealServerDraft draft)
    {
        if (words.Next(out var name)) draft.Server = draft.Server with { VirtualHost = name };
        else words.Warn(DiagnosticKind.MissingArgument, "real server virtualhost missing");
    }

    private static void SnmpName(Words words, RealServerDraft draft)
    {
        words.Next(out var name);
        if (words.Count == 1) draft.Server = draft.Server with { SnmpName = name };
        else words.Warn(DiagnosticKind.SurplusArgument, "real server snmp_name missing or extra parameters");
    }
}
