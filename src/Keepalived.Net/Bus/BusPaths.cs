using System.Globalization;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Bus;

/// <summary>
/// The names under which the daemon's objects stand on the D-Bus: <c>/org/keepalived/Vrrp1[/namespace][/instance]/Vrrp</c> and, for each
/// vrrp_instance, <c>.../Instance/INTERFACE/VRID/IPv4</c>. (seen on 2.2.7; D-Bus specification "Valid Object Paths")
/// </summary>
/// <param name="networkNamespace">Null: none.</param>
/// <param name="instance">Of several daemons of one host; null: none.</param>
public sealed class BusPaths(string? networkNamespace, string? instance)
{
    public const string ServiceName = "org.keepalived.Vrrp1";

    public const string DaemonInterface = "org.keepalived.Vrrp1.Vrrp";

    public const string InstanceInterface = "org.keepalived.Vrrp1.Instance";

    private readonly string root = "/org/keepalived/Vrrp1" + Part(networkNamespace) + Part(instance);

    /// <summary>The object of the daemon as a whole.</summary>
    public string Daemon => root + "/Vrrp";

    /// <summary>The object of a virtual router.</summary>
    public string Of(VrrpInstance router) =>
        string.Create(CultureInfo.InvariantCulture, $"{root}/Instance{Part(router.Interface)}/{router.VirtualRouterId}/{(RouterPlan.IsIpv6(router) ? "IPv6" : "IPv4")}");

    /// <summary>Only ASCII letters, digits and underscores may stand in a path.</summary>
    private static string Part(string? name) =>
        name is null ? "" : "/" + string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
