using System.Globalization;

namespace Failover.Vrrp;

/// <summary>The virtual routers of one group of rows.</summary>
/// <param name="Interval">Seconds between advertisements.</param>
/// <param name="VirtualMac">Lines for it, or nothing.</param>
internal sealed record RouterKind(string Name, int Version, double Interval, string VirtualMac)
{
    public const string VirtualAddress = "192.168.1.100";

    public static readonly RouterKind[] All =
    [
        new("v2, 1 s", 2, 1, ""),
        new("v3, 100 ms", 3, 0.1, ""),
        new("v3, VMAC, 100 ms", 3, 0.1, "use_vmac"),
        new("v3, VMAC and vmac_xmit_base, 100 ms", 3, 0.1, "use_vmac\n    vmac_xmit_base"),
    ];

    /// <param name="script">Of the tracked script; null: nothing is tracked.</param>
    public string Text(int priority, string? script) => string.Create(CultureInfo.InvariantCulture, $$"""
        global_defs {
            router_id failover
            enable_script_security
            script_user root
            vrrp_version {{Version}}
        }
        {{(script is null ? "" : $"vrrp_script chk {{\n    script \"{script}\"\n    interval 1\n}}")}}
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority {{priority}}
            advert_int {{Interval}}
            {{VirtualMac}}
            virtual_ipaddress {
                {{VirtualAddress}}/24
            }
            {{(script is null ? "" : "track_script {\n        chk\n    }")}}
        }

        """);
}
