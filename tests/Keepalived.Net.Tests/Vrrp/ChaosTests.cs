using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>
/// Ten thousand segments that lose, delay and repeat packets, whose routers stop, die, return, are held up and have jumping clocks. Once a
/// segment is whole: soon one master and never again none, and never two for longer than it takes to hear each other.
/// </summary>
public sealed class ChaosTests
{
    private const int Seeds = 10_000;
    private const long DelayUs = 2_000;

    [Fact]
    public void Once_the_network_is_whole_there_is_one_master_and_never_none()
    {
        Parallel.For(0, Seeds, seed =>
        {
            var random = new Random(seed);
            var settings = Settings(random);
            var interval = settings[0].AdvertIntervalUs;
            var segment = new Segment(settings, seed, random.Next(0, 91), random.NextInt64(3 * interval)) { DuplicatePercent = random.Next(0, 50) };
            for (var turn = 0; turn < 12; turn++)
            {
                segment.RunTo(segment.Now + random.NextInt64(5 * interval));
                Disturb(segment, random, settings.Length, interval);
            }

            Mend(segment, settings.Length);
            // What is still under way, and whoever is still held up, may disturb the peace once more.
            segment.RunTo(segment.Now + (8 * interval));
            segment.Watch();
            var down = settings.Max(each => Timing.MasterDown(each.Version, 1, interval, each.DownTimerAdverts) + each.PreemptDelayUs);
            segment.RunTo(segment.Now + down + (2 * interval));
            var (none, several) = segment.Longest;
            Assert.True(none <= down + DelayUs, $"seed {seed}: no master for {none} us");
            Assert.True(several <= interval + (2 * DelayUs), $"seed {seed}: two masters for {several} us");
            segment.Watch();
            segment.RunTo(segment.Now + (60 * interval));
            Assert.True(segment.Longest == (0, segment.Longest.Several) && segment.Longest.Several <= DelayUs, $"seed {seed}: {segment.Longest} after the peace");
            var master = Assert.Single(segment.Masters);
            if (settings.All(each => !each.NoPreempt)) Assert.Equal(settings.Max(each => each.Priority), settings[master].Priority);
            WhoIsStillThereAnswersPriorityZero(segment, master, interval, seed);
            WhoGoesInGoodOrderIsFollowedAtOnce(segment, settings, master, interval, seed);
            if (settings.All(each => each.NoPreempt)) WhoReturnsLeavesTheMasterAlone(segment, master, down, seed);
        });
    }

    /// <summary>nopreempt: who returns takes nothing from a master that serves, whatever the priorities.</summary>
    private static void WhoReturnsLeavesTheMasterAlone(Segment segment, int returning, long down, int seed)
    {
        var master = Assert.Single(segment.Masters);
        segment.Restart(returning);
        segment.RunTo(segment.Now + (2 * down));
        Assert.True(segment.Masters is [var still] && still == master, $"seed {seed}: preempted in spite of nopreempt");
    }

    /// <summary>Another one's priority 0 makes the backups wait for the skew time only: a master that is silent then would lose what it serves.</summary>
    private static void WhoIsStillThereAnswersPriorityZero(Segment segment, int master, long interval, int seed)
    {
        segment.MaxDelayUs = 0;
        segment.DuplicatePercent = 0;
        segment.RunTo(segment.Now + DelayUs);
        segment.Watch();
        segment.SayPriorityZero();
        segment.RunTo(segment.Now + (2 * interval));
        Assert.True(segment.Longest.Several == 0 && segment.Masters is [var still] && still == master, $"seed {seed}: the master did not answer priority 0, so a backup took over beside it");
    }

    /// <summary>Priority 0 leaves only the skew time of the best of the others to wait for.</summary>
    private static void WhoGoesInGoodOrderIsFollowedAtOnce(Segment segment, RouterSettings[] settings, int master, long interval, int seed)
    {
        // The segment is quick by now: an older advertisement that arrives behind priority 0 would be believed.
        segment.Watch();
        segment.Stop(master);
        segment.RunTo(segment.Now + (3 * interval) + 1_000_000);
        var skew = settings.Where((_, node) => node != master).Min(each => Timing.Skew(each.Version, each.Priority, interval));
        Assert.True(segment.Longest.None <= skew + DelayUs, $"seed {seed}: no master for {segment.Longest.None} us after priority 0, the skew time is {skew} us");
    }

    private static RouterSettings[] Settings(Random random)
    {
        var version = random.Next(2, 4);
        var interval = version == 2 ? 1_000_000 : 10_000 * random.Next(2, 200);
        var noPreempt = random.Next(4) == 0;
        var settings = new RouterSettings[random.Next(2, 5)];
        for (var i = 0; i < settings.Length; i++)
        {
            settings[i] = new RouterSettings
            {
                Version = version,
                Priority = random.Next(1, 255),
                AdvertIntervalUs = interval,
                NoPreempt = noPreempt,
                PreemptDelayUs = !noPreempt && random.Next(4) == 0 ? random.NextInt64(5 * interval) : 0,
                LowerPriorityNoAdvertisement = random.Next(4) == 0,
                HigherPrioritySendsAdvertisement = random.Next(4) == 0,
            };
        }

        // At most one may own the addresses.
        if (!noPreempt && random.Next(6) == 0) settings[0] = settings[0] with { Priority = RouterSettings.Owner, WantsMaster = true, PreemptDelayUs = 0 };
        return settings;
    }

    private static void Disturb(Segment segment, Random random, int nodes, long interval)
    {
        var node = random.Next(nodes);
        switch (random.Next(6))
        {
            case 0:
                segment.Kill(node);
                break;
            case 1:
                segment.Stop(node);
                break;
            case 2:
                segment.Restart(node);
                break;
            case 3:
                segment.HoldUp(node, random.NextInt64(6 * interval));
                break;
            case 4:
                segment.StepClock(node, random.NextInt64(6 * interval));
                break;
            default:
                segment.LossPercent = random.Next(0, 101);
                break;
        }
    }

    private static void Mend(Segment segment, int nodes)
    {
        segment.LossPercent = 0;
        segment.MaxDelayUs = DelayUs;
        for (var node = 0; node < nodes; node++)
        {
            if (!segment.IsAlive(node)) segment.Restart(node);
        }
    }
}
