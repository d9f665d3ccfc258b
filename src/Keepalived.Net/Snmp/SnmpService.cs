using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Network;
using Keepalived.Net.Process;
using Keepalived.Net.Snmp.AgentX;
using Keepalived.Net.Snmp.Mibs;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Snmp;

/// <summary>
/// SNMP as the daemon's parent sees it: it follows the configuration, answers from what the VRRP child wrote, and makes notifications of what it tells.
/// Where SNMP is not enabled, nothing of it exists. (keepalived.conf(5) "enable_snmp_vrrp", "enable_snmp_rfc", "enable_traps")
/// </summary>
/// <param name="set">Changes an instance: its name, which message to the child, the value.</param>
public sealed class SnmpService(DaemonOptions options, Mailbox mailbox, DaemonLog log, Func<StatusView> view, Action<string, ControlKind, int> set) : IDisposable
{
    /// <summary>A walk asks variable by variable: counters may be so old. What the child tells of is never old.</summary>
    private const long FreshUs = 1_000_000;

    private readonly InstanceNames instances = new();
    private readonly Departures departures = new();
    private readonly long startedUs = MonotonicClock.NowUs;
    private readonly Dictionary<string, MasterReason> reasons = new(StringComparer.Ordinal);
    private SnmpScope scope = new(Vrrp: false, Version2: false, Version3: false, Traps: false, "");
    private AgentXConnection? connection;
    private MibView? current;
    private long currentUs;

    /// <summary>The master agent has not everything yet.</summary>
    public bool IsBusy => departures.IsBusy;

    /// <summary>The configuration was read, at the start or again.</summary>
    public void Adopt(KeepalivedModel next)
    {
        instances.Adopt(next);
        current = null;
        var wanted = SnmpScope.Of(options, next);
        // Notifications begin and end without another session.
        if (wanted with { Traps = scope.Traps } == scope)
        {
            scope = wanted;
            return;
        }

        Stop();
        scope = wanted;
        if (!scope.IsEmpty) Start();
    }

    public void Tell(in ControlMessage message)
    {
        if (connection is null || message.Kind is not (ControlKind.Notify or ControlKind.NotifyGroup)) return;
        current = null;
        var state = (NotifiedState)message.A;
        if (state > NotifiedState.Deleted) return;
        if (message.Kind == ControlKind.NotifyGroup)
        {
            TellGroup(message.Text, state);
            return;
        }

        if (instances.Find(message.Text) is not { } instance) return;
        using var source = Read();
        if (state == NotifiedState.Master) reasons[instance.Name] = Notifications.ReasonOf(instance, source);
        TellInstance(instance, state, source);
    }

    /// <summary>The daemon ends, or the configuration has no word of SNMP any more.</summary>
    public void Stop()
    {
        if (connection is null) return;
        departures.Add(connection);
        connection = null;
    }

    public void Dispose() => Stop();

    private void Start()
    {
        log.Write("Starting SNMP subagent");
        var subtrees = new List<ObjectId>();
        if (scope.Vrrp) subtrees.Add(KeepalivedMib.Root);
        if (scope.Version2) subtrees.Add(VrrpVersion2Mib.Root);
        if (scope.Version3) subtrees.Add(VrrpVersion3Mib.Root);
        connection = new AgentXConnection(scope.Socket, subtrees, new AgentXAgent(View, Test, Commit), mailbox, log);
        connection.Start();
    }

    private MibSource Read()
    {
        var interfaces = new InterfaceTable();
        interfaces.Load();
        return new MibSource(view(), interfaces, startedUs, reasons);
    }

    private MibView View()
    {
        var now = MonotonicClock.NowUs;
        if (current is not null && now - currentUs < FreshUs) return current;
        using var source = Read();
        var (vrrp, version2, version3) = (new MibBuilder(KeepalivedMib.Root), new MibBuilder(VrrpVersion2Mib.Root), new MibBuilder(VrrpVersion3Mib.Root));
        if (scope.Vrrp) KeepalivedMib.Write(vrrp, source);
        if (scope.Version2) VrrpVersion2Mib.Write(version2, source);
        if (scope.Version3) VrrpVersion3Mib.Write(version3, source);
        current = new MibView([.. vrrp.Variables, .. version2.Variables, .. version3.Variables], [.. vrrp.Objects, .. version2.Objects, .. version3.Objects]);
        currentUs = now;
        return current;
    }

    private void TellGroup(string name, NotifiedState state)
    {
        if (!scope.Traps || !scope.Vrrp) return;
        log.Write($"VRRP_Group({name}): Sending SNMP notification");
        connection!.Notify(Notifications.OfGroup(name, state, instances.Model!));
    }

    private void TellInstance(VrrpInstance instance, NotifiedState state, MibSource source)
    {
        if (!scope.Traps) return;
        if (scope.Vrrp)
        {
            log.Write($"({instance.Name}) Sending SNMP notification");
            connection!.Notify(Notifications.OfInstance(instance, state, source.Model));
        }

        if (state != NotifiedState.Master) return;
        if (scope.Version2 && instance.Version == 2)
        {
            log.Write($"({instance.Name}) Sending SNMP notification vrrpTrapNewMaster");
            connection!.Notify(Notifications.NewMasterOfVersion2(instance, source));
        }

        if (!scope.Version3) return;
        log.Write($"({instance.Name}) Sending SNMP notification vrrpv3NotifyNewMaster, reason {(int)reasons[instance.Name]}");
        connection!.Notify(Notifications.NewMasterOfVersion3(instance, reasons[instance.Name], source));
    }

    /// <summary>Only a base priority and whether to preempt may be set, as with the original.</summary>
    private AgentXError Test(Binding wanted)
    {
        if (Settable(wanted.Name) is not var (column, _)) return AgentXError.NotWritable;
        if (wanted.Value.Type != SnmpType.Integer) return AgentXError.WrongType;
        var highest = column == InstanceTables.BasePriority ? RouterSettings.Owner : 2;
        return wanted.Value.Number >= 1 && wanted.Value.Number <= highest ? AgentXError.None : AgentXError.WrongValue;
    }

    private void Commit(Binding wanted)
    {
        if (Settable(wanted.Name) is not var (column, instance)) return;
        current = null;
        set(instance.Name, column == InstanceTables.BasePriority ? ControlKind.SetPriority : ControlKind.SetPreemption, (int)wanted.Value.Number);
    }

    /// <returns>The column, and the instance whose row it is; null: there is none, or it cannot be set.</returns>
    private (uint Column, VrrpInstance Instance)? Settable(ObjectId name)
    {
        if (instances.Model is not { } model || !name.StartsWith(InstanceTables.Entry) || name.Parts[InstanceTables.Entry.Parts.Length..] is not [var column, var row]) return null;
        if (column is not (InstanceTables.BasePriority or InstanceTables.Preempt) || row < 1 || row > model.Instances.Length) return null;
        return (column, model.Instances[row - 1]);
    }
}
