using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;
using Keepalived.Net.Status;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>VRRPV3-MIB (RFC 6527): all instances, those of version 2 too, as with the original.</summary>
internal static class VrrpVersion3Mib
{
    public static readonly ObjectId Root = ObjectId.Parse("1.3.6.1.2.1.207");

    /// <summary>vrrpv3OperationsMasterIpAddr and vrrpv3StatisticsNewMasterReason of an instance, which a notification carries.</summary>
    public static (ObjectId Master, ObjectId Reason) NotificationObjects(VrrpInstance instance, MibSource source)
    {
        var index = Index(instance, source);
        return (Root.Below(1, 1, 1, 1, 3).Below(index), Root.Below(1, 2, 5, 1, 2).Below(index));
    }

    public static void Write(MibBuilder mib, MibSource source)
    {
        var routers = mib.Table(1, 1, 1, 1);
        var addresses = mib.Table(1, 1, 2, 1);
        for (var i = 1u; i <= 3; i++) mib.Scalar([1, 2, i], SnmpValue.LongCounter(0));
        mib.Scalar([1, 2, 4], SnmpValue.Ticks(0));
        var statistics = mib.Table(1, 2, 5, 1);
        foreach (var instance in source.Model.Instances)
        {
            var index = Index(instance, source);
            var record = source.Record(instance);
            WriteRouter(routers.Row(index), instance, record, source);
            foreach (var address in instance.Addresses) addresses.Row([.. index, .. address.Address.GetAddressBytes().Select(each => (uint)each)]).Integer(2, 1);
            WriteStatistics(statistics.Row(index), instance, record, source);
        }
    }

    private static uint[] Index(VrrpInstance instance, MibSource source) =>
        [(uint)(source.Index(instance.Interface) ?? 0), (uint)instance.VirtualRouterId, RouterPlan.IsIpv6(instance) ? 2u : 1u];

    private static void WriteRouter(in MibRow row, VrrpInstance instance, in RouterRecord record, MibSource source)
    {
        var own = source.Source(instance);
        row.Address(3, record.State == VrrpState.Master ? own : MibSource.LastMaster(record) ?? (RouterPlan.IsIpv6(instance) ? IPAddress.IPv6Any : IPAddress.Any));
        row.Address(4, own);
        row.Set(5, source.Interfaces.Find(source.Link(instance)) is { } link ? SnmpValue.Octets(link.HardwareAddress) : null);
        row.Integer(6, MibWords.RfcState(record.State));
        row.Gauge(7, instance.Priority);
        row.Integer(8, instance.Addresses.Length);
        row.Integer(9, (int)(instance.AdvertInterval.TotalMilliseconds / 10));
        row.Choice(10, !instance.NoPreempt);
        row.Choice(11, instance.Accept);
        row.Set(12, SnmpValue.Ticks(source.UpTicks));
        row.Integer(13, 1);
    }

    private static void WriteStatistics(in MibRow row, VrrpInstance instance, in RouterRecord record, MibSource source)
    {
        var counters = record.Counters;
        row.Set(1, SnmpValue.Counter(counters.BecameMaster));
        row.Integer(2, (int)(record.State == VrrpState.Master ? source.Reasons.GetValueOrDefault(instance.Name) : MasterReason.NotMaster));
        row.Set(3, SnmpValue.LongCounter(counters.Received));
        row.Set(4, SnmpValue.LongCounter(counters.IntervalErrors));
        row.Set(5, SnmpValue.LongCounter(counters.TimeToLiveErrors));
        row.Integer(6, 0);
        row.Set(7, SnmpValue.LongCounter(counters.PriorityZeroReceived));
        row.Set(8, SnmpValue.LongCounter(counters.PriorityZeroSent));
        row.Set(9, SnmpValue.LongCounter(counters.InvalidTypes));
        row.Set(10, SnmpValue.LongCounter(counters.AddressListErrors));
        row.Set(11, SnmpValue.LongCounter(counters.LengthErrors));
        row.Set(12, SnmpValue.Ticks(0));
        row.Gauge(13, (long)instance.AdvertInterval.TotalMilliseconds);
    }
}
