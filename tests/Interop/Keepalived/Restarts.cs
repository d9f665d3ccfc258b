using System.Buffers.Binary;

namespace Interop.Keepalived;

/// <summary>What scenarios of restarts have in common.</summary>
internal static class Restarts
{
    /// <summary>Of most instances that are restarted, in seconds.</summary>
    public const double Interval = 0.5;

    /// <summary>Ours on the first host is master, the real one on the second would take over at once.</summary>
    public static async Task<(Daemon Ours, Daemon Other)> Pair(Segment segment, string ours, string peer)
    {
        var daemon = Daemon.Start(segment, 1, Which.Ours, ours);
        await daemon.BecomesMaster();
        var other = Daemon.Start(segment, 2, Which.Real, peer);
        await other.BecomesBackup();
        return (daemon, other);
    }

    /// <summary>Between two advertisements of the first host, the captured ones before included; the numbers in their IP headers leave none out.</summary>
    public static async Task<TimeSpan> LongestGap(Capture capture, int more)
    {
        var longest = TimeSpan.Zero;
        TimeSpan? last = null;
        var next = -1;
        for (var count = 0; count < more; count++)
        {
            var (time, frame) = await capture.NextTimed();
            // The other router has been silent; a second instance is on another bridge.
            if (frame[12] == 8)
            {
                var number = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(18));
                Assert.True(next < 0 || number == next, $"{next} is missing, {number} came");
                next = number + 1;
            }

            if (last is { } before && time - before > longest) longest = time - before;
            last = time;
        }

        return longest;
    }
}
