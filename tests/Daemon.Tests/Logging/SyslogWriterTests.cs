using System.Text;
using System.Text.RegularExpressions;
using Daemon.Linux;
using Daemon.Logging;
using Daemon.Loop;

namespace Daemon.Tests.Logging;

public sealed partial class SyslogWriterTests
{
    private static int Receiver(in SockAddr address)
    {
        var fd = Sockets.Create(address.Family, Sockets.Datagram);
        Assert.Equal(0, Sockets.Bind(fd, address));
        return fd;
    }

    private static unsafe List<string> Received(int fd)
    {
        var lines = new List<string>();
        var buffer = new byte[65536];
        fixed (byte* bytes = buffer)
        {
            nint length;
            while ((length = Sockets.Receive(fd, bytes, buffer.Length, Sockets.DontWait)) > 0) lines.Add(Encoding.UTF8.GetString(buffer, 0, (int)length));
        }
        return lines;
    }

    private static string TemporaryPath(string name) => Path.Combine(Path.GetTempPath(), $"daemon-{name}-{Environment.ProcessId}.log");

    [GeneratedRegex("""^<134>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 123][0-9] \d\d:\d\d:\d\d haproxy\[(?<pid>\d+)\]: hello\n$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [Fact]
    public async Task Lines_of_a_turn_are_sent_at_its_end_in_the_form_of_RFC_3164()
    {
        var path = TemporaryPath("form");
        var fd = Receiver(SockAddr.Unix(path));
        using var on = new OnLoop();
        var target = new SyslogTarget { Address = SockAddr.Unix(path), Facility = 16 };
        await on.Run(async loop =>
        {
            var writer = new SyslogWriter(loop);
            writer.Write(target, SyslogLevel.Info, "haproxy"u8, "hello"u8);
            writer.Write(target with { Maximum = SyslogLevel.Notice }, SyslogLevel.Info, "haproxy"u8, "not wanted"u8);
            Assert.Empty(Received(fd));
            await new LoopSignal(loop).WaitAsync(1);
            Assert.Equal((1, 0), (writer.Sent, writer.Dropped));
            writer.Dispose();
        });
        var line = Line().Match(Assert.Single(Received(fd)));
        Assert.True(line.Success);
        Assert.Equal(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), line.Groups["pid"].Value);
        _ = Libc.Close(fd);
        File.Delete(path);
    }

    [Fact]
    public async Task A_line_is_cut_to_the_greatest_length_before_its_line_feed_and_levels_are_clamped()
    {
        var path = TemporaryPath("cut");
        var fd = Receiver(SockAddr.Unix(path));
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            using var writer = new SyslogWriter(loop);
            var target = new SyslogTarget { Address = SockAddr.Unix(path), Facility = 0, MaxLength = 80, Minimum = SyslogLevel.Notice };
            writer.Write(target, SyslogLevel.Alert, "haproxy"u8, new byte[500]);
            writer.Flush();
            await new LoopSignal(loop).WaitAsync(0);
        });
        var line = Assert.Single(Received(fd));
        Assert.Equal(81, line.Length);
        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        Assert.StartsWith("<5>", line, StringComparison.Ordinal);
        _ = Libc.Close(fd);
        File.Delete(path);
    }

    [Fact]
    public async Task Nobody_listening_drops_and_counts_and_a_server_that_appears_or_is_replaced_gets_the_next_lines()
    {
        var path = TemporaryPath("appears");
        var fd = -1;
        using var on = new OnLoop();
        var target = new SyslogTarget { Address = SockAddr.Unix(path), Facility = 16 };
        await on.Run(async loop =>
        {
            using var writer = new SyslogWriter(loop);
            void Send(string text)
            {
                writer.Write(target, SyslogLevel.Info, "haproxy"u8, Encoding.ASCII.GetBytes(text));
                writer.Flush();
            }

            Send("lost");
            Assert.Equal((0, 1), (writer.Sent, writer.Dropped));
            fd = Receiver(SockAddr.Unix(path));
            Send("first");
            Assert.EndsWith("first\n", Assert.Single(Received(fd)), StringComparison.Ordinal);
            _ = Libc.Close(fd);
            File.Delete(path);
            fd = Receiver(SockAddr.Unix(path));
            Send("second");
            Assert.EndsWith("second\n", Assert.Single(Received(fd)), StringComparison.Ordinal);
            Assert.Equal((2, 1), (writer.Sent, writer.Dropped));
            await new LoopSignal(loop).WaitAsync(0);
        });
        _ = Libc.Close(fd);
        File.Delete(path);
    }

    [Fact]
    public async Task A_server_that_does_not_read_costs_lines_and_never_time()
    {
        var path = TemporaryPath("slow");
        var fd = Receiver(SockAddr.Unix(path));
        using var on = new OnLoop();
        await on.Run(async loop =>
        {
            using var writer = new SyslogWriter(loop);
            var target = new SyslogTarget { Address = SockAddr.Unix(path), Facility = 16 };
            for (var i = 0; i < 10_000; i++) writer.Write(target, SyslogLevel.Info, "haproxy"u8, new byte[200]);
            writer.Flush();
            Assert.True(writer.Dropped > 0);
            Assert.Equal(10_000, writer.Sent + writer.Dropped);
            Assert.Equal(writer.Sent, Received(fd).Count);
            await new LoopSignal(loop).WaitAsync(0);
        });
        _ = Libc.Close(fd);
        File.Delete(path);
    }

    [Fact]
    public async Task Writing_lines_allocates_nothing_in_the_steady_state_and_UDP_serves_as_well()
    {
        var fd = Receiver(SockAddr.IPv4(0x7f000001, 0));
        using var on = new OnLoop();
        var allocated = await on.Run(async loop =>
        {
            using var writer = new SyslogWriter(loop);
            var target = new SyslogTarget { Address = Sockets.LocalAddress(fd), Facility = 16 };
            long before = 0;
            for (var i = 0; i < 300; i++)
            {
                if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
                writer.Write(target, SyslogLevel.Info, "haproxy"u8, "a line"u8);
                if (i % 10 == 9) writer.Flush();
            }
            var used = GC.GetAllocatedBytesForCurrentThread() - before;
            await new LoopSignal(loop).WaitAsync(0);
            return used;
        });
        Assert.NotEmpty(Received(fd));
        Assert.InRange(allocated, 0, 1000); // the timestamp of a new second asks the time zone, at most once here
        _ = Libc.Close(fd);
    }

    [Fact]
    public void A_timestamp_pads_the_day_with_a_space_and_is_in_the_given_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(2), "x", "x");
        var stamp = new SyslogTimestamp(zone);
        var at = new DateTimeOffset(2026, 11, 1, 23, 5, 9, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.Equal("Nov  2 01:05:09", Encoding.ASCII.GetString(stamp.At(at)));
        Assert.Equal("Nov  2 01:05:10", Encoding.ASCII.GetString(stamp.At(at + 1000)));
    }
}
