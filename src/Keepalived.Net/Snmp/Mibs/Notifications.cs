using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>The variables of the notifications, snmpTrapOID.0 first. (KEEPALIVED-MIB vrrpTraps, RFC 2787 vrrpNotifications, RFC 6527 vrrpv3Notifications)</summary>
internal static class Notifications
{
    private static readonly ObjectId TrapName = ObjectId.Parse("1.3.6.1.6.3.1.1.4.1.0");

    private static readonly ObjectId Traps = KeepalivedMib.Root.Below(2, 10, 0);

    /// <summary>vrrpSyncGroupStateChange. The names have no index, as with the original.</summary>
    public static IEnumerable<Binding> OfGroup(string name, NotifiedState state, KeepalivedModel model) =>
    [
        new(TrapName, SnmpValue.Name(Traps.Below(1))),
        new(KeepalivedMib.Root.Below(2, 1, 1, 2), SnmpValue.Text(name)),
        new(KeepalivedMib.Root.Below(2, 1, 1, 3), SnmpValue.Integer(MibWords.State(state))),
        RouterId(model),
    ];

    /// <summary>vrrpInstanceStateChange.</summary>
    public static IEnumerable<Binding> OfInstance(VrrpInstance instance, NotifiedState state, KeepalivedModel model) =>
    [
        new(TrapName, SnmpValue.Name(Traps.Below(2))),
        new(InstanceTables.Entry.Below(2), SnmpValue.Text(instance.Name)),
        new(InstanceTables.Entry.Below(4), SnmpValue.Integer(MibWords.State(state))),
        new(InstanceTables.Entry.Below(5), SnmpValue.Integer(MibWords.State(instance.WantedState))),
        RouterId(model),
    ];

    /// <summary>vrrpTrapNewMaster.</summary>
    public static IEnumerable<Binding> NewMasterOfVersion2(VrrpInstance instance, MibSource source) =>
    [
        new(TrapName, SnmpValue.Name(VrrpVersion2Mib.Root.Below(0, 1))),
        new(VrrpVersion2Mib.Root.Below(1, 3, 1, 7, (uint)(source.Index(instance.Interface) ?? 0), (uint)instance.VirtualRouterId), SnmpValue.IpAddress(source.Source(instance) ?? IPAddress.Any)),
    ];

    /// <summary>vrrpv3NewMaster.</summary>
    public static IEnumerable<Binding> NewMasterOfVersion3(VrrpInstance instance, MasterReason reason, MibSource source)
    {
        var (master, why) = VrrpVersion3Mib.NotificationObjects(instance, source);
        return
        [
            new(TrapName, SnmpValue.Name(VrrpVersion3Mib.Root.Below(0, 1))),
            new(master, source.Source(instance) is { } own ? SnmpValue.Address(own) : SnmpValue.Octets([])),
            new(why, SnmpValue.Integer((int)reason)),
        ];
    }

    /// <summary>Why an instance has become master now: the last one gave up, was of lower priority, or has fallen silent.</summary>
    public static MasterReason ReasonOf(VrrpInstance instance, MibSource source)
    {
        var record = source.Record(instance);
        var patienceUs = (instance.DownTimerAdverts + 1) * instance.AdvertInterval.Ticks / TimeSpan.TicksPerMicrosecond;
        ReadOnlySpan<PeerRecord> peers = record.Peers;
        var reason = MasterReason.NoResponse;
        foreach (ref readonly var peer in peers)
        {
            if (peer.AddressLength == 0 || source.View.NowUs - peer.LastHeardUs > patienceUs || peer.Priority >= record.EffectivePriority) continue;
            reason = peer.Priority == 0 ? MasterReason.Priority : MasterReason.Preempted;
        }

        return reason;
    }

    private static Binding RouterId(KeepalivedModel model) => new(KeepalivedMib.Root.Below(1, 2, 0), SnmpValue.Text(model.Global.RouterId ?? Environment.MachineName));
}
