using System.Net;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>KEEPALIVED-MIB: what is about the daemon as a whole, and the tables of VRRP. (/usr/share/snmp/mibs/KEEPALIVED-MIB.txt)</summary>
internal static class KeepalivedMib
{
    public static readonly ObjectId Root = ObjectId.Parse("1.3.6.1.4.1.9586.100.5");

    public static void Write(MibBuilder mib, MibSource source)
    {
        WriteGlobal(mib, source);
        SyncGroupTables.Write(mib, source);
        InstanceTables.Write(mib, source);
        TrackerTables.Write(mib, source);
        AddressTable.Write(mib, source);
        RouteTable.Write(mib, source);
        RuleTable.Write(mib, source);
    }

    private static void WriteGlobal(MibBuilder mib, MibSource source)
    {
        var global = source.Model.Global;
        var email = global.Email;
        mib.Scalar([1, 1], SnmpValue.Text(VersionText.FirstLine));
        mib.Scalar([1, 2], SnmpValue.Text(global.RouterId ?? Environment.MachineName));
        // Without a server the original says IPv6, four bytes of 0, and 0.
        var server = IPAddress.TryParse(email.Server, out var address) ? address : null;
        mib.Scalar([1, 3, 1], SnmpValue.Integer(server is null ? 2 : MibWords.AddressType(server)));
        mib.Scalar([1, 3, 2], SnmpValue.Address(server ?? IPAddress.Any));
        mib.Scalar([1, 3, 3], SnmpValue.Gauge(email.Server is null ? 0 : (long)email.ConnectTimeout.TotalSeconds));
        mib.Scalar([1, 3, 4], email.From is null && email.Recipients.Length == 0 ? null : SnmpValue.Text(email.From ?? "keepalived@" + Environment.MachineName));
        var recipients = mib.Table(1, 3, 5, 1);
        for (var i = 0; i < email.Recipients.Length; i++) recipients.Row((uint)i + 1).Text(2, email.Recipients[i]);
        mib.Scalar([1, 3, 6], SnmpValue.Gauge(email.Server is null ? 0 : email.Port));
        mib.Scalar([1, 3, 7], Choice(!email.NoFaults));
        mib.Scalar([1, 3, 8], Tristate(email.Alerts));
        mib.Scalar([1, 3, 9], Tristate(email.VrrpAlerts));
        mib.Scalar([1, 3, 10], Tristate(email.CheckerAlerts));
        mib.Scalar([1, 4], Choice(global.Snmp.Traps));
        mib.Scalar([1, 5], Choice(source.Model.LinkbeatInterfaces.Length == 0));
        mib.Scalar([1, 6], Choice(isFirst: false));
        mib.Scalar([1, 7], Choice(isFirst: true));
        mib.Scalar([1, 8], SnmpValue.Text(source.View.Options.Namespace ?? source.Model.Program.NetworkNamespace ?? ""));
        mib.Scalar([1, 9], Choice(global.Snmp.DBus));
        mib.Scalar([1, 10], Choice(global.DynamicInterfaces));
        mib.Scalar([1, 11], Choice(isFirst: false));
    }

    private static SnmpValue Choice(bool isFirst) => SnmpValue.Integer(MibWords.Choice(isFirst));

    private static SnmpValue Tristate(bool? value) => value switch { true => SnmpValue.Integer(1), false => SnmpValue.Integer(2), _ => SnmpValue.Integer(3) };
}
