using System.Text;
using Daemon.Logging;

namespace Daemon.Tests.Logging;

public sealed class StartupLogTests
{
    [Fact]
    public void The_first_message_is_preceded_by_two_notices_and_levels_are_padded_to_ten_columns()
    {
        var output = new MemoryStream();
        var log = new StartupLog(output, "2.6.12", "/usr/sbin/haproxy") { ProcessId = 4711 };
        log.Alert("config : parsing [f:8] : unknown keyword");
        log.Warning("w");
        log.Notice("n");
        log.Diag("d");
        Assert.Equal(
            """
            [NOTICE]   (4711) : haproxy version is 2.6.12
            [NOTICE]   (4711) : path to executable is /usr/sbin/haproxy
            [ALERT]    (4711) : config : parsing [f:8] : unknown keyword
            [WARNING]  (4711) : w
            [NOTICE]   (4711) : n
            [DIAG]     (4711) : d

            """, Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal((1, 1), (log.Alerts, log.Warnings));
    }

    [Fact]
    public void A_quiet_log_writes_nothing_but_counts()
    {
        var output = new MemoryStream();
        var log = new StartupLog(output, "v", "p") { Quiet = true };
        log.Alert("a");
        log.Warning("w");
        Assert.Equal(0, output.Length);
        Assert.Equal((1, 1), (log.Alerts, log.Warnings));
    }
}
