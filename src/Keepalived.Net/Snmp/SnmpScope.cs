using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Snmp.AgentX;

namespace Keepalived.Net.Snmp;

/// <summary>Which MIBs are offered, and to whom: the words of the configuration and of the command line together. (keepalived.conf(5) "enable_snmp_vrrp"; keepalived(8) "--snmp")</summary>
/// <param name="Vrrp">KEEPALIVED-MIB.</param>
/// <param name="Version2">VRRP-MIB (RFC 2787).</param>
/// <param name="Version3">VRRPV3-MIB (RFC 6527).</param>
/// <param name="Socket">Of the master agent.</param>
public sealed record SnmpScope(bool Vrrp, bool Version2, bool Version3, bool Traps, string Socket)
{
    public bool IsEmpty => !Vrrp && !Version2 && !Version3;

    public static SnmpScope Of(DaemonOptions options, KeepalivedModel model)
    {
        var settings = model.Global.Snmp;
        return new(settings.Vrrp || options.Snmp, settings.RfcVersion2 || options.Snmp, settings.RfcVersion3 || options.Snmp, settings.Traps, options.SnmpSocket ?? settings.Socket ?? AgentXAddress.Default);
    }
}
