using CsCheck;
using Daemon.Loop;

namespace Daemon.Tests.Loop;

public sealed class TimerWheelTests
{
    private sealed class Probe : LoopTimer
    {
        public List<long> Fired { get; } = [];

        protected internal override void OnDue(long nowMs) => Fired.Add(nowMs);
    }

    [Fact]
    public void A_timer_falls_due_once_at_its_deadline_and_not_before()
    {
        var wheel = new TimerWheel(1000);
        var timer = new Probe();
        wheel.Arm(timer, 1500);
        wheel.Advance(1499);
        Assert.Empty(timer.Fired);
        wheel.Advance(1500);
        Assert.Equal([1500], timer.Fired);
        Assert.False(timer.IsArmed);
        wheel.Advance(100_000);
        Assert.Single(timer.Fired);
    }

    [Fact]
    public void Putting_a_deadline_off_only_writes_a_number_and_is_kept()
    {
        var wheel = new TimerWheel(0);
        var timer = new Probe();
        wheel.Arm(timer, 100);
        for (var now = 1; now < 5000; now += 7)
        {
            wheel.Advance(now);
            wheel.Arm(timer, now + 100);
        }
        Assert.Empty(timer.Fired);
        wheel.Advance(timer.DeadlineMs);
        Assert.Single(timer.Fired);
    }

    [Fact]
    public void A_disarmed_timer_is_not_kept_by_the_wheel()
    {
        var wheel = new TimerWheel(0);
        var timer = new Probe();
        wheel.Arm(timer, 50_000);
        wheel.Disarm(timer);
        Assert.Equal(0, wheel.Count);
        Assert.Equal(-1, wheel.SleepMs(0));
        wheel.Advance(60_000);
        Assert.Empty(timer.Fired);
    }

    [Fact]
    public void A_deadline_in_the_past_falls_due_with_the_next_tick()
    {
        var wheel = new TimerWheel(1000);
        var timer = new Probe();
        wheel.Arm(timer, 10);
        Assert.Equal(1, wheel.SleepMs(1000));
        wheel.Advance(1001);
        Assert.Single(timer.Fired);
    }

    [Fact]
    public void Deadlines_beyond_the_wheel_are_kept_until_they_come_near()
    {
        var wheel = new TimerWheel(0);
        var timer = new Probe();
        var deadline = (1L << 33) + 12_345;
        wheel.Arm(timer, deadline);
        for (var now = 0L; now < deadline; now += 1L << 26) wheel.Advance(now);
        wheel.Advance(deadline - 1);
        Assert.Empty(timer.Fired);
        wheel.Advance(deadline);
        Assert.Equal([deadline], timer.Fired);
    }

    [Fact]
    public void Whatever_is_armed_disarmed_and_put_off_fires_exactly_when_due_and_the_sleep_never_misses_it()
    {
        var start = Gen.OneOf(Gen.Const(0L), Gen.Const(250L), Gen.Const(65_000L), Gen.Const(16_777_200L), Gen.Const((1L << 32) - 300));
        var step = Gen.Select(
            Gen.Int[0, 7],                                                              // which timer
            Gen.Int[0, 9],                                                              // what to do
            Gen.OneOf(Gen.Long[1, 40], Gen.Long[1, 2000], Gen.Long[1, 200_000], Gen.Long[1, 40_000_000]));
        Gen.Select(start, step.Array[1, 60]).Sample((from, steps) =>
        {
            var wheel = new TimerWheel(from);
            var timers = Enumerable.Range(0, 8).Select(_ => new Probe()).ToArray();
            var due = new long?[8];
            var now = from;
            foreach (var (which, action, amount) in steps)
            {
                if (action < 5)
                {
                    wheel.Arm(timers[which], now + amount);
                    due[which] = now + amount;
                }
                else if (action == 5)
                {
                    wheel.Disarm(timers[which]);
                    due[which] = null;
                }
                else
                {
                    var earliest = due.Min();
                    var sleep = wheel.SleepMs(now);
                    if (earliest is null) Assert.True(sleep >= -1);
                    else Assert.InRange(sleep, 0, earliest.Value - now);
                    now = action == 6 && sleep > 0 ? now + sleep : now + amount;
                    wheel.Advance(now);
                    for (var i = 0; i < timers.Length; i++)
                    {
                        var expected = due[i] is { } at && at <= now ? at : (long?)null;
                        Assert.Equal(expected is null ? [] : [expected.Value], timers[i].Fired);
                        timers[i].Fired.Clear();
                        if (expected is not null) due[i] = null;
                    }
                }
            }
        });
    }
}
