using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;
using Keepalived.Net.Status;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>VRRP-MIB (RFC 2787): the instances of version 2.</summary>
internal static class VrrpVersion2Mib
{
    public static readonly ObjectId Root = ObjectId.Parse("1.3.6.1.2.1.68");

    public static void Write(MibBuilder mib, MibSource source)
    {
        mib.Scalar([1, 1], SnmpValue.Integer(2));
        mib.Scalar([1, 2], SnmpValue.Integer(MibWords.Choice(source.Model.Global.Snmp.Traps)));
        var routers = mib.Table(1, 3, 1);
        var addresses = mib.Table(1, 4, 1);
        // Checksums, versions and VRIDs are checked before an instance is known: nothing counts them.
        for (var i = 1u; i <= 3; i++) mib.Scalar([2, i], SnmpValue.Counter(0));
        var statistics = mib.Table(2, 4, 1);
        foreach (var instance in source.Model.Instances.Where(each => each.Version == 2))
        {
            var index = (uint)(source.Index(instance.Interface) ?? 0);
            var id = (uint)instance.VirtualRouterId;
            foreach (var address in instance.Addresses.Where(each => each.Address.AddressFamily == AddressFamily.InterNetwork))
            {
                addresses.Row([index, id, .. address.Address.GetAddressBytes().Select(each => (uint)each)]).Integer(2, 1);
            }

            var record = source.Record(instance);
            WriteRouter(routers.Row(index, id), instance, record, source);
            WriteStatistics(statistics.Row(index, id), record.Counters);
        }
    }

    private static void WriteRouter(in MibRow row, VrrpInstance instance, in RouterRecord record, MibSource source)
    {
        row.Set(2, source.Interfaces.Find(source.Link(instance)) is { } link ? SnmpValue.Octets(link.HardwareAddress) : null);
        row.Integer(3, MibWords.RfcState(record.State));
        row.Integer(4, 1);
        row.Integer(5, instance.Priority);
        row.Integer(6, instance.Addresses.Length);
        row.Set(7, SnmpValue.IpAddress(MibSource.LastMaster(record) ?? IPAddress.Any));
        row.Set(8, SnmpValue.IpAddress(source.Source(instance) ?? IPAddress.Any));
        row.Integer(9, instance.Authentication?.Type switch { VrrpAuthenticationType.Pass => 2, VrrpAuthenticationType.AuthenticationHeader => 3, _ => 1 });
        row.Integer(11, (int)instance.AdvertInterval.TotalSeconds);
        row.Choice(12, !instance.NoPreempt);
        row.Set(13, SnmpValue.Ticks(source.UpTicks));
        row.Integer(14, 1);
        row.Integer(15, 1);
    }

    private static void WriteStatistics(in MibRow row, in AdvertisementCounters counters)
    {
        Span<long> columns =
        [
            counters.BecameMaster, counters.Received, counters.IntervalErrors, counters.AuthenticationFailures, counters.TimeToLiveErrors, counters.PriorityZeroReceived,
            counters.PriorityZeroSent, counters.InvalidTypes, counters.AddressListErrors, counters.InvalidAuthenticationTypes, counters.AuthenticationMismatches, counters.LengthErrors,
        ];
        for (var i = 0; i < columns.Length; i++) row.Set((uint)i + 1, SnmpValue.Counter(columns[i]));
    }
}
