using System.Globalization;

namespace Interop.Keepalived;

/// <summary>Texts of keepalived.conf for scenarios: one instance VI_1 on eth0, VRID 51.</summary>
internal static class Conf
{
    public const string Virtual = "10.77.0.100/24";

    /// <param name="interval">Seconds, fractions in version 3.</param>
    /// <param name="inside">More lines of the instance.</param>
    /// <param name="before">Blocks before the instance.</param>
    public static string Router(int priority, int version = 3, double interval = 0.1, string inside = "", string before = "", string addresses = Virtual, string state = "BACKUP", string global = "") =>
        string.Create(CultureInfo.InvariantCulture, $$"""
        global_defs {
            router_id test
            enable_script_security
            script_user root
            vrrp_version {{version}}
            vrrp_garp_master_delay 1
            {{global}}
        }
        {{before}}
        vrrp_instance VI_1 {
            state {{state}}
            interface eth0
            virtual_router_id 51
            priority {{priority}}
            advert_int {{interval}}
            {{inside}}
            virtual_ipaddress {
                {{addresses}}
            }
        }

        """);

    /// <summary>One more instance on eth0.</summary>
    public static string Instance(string name, int routerId, int priority, string address, string inside = "") => string.Create(CultureInfo.InvariantCulture, $$"""
        vrrp_instance {{name}} {
            interface eth0
            virtual_router_id {{routerId}}
            priority {{priority}}
            advert_int 0.1
            {{inside}}
            virtual_ipaddress {
                {{address}}
            }
        }

        """);

    /// <summary>One more instance, on a link and with an address of its own.</summary>
    public static string InstanceOn(string name, int routerId, string link, string address, int priority, string inside = "") => string.Create(CultureInfo.InvariantCulture, $$"""

        vrrp_instance {{name}} {
            state BACKUP
            interface {{link}}
            virtual_router_id {{routerId}}
            priority {{priority}}
            advert_int 0.2
            {{inside}}
            virtual_ipaddress {
                {{address}}
            }
        }

        """);

    public const string Group = """
        vrrp_sync_group G1 {
            group {
                VI_1
                VI_2
            }
        }
        """;

    public static string Peers(string source, params string[] peers) => $"unicast_src_ip {source}\nunicast_peer {{\n{string.Join('\n', peers)}\n}}";

    public static string Signed(string password) => Password(password).Replace("PASS", "AH", StringComparison.Ordinal);

    public static string Password(string password) => $$"""
        authentication {
                auth_type PASS
                auth_pass {{password}}
            }
        """;

    /// <summary>A vrrp_script named chk.</summary>
    public static string Script(string path, int weight, int fall = 1, int rise = 1) => string.Create(CultureInfo.InvariantCulture, $$"""
        vrrp_script chk {
            script "{{path}}"
            interval 1
            weight {{weight}}
            fall {{fall}}
            rise {{rise}}
        }
        """);

    public const string TrackScript = """
        track_script {
                chk
            }
        """;

    /// <summary>A shell script only root can write. Its folder is one too: keepalived insists on both.</summary>
    public static string WriteScript(Segment segment, string name, string text)
    {
        var path = Path.Combine(segment.Folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
