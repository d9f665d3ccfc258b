using System.Globalization;
using System.Net;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What a saved state changes of the servers of one backend, and what HAProxy 2.6.12 says of it: the changes themselves, as at run time,
/// with the servers that are left, and then what does not fit to the server (management.txt 9.3 "show servers state").
/// </summary>
internal sealed class ServerStateChanges(ConfigContext context, ProxyBuilder proxy)
{
    private readonly HashSet<ServerBuilder> _used = [.. proxy.Servers.Where(server => !server.Options.Disabled && server.Options.Weight > 0)];

    public void Apply(ServerBuilder server, ServerStateLine state)
    {
        var name = $"{proxy.Name}/{server.Options.Name}";
        if (state.Faults.Count > 0)
        {
            Warn($"server-state application failed for server '{name}', {string.Join(", ", state.Faults)}");
            return;
        }

        server.Options.SavedState = state;
        var isStarting = false;
        if (!server.Options.Disabled) isStarting = Operational(server, state);
        Administrative(server, state, isStarting);
        if (state.InitialWeight == server.Options.Weight && state.Weight == 0) _used.Remove(server);
        if (Unfit(server, state) is { } unfit) Warn($"server-state partially applied for server '{name}', {unfit}");
    }

    /// <returns>True when the server comes up as soon as something else of it changes.</returns>
    private bool Operational(ServerBuilder server, ServerStateLine state)
    {
        switch (state.OperationalState)
        {
            case SavedOperationalState.Stopped:
                _used.Remove(server);
                Say(server, $"is DOWN, changed from server-state after a reload. {Left("left")} 0 sessions active, 0 requeued, 0 remaining in queue.");
                return false;
            case SavedOperationalState.Stopping:
                _used.Remove(server);
                Say(server, $"is stopping, changed from server-state after a reload. {Left("online")} 0 sessions requeued, 0 total in queue.");
                return false;
            default:
                return state.OperationalState == SavedOperationalState.Starting;
        }
    }

    private void Administrative(ServerBuilder server, ServerStateLine state, bool isStarting)
    {
        var inMaintenance = server.Options.Disabled;
        var forced = state.AdminState.HasFlag(SavedAdminState.ForcedMaintenance);
        var configured = state.AdminState.HasFlag(SavedAdminState.ConfiguredMaintenance);
        if (inMaintenance && configured && !forced)
        {
            // It was disabled and still is, but somebody had enabled it meanwhile.
            inMaintenance = false;
            if (server.Options.Weight > 0) _used.Add(server);
            Say(server, "is UP/READY (leaving forced maintenance).");
        }
        else if (!inMaintenance && forced && !configured)
        {
            if (isStarting) ComesUp(server);
            _used.Remove(server);
        }

        if (inMaintenance || !state.AdminState.HasFlag(SavedAdminState.ForcedDrain)) return;
        if (isStarting) ComesUp(server);
        _used.Remove(server);
        Say(server, "remains in forced drain mode.");
    }

    private void ComesUp(ServerBuilder server) => Say(server, $"is UP, reason: Unknown, check duration: 0ms. {Left("online")} 0 sessions requeued, 0 total in queue.");

    // The address of a check is looked at ahead of its port.
    private string? Unfit(ServerBuilder server, ServerStateLine state) =>
        OfCheck(server.CheckEnabled, "health", state.CheckAddress, state.CheckPort, NumericAddress.ReadHost)
        ?? OfCheck(server.AgentEnabled, "agent", state.AgentAddress, state.AgentPort, context.AddressOf);

    private static string? OfCheck(bool enabled, string kind, string? address, string? port, Func<string, IPAddress?> read)
    {
        if (address is null or "-" && port is null or "0") return null;
        if (!enabled) return $"{kind} checks are not enabled on this server";
        if (address is not (null or "-") && read(address) is null) return $"invalid addr '{address}'";
        if (port is null) return null;
        if (!int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || port.StartsWith('+')) return "provided port is not an integer";
        return number is < 0 or > ushort.MaxValue ? "provided port is invalid" : null;
    }

    private string Left(string word)
    {
        var active = _used.Count(server => !server.Options.Backup);
        var backup = _used.Count - active;
        var onBackup = active == 0 && backup > 0 ? " Running on backup." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{active} active and {backup} backup servers {word}.{onBackup}");
    }

    private void Say(ServerBuilder server, string what) => Warn($"{(server.Options.Backup ? "Backup " : "")}Server {proxy.Name}/{server.Options.Name} {what}");

    private void Warn(string text) => context.Diagnostics.Warning(DiagnosticKind.Unreadable, null, PlaceForm.None, text);
}
