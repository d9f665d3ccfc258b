using System.Text;
using System.Text.Json;
using ConfParsers.Keepalived;
using ConfParsers.Keepalived.Dump;

namespace ConfParsers.Tests.Keepalived.Tools;

/// <summary>The model as JSON: its names, its units, and no password.</summary>
public sealed class DumpTests
{
    private const string Text = """
        vrrp_instance VI {
            interface eth0
            virtual_router_id 51
            advert_int 0.5
            version 2
            authentication {
                auth_type PASS
                auth_pass secret12
            }
            virtual_ipaddress {
                10.9.9.100/24 dev eth1
            }
        }
        virtual_server 10.9.9.9 80 {
            lvs_method NAT
            protocol TCP
            real_server 10.9.9.8 80 {
                HTTP_GET {
                    url {
                        path /
                        status_code 200
                    }
                }
            }
        }
        """;

    [Fact]
    public void A_model_is_told_with_its_places_times_and_kinds_and_without_its_passwords()
    {
        var json = ModelJson.Render(KeepalivedConfig.Load("keepalived.conf", new TextSurroundings(Encoding.UTF8.GetBytes(Text))).Model);

        using var document = JsonDocument.Parse(json);
        var instance = document.RootElement.GetProperty("instances")[0];
        Assert.Equal("VI", instance.GetProperty("name").GetString());
        Assert.Equal("keepalived.conf:1", instance.GetProperty("place").GetString());
        Assert.Equal(1000, instance.GetProperty("advertInterval").GetDouble());
        Assert.Equal("10.9.9.100", instance.GetProperty("addresses")[0].GetProperty("address").GetString());
        Assert.Equal("***", instance.GetProperty("authentication").GetProperty("password").GetString());
        Assert.DoesNotContain("secret12", json, StringComparison.Ordinal);
        var check = document.RootElement.GetProperty("virtualServers")[0].GetProperty("realServers")[0].GetProperty("checks")[0];
        Assert.Equal("http", check.GetProperty("is").GetString());
        Assert.Equal("/", check.GetProperty("urls")[0].GetProperty("path").GetString());
    }
}
