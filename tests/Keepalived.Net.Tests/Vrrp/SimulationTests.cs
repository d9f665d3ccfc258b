using ConfParsers.Keepalived;
using CsCheck;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>Two and three routers on a segment of simulated time that loses and delays packets: what VRRP promises must hold.</summary>
public sealed class SimulationTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void On_a_good_segment_there_is_one_master_the_highest_and_it_stays()
    {
        Check.Sample(Gen.Int[1, 254].Array[2, 3].Where(all => all.Distinct().Count() == all.Length), priorities =>
        {
            var segment = new Segment(priorities.Select(each => new RouterSettings { Version = 3, Priority = each, AdvertIntervalUs = 200_000 }), seed: 1, lossPercent: 0, maxDelayUs: 2_000);
            segment.RunTo(3 * Second);
            var before = segment.Changes;
            segment.RunTo(60 * Second);
            Assert.Equal([Array.IndexOf(priorities, priorities.Max())], segment.Masters);
            Assert.Equal(before, segment.Changes);
        }, iter: 100);
    }

    [Fact]
    public void With_loss_and_delay_the_highest_is_master_again_as_soon_as_the_segment_is_good()
    {
        Check.Sample(Gen.Select(Gen.Int[0, 100_000], Gen.Int[2, 3], Gen.Int[2, 3]), chosen =>
        {
            var (seed, nodes, version) = chosen;
            var interval = version == 2 ? Second : 100_000;
            var settings = Enumerable.Range(0, nodes).Select(i => new RouterSettings { Version = version, Priority = 100 + (i * 20), AdvertIntervalUs = interval });
            var segment = new Segment(settings, seed, lossPercent: 30, maxDelayUs: interval / 4);
            segment.RunTo(60 * interval);
            segment.LossPercent = 0;
            // All may have to fall silent first: the longest master down interval, and one interval to be heard.
            segment.RunTo(60 * interval + (5 * interval));
            Assert.Equal([nodes - 1], segment.Masters);
        }, iter: 300);
    }

    [Fact]
    public void A_master_that_dies_is_replaced_within_the_master_down_interval_of_the_next()
    {
        Check.Sample(Gen.Int[0, 100_000], seed =>
        {
            var settings = new[] { 90, 120, 150 }.Select(each => new RouterSettings { Version = 2, Priority = each }).ToArray();
            var segment = new Segment(settings, seed, lossPercent: 0, maxDelayUs: 1_000);
            segment.RunTo(10 * Second + (seed % Second));
            segment.Kill(2);
            segment.RunTo(segment.Now + Timing.MasterDown(2, 120, Second, 3) + 1_000);
            Assert.Equal([1], segment.Masters);
        }, iter: 100);
    }

    [Fact]
    public void A_master_that_stops_is_replaced_within_the_skew_time_of_the_next()
    {
        var settings = new[] { 90, 120, 150 }.Select(each => new RouterSettings { Version = 2, Priority = each }).ToArray();
        var segment = new Segment(settings, seed: 7, lossPercent: 0, maxDelayUs: 1_000);
        segment.RunTo(10 * Second);
        segment.Stop(2);
        segment.RunTo(segment.Now + Timing.Skew(2, 120, Second) + 2_000);
        Assert.Equal([1], segment.Masters);
    }

    [Fact]
    public void With_nopreempt_a_returning_better_router_changes_nothing()
    {
        var settings = new[] { 100, 150 }.Select(each => new RouterSettings { Version = 3, Priority = each, AdvertIntervalUs = 100_000, NoPreempt = true }).ToArray();
        var segment = new Segment(settings, seed: 3, lossPercent: 0, maxDelayUs: 500);
        segment.RunTo(2 * Second);
        segment.Kill(1);
        segment.RunTo(4 * Second);
        segment.Restart(1);
        segment.RunTo(20 * Second);
        Assert.Equal([0], segment.Masters);
    }

    [Fact]
    public void Equal_priorities_end_with_the_higher_address()
    {
        Check.Sample(Gen.Int[0, 100_000], seed =>
        {
            var settings = new[] { 100, 100, 100 }.Select(each => new RouterSettings { Version = 3, Priority = each, AdvertIntervalUs = 100_000 }).ToArray();
            var segment = new Segment(settings, seed, lossPercent: 20, maxDelayUs: 30_000);
            segment.RunTo(5 * Second);
            segment.LossPercent = 0;
            segment.RunTo(6 * Second);
            Assert.Single(segment.Masters);
        }, iter: 200);
    }
}
