using ConfParsers.Keepalived;
using ConfParsers.Text;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Tests.Tracking;

public sealed class ScriptTrackerTests
{
    private readonly List<string> lines = [];

    [Fact]
    public void The_first_result_counts_at_once_whatever_rise_and_fall_say()
    {
        var good = new ScriptTracker(Script(rise: 3, fall: 3));
        Assert.True(good.Report(ScriptOutcome.Exited, 0, lines.Add));
        Assert.Equal(["VRRP_Script(chk) succeeded"], lines);

        lines.Clear();
        var bad = new ScriptTracker(Script(rise: 3, fall: 3));
        Assert.True(bad.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.Equal(["Script `chk` now returning 1", "VRRP_Script(chk) failed (exited with status 1)"], lines);
    }

    [Fact]
    public void After_that_rise_and_fall_runs_in_a_row_are_needed()
    {
        var tracker = new ScriptTracker(Script(rise: 2, fall: 3));
        tracker.Report(ScriptOutcome.Exited, 0, lines.Add);
        Assert.False(tracker.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.False(tracker.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.False(tracker.Report(ScriptOutcome.Exited, 0, lines.Add));
        Assert.False(tracker.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.False(tracker.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.Equal(TrackerStatus.Good, tracker.Status);
        Assert.True(tracker.Report(ScriptOutcome.Exited, 1, lines.Add));
        Assert.Equal(TrackerStatus.Failed, tracker.Status);
        Assert.False(tracker.Report(ScriptOutcome.Exited, 0, lines.Add));
        Assert.True(tracker.Report(ScriptOutcome.Exited, 0, lines.Add));
        Assert.Equal(TrackerStatus.Good, tracker.Status);
    }

    [Theory]
    [InlineData(TrackerStatus.Good, 3, 1, TrackerStatus.Good)]
    [InlineData(TrackerStatus.Good, 2, 1, TrackerStatus.Failed)]
    [InlineData(TrackerStatus.Failed, 0, 0, TrackerStatus.Failed)]
    [InlineData(TrackerStatus.Failed, 1, 0, TrackerStatus.Good)]
    public void Another_process_goes_on_counting(TrackerStatus known, int result, int exitCode, TrackerStatus after)
    {
        var tracker = new ScriptTracker(Script(rise: 2, fall: 3), new TrackerRecord { Status = known, Result = result, Value = exitCode });
        Assert.Equal(result, tracker.Result);
        tracker.Report(ScriptOutcome.Exited, exitCode, lines.Add);
        Assert.Equal(after, tracker.Status);
        Assert.DoesNotContain(lines, line => line.Contains("now returning", StringComparison.Ordinal));
    }

    [Fact]
    public void A_signal_and_a_timeout_are_failures_with_their_own_words()
    {
        new ScriptTracker(Script(1, 1)).Report(ScriptOutcome.Signalled, 9, lines.Add);
        new ScriptTracker(Script(1, 1)).Report(ScriptOutcome.TimedOut, 0, lines.Add);
        Assert.Equal(["VRRP_Script(chk) failed (due to signal 9)", "VRRP_Script(chk) timed_out"], lines);
    }

    [Fact]
    public void Init_fail_starts_as_failed_and_one_good_run_ends_it()
    {
        var tracker = new ScriptTracker(Script(rise: 2, fall: 2) with { InitFail = true });
        Assert.Equal(TrackerStatus.Failed, tracker.Status);
        Assert.True(tracker.Report(ScriptOutcome.Exited, 0, lines.Add));
    }

    private static VrrpScript Script(int rise, int fall) => new("chk", new ScriptCommand(["/bin/true"], null, null), default!) { Rise = rise, Fall = fall };
}
