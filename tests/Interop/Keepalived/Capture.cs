using System.Buffers.Binary;
using System.Diagnostics;
using System.Threading.Channels;

namespace Interop.Keepalived;

/// <summary>The frames on the bridge, as tcpdump sees them, to be awaited one by one.</summary>
internal sealed class Capture : IDisposable
{
    private readonly Process tcpdump;
    private bool disposed;
    private readonly Channel<(TimeSpan Time, byte[] Frame)> frames = Channel.CreateUnbounded<(TimeSpan Time, byte[] Frame)>();

    private Capture(Process tcpdump)
    {
        this.tcpdump = tcpdump;
        _ = Read();
    }

    /// <param name="filter">pcap-filter(7).</param>
    public static async Task<Capture> Start(Segment segment, string filter)
    {
        var start = new ProcessStartInfo("ip") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["netns", "exec", segment.Bridge, "tcpdump", "-i", "br0", "-U", "-w", "-", filter]) start.ArgumentList.Add(word);
        var started = Process.Start(start)!;
        // tcpdump says so once the capture is open.
        while (await started.StandardError.ReadLineAsync() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
        }

        _ = started.StandardError.ReadToEndAsync();
        return segment.Own(new Capture(started));
    }

    public async Task<byte[]> Next() => (await NextTimed()).Frame;

    /// <returns>A frame with the kernel's time of it.</returns>
    public async Task<(TimeSpan Time, byte[] Frame)> NextTimed()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        return await frames.Reader.ReadAsync(end.Token);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        if (!tcpdump.HasExited) tcpdump.Kill();
        tcpdump.Dispose();
    }

    private async Task Read()
    {
        try
        {
            var stream = tcpdump.StandardOutput.BaseStream;
            await stream.ReadExactlyAsync(new byte[24]);
            var header = new byte[16];
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                var frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8))];
                await stream.ReadExactlyAsync(frame);
                frames.Writer.TryWrite((TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32LittleEndian(header)) + TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))), frame));
            }
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            frames.Writer.TryComplete();
        }
    }
}
