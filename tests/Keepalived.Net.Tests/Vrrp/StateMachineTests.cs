using ConfParsers.Keepalived;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>The machine event by event; each rule was seen on keepalived 2.2.7 first (tests/Interop/Keepalived repeats the main ones live).</summary>
public sealed class StateMachineTests
{
    private const long Second = 1_000_000;
    private static readonly RouterSettings V2 = new() { Priority = 150 };
    private static readonly RouterSettings V3 = new() { Version = 3, Priority = 150, AdvertIntervalUs = 200_000 };

    [Fact]
    public void Skew_and_master_down_interval_are_those_of_the_RFCs_with_keepalived_s_truncation()
    {
        Assert.Equal(453_125, Timing.Skew(2, 140, Second));
        Assert.Equal(3_453_125, Timing.MasterDown(2, 140, Second, 3));
        // (256-150) * 20 cs * 625/16 us
        Assert.Equal(82_812, Timing.Skew(3, 150, 200_000));
        Assert.Equal(682_812, Timing.MasterDown(3, 150, 200_000, 3));
        Assert.Equal(3_906, Timing.Skew(2, 255, Second));
    }

    [Fact]
    public void Nobody_starts_as_master_but_the_owner_of_the_addresses()
    {
        var run = new Run(V2);
        run.Start();
        Assert.Equal(VrrpState.Backup, run.State.State);
        Assert.Equal(Timing.MasterDown(2, 150, Second, 3), run.State.DeadlineUs);
        Assert.Equal("Remove|Entering BACKUP STATE (init)|Notify Backup", run.Last);

        var owner = new Run(V2 with { Priority = 255, WantsMaster = true });
        owner.Start();
        Assert.Equal("Remove", owner.Last);
        owner.TimeTo(1);
        Assert.Equal(VrrpState.Master, owner.State.State);
    }

    [Fact]
    public void Silence_makes_a_backup_master_and_the_order_is_advertise_add_announce_notify()
    {
        var run = new Run(V2);
        run.Start();
        run.TimeTo(run.State.DeadlineUs);

        Assert.Equal("Receive advertisement timeout|Entering MASTER STATE|Send 150|Add|Announce 5|Notify Master", run.Last);
        Assert.Equal(run.Now + Second, run.State.DeadlineUs);
        run.TimeTo(run.Now + Second);
        Assert.Equal("Send 150", run.Last);
        run.TimeTo(run.Now + (4 * Second));
        Assert.Contains("Announce 5", run.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_does_not_drift()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        var due = run.State.DeadlineUs;
        run.TimeTo(due + 30_000);
        Assert.Equal(due + Second, run.State.DeadlineUs);
    }

    [Fact]
    public void A_higher_or_equal_advertisement_restarts_the_timer_of_a_backup()
    {
        foreach (var priority in (int[])[150, 200])
        {
            var run = new Run(V2);
            run.Start();
            run.Wait(Second);
            run.Receive(priority, Second);
            Assert.Equal(run.Now + Timing.MasterDown(2, 150, Second, 3), run.State.DeadlineUs);
            Assert.Equal("", run.Last);
        }
    }

    [Fact]
    public void A_lower_advertisement_is_discarded_and_the_timer_runs_on()
    {
        var run = new Run(V2);
        run.Start();
        var due = run.State.DeadlineUs;
        run.Wait(Second);
        run.Receive(100, Second);
        Assert.Equal(due, run.State.DeadlineUs);
        Assert.Equal("received lower priority (100) advert from 10.0.0.9 - discarding", run.Last);
    }

    [Fact]
    public void Nopreempt_lets_a_lower_master_be()
    {
        var run = new Run(V2 with { NoPreempt = true });
        run.Start();
        run.Wait(Second);
        run.Receive(100, Second);
        Assert.Equal(run.Now + Timing.MasterDown(2, 150, Second, 3), run.State.DeadlineUs);
        run.TimeTo(run.State.DeadlineUs);
        Assert.Equal(VrrpState.Master, run.State.State);
    }

    [Fact]
    public void Preempt_delay_starts_at_the_first_lower_advertisement_and_then_the_timer_runs_out()
    {
        var run = new Run(V3 with { PreemptDelayUs = 2 * Second });
        run.Start();
        run.Wait(100_000);
        run.Receive(100, 200_000);
        Assert.Equal("start preempt delay (2.000000)", run.Last);
        var allowed = run.Now + (2 * Second);
        while (run.Now < allowed - 100_000)
        {
            run.Wait(200_000);
            run.Receive(100, 200_000);
        }

        Assert.Equal(VrrpState.Backup, run.State.State);
        var due = run.State.DeadlineUs;
        run.Wait(allowed - run.Now + 1);
        run.Receive(100, 200_000);
        Assert.Equal("received lower priority (100) advert from 10.0.0.9 - discarding", run.Last);
        Assert.Equal(due, run.State.DeadlineUs);
    }

    [Fact]
    public void Preempt_delay_does_not_delay_a_take_over_from_silence_and_a_better_master_ends_it()
    {
        var run = new Run(V3 with { PreemptDelayUs = 60 * Second });
        run.Start();
        run.Receive(100, 200_000);
        run.Receive(200, 200_000);
        Assert.Equal("stop preempt delay", run.Last);
        run.TimeTo(run.State.DeadlineUs);
        Assert.Equal(VrrpState.Master, run.State.State);
    }

    [Fact]
    public void Priority_zero_leaves_only_the_skew_time()
    {
        var run = new Run(V2 with { Priority = 140 });
        run.Start();
        run.Receive(0, Second);
        Assert.Equal("Backup received priority 0 advertisement", run.Last);
        Assert.Equal(run.Now + 453_125, run.State.DeadlineUs);
    }

    [Fact]
    public void A_master_that_hears_priority_zero_advertises_at_once()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Wait(300_000);
        run.Receive(0, Second);
        Assert.Equal("Master received priority 0 message|Send 150", run.Last);
        Assert.Equal(run.Now + Second, run.State.DeadlineUs);
    }

    [Fact]
    public void A_master_yields_to_a_higher_priority_without_saying_priority_zero()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Receive(200, Second);
        Assert.Equal("Master received advert from 10.0.0.9 with higher priority 200, ours 150|Entering BACKUP STATE|Remove|Notify Backup", run.Last);
    }

    [Theory]
    [InlineData(1, VrrpState.Backup)]
    [InlineData(-1, VrrpState.Master)]
    [InlineData(0, VrrpState.Master)]
    public void Between_equals_the_higher_address_wins(int sourceComparison, VrrpState expected)
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Receive(150, Second, sourceComparison);
        Assert.Equal(expected, run.State.State);
    }

    [Fact]
    public void A_master_may_answer_a_lower_one_without_an_advertisement()
    {
        var run = new Run(V2 with { LowerPriorityNoAdvertisement = true });
        run.BecomeMaster();
        var due = run.State.DeadlineUs;
        run.Wait(Second / 2);
        run.Receive(100, Second);
        Assert.Equal("Received advert from 10.0.0.9 with lower priority 100, ours 150|Notify MasterReceivedLowerPriority|Announce 5", run.Last);
        Assert.Equal(due, run.State.DeadlineUs);
    }

    [Fact]
    public void A_master_that_hears_a_lower_one_says_again_that_the_addresses_are_its_own()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Receive(100, Second);
        Assert.Equal("Received advert from 10.0.0.9 with lower priority 100, ours 150, forcing new election|Notify MasterReceivedLowerPriority|Send 150|Announce 5", run.Last);
        run.Wait(5 * Second);
        Assert.Equal(5, run.State.GarpDueRepeat);
        Assert.True(run.State.GarpDueUs <= run.Now);
    }

    [Fact]
    public void Version_3_learns_the_interval_of_the_master_and_uses_its_own_as_master()
    {
        var run = new Run(V3 with { Priority = 100 });
        run.BecomeMaster();
        run.Receive(150, 400_000);
        Assert.Contains("advertisement interval updated from 200ms to 400ms by master|Entering BACKUP STATE", run.Last, StringComparison.Ordinal);
        Assert.Equal(run.Now + Timing.MasterDown(3, 100, 400_000, 3), run.State.DeadlineUs);
        run.TimeTo(run.State.DeadlineUs);
        Assert.Contains("Entering MASTER STATE|changing advert interval from 400ms to locally configured 200ms", run.Last, StringComparison.Ordinal);
        Assert.Equal(run.Now + 200_000, run.State.DeadlineUs);
    }

    [Fact]
    public void A_fault_of_the_master_says_priority_zero_and_its_end_is_a_new_start()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Faults(1);
        Assert.Equal("Entering FAULT STATE|Send 0|sent 0 priority|Remove|Notify Fault", run.Last);
        Assert.Equal(RouterState.Never, run.State.NextEventUs);
        run.Receive(100, Second);
        Assert.Equal("", run.Last);
        run.Faults(0);
        Assert.Equal("Entering BACKUP STATE|Notify Backup", run.Last);
        Assert.Equal(run.Now + Timing.MasterDown(2, 150, Second, 3), run.State.DeadlineUs);
    }

    [Fact]
    public void A_fault_of_a_backup_says_nothing_on_the_wire()
    {
        var run = new Run(V2);
        run.Start();
        run.Faults(1);
        Assert.Equal("Entering FAULT STATE|Notify Fault", run.Last);
    }

    [Fact]
    public void Scripts_of_weight_zero_are_awaited_before_anything_is_claimed()
    {
        var run = new Run(V2);
        run.Start(scriptsPending: 1);
        Assert.Equal(VrrpState.Init, run.State.State);
        Assert.Equal(RouterState.Never, run.State.NextEventUs);
        run.Scripts(0);
        Assert.Equal("Entering BACKUP STATE|Notify Backup", run.Last);
    }

    [Fact]
    public void A_changed_priority_moves_the_running_timer_by_the_difference_of_the_skews()
    {
        var run = new Run(V2);
        run.Start();
        var due = run.State.DeadlineUs;
        run.Priority(100);
        Assert.Equal("Changing effective priority from 150 to 100|Notify BackupPriority", run.Last);
        Assert.Equal(due + Timing.Skew(2, 100, Second) - Timing.Skew(2, 150, Second), run.State.DeadlineUs);
    }

    [Fact]
    public void A_lost_address_costs_the_mastership_for_one_skew_time()
    {
        var run = new Run(V3);
        run.BecomeMaster();
        run.AddressLost();
        Assert.Equal("Entering BACKUP STATE|Send 0|sent 0 priority|Remove|Notify Backup", run.Last);
        Assert.Equal(run.Now + 82_812, run.State.DeadlineUs);
    }

    [Fact]
    public void Two_owners_the_one_with_the_lower_address_gives_way()
    {
        var run = new Run(V2 with { Priority = 255, WantsMaster = true });
        run.Start();
        run.TimeTo(1);
        run.Receive(255, Second, 1);
        Assert.StartsWith("CONFIGURATION ERROR: local instance and a remote instance are both configured as address owner", run.Last, StringComparison.Ordinal);
        Assert.Contains("|Master received advert from 10.0.0.9 with higher priority 255, ours 254|Entering BACKUP STATE|", run.Last, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_a_master_hands_over_and_stopping_a_backup_only_notifies()
    {
        var master = new Run(V2);
        master.BecomeMaster();
        master.Stop();
        Assert.Equal("Send 0|sent 0 priority|Remove|Notify Stop", master.Last);

        var backup = new Run(V2);
        backup.Start();
        backup.Stop();
        Assert.Equal("Notify Stop", backup.Last);
    }

    [Fact]
    public void A_reload_leaves_a_master_master_and_announces_only_new_addresses()
    {
        var run = new Run(V2);
        run.BecomeMaster();
        run.Reload(V2 with { Priority = 120 }, addressesAdded: false);
        Assert.Equal("Add", run.Last);
        Assert.Equal((VrrpState.Master, 120), (run.State.State, run.State.EffectivePriority));
        run.Reload(V2, addressesAdded: true);
        Assert.Equal("Add|Announce 5", run.Last);
    }

    [Theory]
    [InlineData(150, -30, 120)]
    [InlineData(10, -30, 1)]
    [InlineData(250, 30, 254)]
    [InlineData(255, -30, 255)]
    public void The_effective_priority_stays_between_1_and_254_and_an_owner_keeps_255(int basePriority, int weights, int expected) =>
        Assert.Equal(expected, EffectivePriority.Of(basePriority, weights));

    [Theory]
    [InlineData(20, true, 20)]
    [InlineData(20, false, 0)]
    [InlineData(-20, true, 0)]
    [InlineData(-20, false, -20)]
    public void A_positive_weight_rewards_and_a_negative_one_punishes(int weight, bool well, int expected) =>
        Assert.Equal(expected, EffectivePriority.Contribution(weight, well));

    [Fact]
    public void No_event_allocates()
    {
        var state = new RouterState(V3);
        var actions = default(RouterActions);
        StateMachine.Start(V3, ref state, 0, 0, 0, ref actions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var now = 0L; now < 100 * Second; now += 50_000)
        {
            actions = default;
            StateMachine.Timer(V3, ref state, now, groupAgrees: true, ref actions);
            actions = default;
            StateMachine.Received(V3, ref state, now, new Advertisement((int)(now / 50_000 % 256), 200_000, 1), ref actions);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
