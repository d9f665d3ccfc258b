using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Process;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Bus;

/// <summary>
/// D-Bus as the daemon's parent sees it: it follows the configuration, and tells the bus what the VRRP child tells. Where enable_dbus is not
/// configured, nothing of it exists. (keepalived.conf(5) "enable_dbus", "dbus_service_name")
/// </summary>
public sealed class BusService(DaemonOptions options, Mailbox mailbox, DaemonLog log, Func<StatusView> view, Action<BusVerb, string> execute) : IDisposable
{
    private const uint Deleted = 97;
    private const uint Stopped = 98;

    /// <summary>What happens while the child takes a new configuration in is told after that.</summary>
    private readonly List<ControlMessage> held = [];
    private readonly InstanceNames instances = new();
    private readonly Departures departures = new();
    private BusPaths paths = new(null, null);
    private BusConnection? connection;
    private bool childRuns;
    private bool reloading;

    /// <summary>The bus has not everything yet.</summary>
    public bool IsBusy => departures.IsBusy;

    /// <summary>The configuration was read, at the start or again.</summary>
    public void Adopt(KeepalivedModel next)
    {
        instances.Adopt(next);
        paths = new BusPaths(options.Namespace ?? next.Program.NetworkNamespace, next.Program.Instance);
        reloading = childRuns && connection is not null;
        if (connection is not null && (!next.Global.Snmp.DBus || connection.Name != NameOf(next))) Stop();
        if (childRuns) Connect();
    }

    public void Tell(in ControlMessage message)
    {
        switch (message.Kind)
        {
            case ControlKind.Started:
                childRuns = true;
                if (connection is null) Connect();
                else SayStarted();
                break;
            case ControlKind.Notify when reloading && (NotifiedState)message.A != NotifiedState.Deleted:
                held.Add(message);
                break;
            case ControlKind.Notify:
                TellState(message.Text, (NotifiedState)message.A);
                break;
            case ControlKind.Reloaded:
                reloading = false;
                connection?.Signal(paths.Daemon, BusPaths.DaemonInterface, "VrrpReloaded", number: null);
                foreach (var each in held) TellState(each.Text, (NotifiedState)each.A);
                held.Clear();
                break;
        }
    }

    /// <summary>The daemon ends, or the configuration has no word of D-Bus any more.</summary>
    public void Stop()
    {
        if (connection is null) return;
        connection.Signal(paths.Daemon, BusPaths.DaemonInterface, "VrrpStopped", number: null);
        log.Write("Released DBus");
        departures.Add(connection);
        connection = null;
    }

    public void Dispose() => Stop();

    private static string NameOf(KeepalivedModel model) => model.Global.Snmp.DBusServiceName ?? BusPaths.ServiceName;

    private void Connect()
    {
        if (connection is not null || instances.Model is not { Global.Snmp.DBus: true } model) return;
        var objects = new BusObjects(paths, view, execute);
        connection = new BusConnection(NameOf(model), mailbox, log, SayStarted, objects.Answer);
        connection.Start();
    }

    private void SayStarted()
    {
        connection?.Signal(paths.Daemon, BusPaths.DaemonInterface, "VrrpStarted", number: null);
        foreach (var (instance, record) in view().Routers()) Say(instance, BusObjects.State(record.State).Number);
    }

    private void TellState(string name, NotifiedState state)
    {
        if (connection is null || instances.Find(name) is not { } about) return;
        switch (state)
        {
            case NotifiedState.Master or NotifiedState.Backup or NotifiedState.Fault:
                Say(about, BusObjects.State((VrrpState)state).Number);
                break;
            case NotifiedState.Stop:
                Say(about, Stopped);
                break;
            case NotifiedState.Deleted:
                Say(about, about.NotifyDeleted ? Deleted : BusObjects.State(VrrpState.Fault).Number);
                log.Write($"Deleted DBus object for instance {name}");
                break;
        }
    }

    private void Say(VrrpInstance about, uint state) => connection?.Signal(paths.Of(about), BusPaths.InstanceInterface, "VrrpStatusChange", state);
}
