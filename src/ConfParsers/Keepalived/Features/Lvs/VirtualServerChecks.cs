using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>After the last line: what a virtual server lacks gets its default, and what does not fit together is set back.</summary>
internal static class VirtualServerChecks
{
    public static VirtualServer[] Build(Reading reading) => [.. reading.VirtualServers.Select(draft => Build(reading, draft)).OfType<VirtualServer>()];

    /// <summary>Scripts of checks that run without the checks of <c>enable_script_security</c>.</summary>
    public static void CheckSecurity(Reading reading, VirtualServer[] servers)
    {
        if (reading.Global.ScriptSecurity) return;
        var insecure = false;
        Span? place = null;
        foreach (var (script, at) in servers.SelectMany(ScriptsOf))
        {
            var found = reading.Surroundings.Script(script.Arguments.FirstOrDefault() ?? "");
            if (found == ScriptFile.Missing) continue;
            insecure |= found == ScriptFile.Insecure;
            place ??= at;
        }

        if (place is { } first) reading.Insecure(first, $"SECURITY VIOLATION - check scripts are being executed but script_security not enabled.{(insecure ? " There are insecure scripts." : "")}");
    }

    private static IEnumerable<(ScriptCommand Script, Span Place)> ScriptsOf(VirtualServer server)
    {
        if (server.QuorumUp is { } up) yield return (up, server.Place);
        if (server.QuorumDown is { } down) yield return (down, server.Place);
        foreach (var real in server.RealServers)
        {
            if (real.NotifyUp is { } notifyUp) yield return (notifyUp, real.Place);
            if (real.NotifyDown is { } notifyDown) yield return (notifyDown, real.Place);
            foreach (var check in real.Checks.OfType<MiscCheck>())
            {
                if (check.Script is { } script) yield return (script, check.Place);
            }
        }
    }

    private static VirtualServer? Build(Reading reading, VirtualServerDraft draft)
    {
        var server = draft.Server;
        if (server.Key.Group is { } group && !reading.VirtualServerGroups.Exists(candidate => string.Equals(candidate.Name, group, StringComparison.Ordinal)))
        {
            // 2.2.7 drops it without a word.
            if (!reading.Strict) Warn($"group {group} not found - ignoring");
            return null;
        }

        if (draft.Servers.Count == 0)
        {
            Warn($"{draft.Display} has no real servers - ignoring");
            return null;
        }

        if (draft.Protocol is null && server.Key.Mark == 0)
        {
            Warn($"{draft.Display}: no protocol set - defaulting to UDP");
            draft.Protocol = LvsProtocol.Udp;
        }

        if (server.Key is { Address: not null, Port: 0 } && draft.PersistenceTimeout is null)
        {
            Warn($"{draft.Display}: zero port only valid for persistent services - setting");
            draft.PersistenceTimeout = TimeSpan.FromSeconds(360);
        }

        if (server.OnePacket && draft.Protocol is not LvsProtocol.Udp && server.Key.Mark == 0)
        {
            Warn($"{draft.Display}: one packet scheduling requires UDP - resetting");
            server = server with { OnePacket = false };
        }

        if (draft.Scheduler is null) Warn($"{draft.Display}: no scheduler set, setting default 'wlc'");
        if (draft.Method is null && !draft.Servers.TrueForAll(real => real.Method is not null)) Warn($"{draft.Display}: no forwarding method set, setting default NAT");
        return Quorum(reading, draft, server with
        {
            Protocol = draft.Protocol ?? LvsProtocol.Tcp,
            IsIPv6 = draft.Family == AddressFamily.InterNetworkV6,
            Scheduler = draft.Scheduler ?? "wlc",
            Method = draft.Method ?? new LvsMethod(ForwardingMethod.Nat),
            Persistence = draft.PersistenceTimeout is { } timeout ? new LvsPersistence(timeout, draft.PersistenceGranularity, draft.PersistenceEngine) : null,
            RealServers = Distinct(reading, draft),
        });

        void Warn(string text) => reading.WarnAtEnd(DiagnosticKind.MissingArgument, server.Place, "Virtual server " + text);
    }

    private static RealServer[] Distinct(Reading reading, VirtualServerDraft draft)
    {
        var servers = new List<RealServer>();
        foreach (var server in draft.Servers)
        {
            if (!servers.Exists(other => other.Address.Equals(server.Address) && other.Port == server.Port))
            {
                servers.Add(server);
                continue;
            }

            reading.WarnAtEnd(DiagnosticKind.Duplicate, server.Place, $"VS {draft.Display}: real server [{server.Address}]:{draft.ProtocolName}:{server.Port} is duplicated - removing second rs");
        }

        return [.. servers];
    }

    private static VirtualServer Quorum(Reading reading, VirtualServerDraft draft, VirtualServer server)
    {
        var weight = (uint)Math.Min(uint.MaxValue, server.RealServers.Sum(real => (long)(real.Weight ?? server.Weight)));
        if (server.Quorum > weight)
        {
            reading.WarnAtEnd(DiagnosticKind.OutOfRange, server.Place, $"Warning - quorum {server.Quorum} for {draft.Display} exceeds total weight of real servers {weight}, reducing quorum to {weight}");
            server = server with { Quorum = weight };
        }

        if (server.Hysteresis < server.Quorum) return server;

        // A quorum of 0 wraps around in 2.2.7.
        var hysteresis = server.Quorum == 0 && !reading.Strict ? 0 : unchecked(server.Quorum - 1);
        reading.WarnAtEnd(DiagnosticKind.OutOfRange, server.Place, $"Virtual server {draft.Display}: hysteresis {server.Hysteresis} >= quorum {server.Quorum}; setting hysteresis to {hysteresis}");
        return server with { Hysteresis = hysteresis };
    }
}
