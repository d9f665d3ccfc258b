using ConfParsers.Keepalived;

namespace ConfParsers.Tests.Keepalived;

/// <summary>The configuration as one text, byte for byte what 2.2.7 writes for <c>--config-fd</c>.</summary>
public sealed class ConsolidatedTests
{
    [Fact]
    public void Files_become_one_text_without_comments_and_margins()
    {
        var directory = Directory.CreateTempSubdirectory("kcopy").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "keepalived.conf"), "# comment\n$A=5\nglobal_defs {\n   router_id  \"x y\"  # c\n}\ninclude b.conf\nvrrp_instance VI { interface eth0\n virtual_router_id $A\n ~SEQ(i,1,2) foo $i\n @nosuch bar\n}\n");
            File.WriteAllText(Path.Combine(directory, "b.conf"), "vrrp_script S { script /bin/true }\n");

            var result = KeepalivedConfig.Load("keepalived.conf", new LabSurroundings(directory));

            Assert.Equal("# keepalived.conf\n\n$A=5\nglobal_defs {\nrouter_id  \"x y\"\n}\n\n# b.conf\nvrrp_script S { script /bin/true }\n!\nvrrp_instance VI { interface eth0\nvirtual_router_id $A\n~SEQ(i,1,2) foo $i\n@nosuch bar\n}\n!\n", result.Consolidated);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
