using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>How the MIBs number what others have words for. (KEEPALIVED-MIB, RFC 4001, RFC 6527)</summary>
internal static class MibWords
{
    /// <summary>TruthValue and its kin.</summary>
    public static int Choice(bool isFirst) => isFirst ? 1 : 2;

    /// <summary>InetAddressType (RFC 4001).</summary>
    public static int AddressType(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 2 : 1;

    /// <summary>VrrpState of KEEPALIVED-MIB.</summary>
    public static int State(VrrpState state) => state switch
    {
        VrrpState.Backup => 1,
        VrrpState.Master => 2,
        VrrpState.Fault => 3,
        _ => 0,
    };

    /// <summary>What a notification says: states, and the end, which the MIB has no word for and the original calls 5.</summary>
    public static int State(NotifiedState state) => state == NotifiedState.Stop ? 5 : State(state == NotifiedState.Deleted ? VrrpState.Fault : (VrrpState)state);

    /// <summary>The states of the RFCs, which know no FAULT: initialize, backup, master.</summary>
    public static int RfcState(VrrpState state) => state switch
    {
        VrrpState.Backup => 2,
        VrrpState.Master => 3,
        _ => 1,
    };

    /// <summary>InetScopeType (RFC 4001) of rtnetlink's scopes.</summary>
    public static int Scope(int scope) => scope switch
    {
        0 => 14,
        200 => 5,
        253 => 2,
        254 => 1,
        _ => 0,
    };

    /// <summary>RouteType of KEEPALIVED-MIB.</summary>
    public static int? Route(RouteType type) => type switch
    {
        RouteType.Unicast => 1,
        RouteType.Blackhole => 3,
        RouteType.Anycast => 4,
        RouteType.Multicast => 5,
        RouteType.Broadcast => 6,
        RouteType.Unreachable => 7,
        RouteType.Prohibit => 8,
        RouteType.Throw => 9,
        _ => null,
    };

    public static string? Command(ScriptCommand? command) => command is null ? null : DumpText.Command(command);
}
