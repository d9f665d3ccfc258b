using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tests.Lifecycle;

public class ChrootedLogsTests
{
    [Fact]
    public void A_log_socket_that_the_chroot_lacks_is_named_once()
    {
        var root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var target = new LogTarget(new Endpoint(EndpointFamily.Unix, "/dev/log", null, 0, 0, -1), 16, 7, 0, 1024, LogTransportFormat.Rfc3164);
            var model = new HaproxyModel(new GlobalModel { Log = new LogSettings { Targets = [target, target] } }, []);
            var warning = Assert.Single(ChrootedLogs.Missing(model, root));
            Assert.StartsWith($"log /dev/log is looked up inside the chroot, and there is no {root}/dev/log", warning);
            Directory.CreateDirectory(Path.Combine(root, "dev"));
            File.WriteAllText(Path.Combine(root, "dev/log"), "");
            Assert.Empty(ChrootedLogs.Missing(model, root));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
