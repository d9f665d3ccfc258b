using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tests.Process;

/// <summary>max_auto_priority: urgency by lateness.</summary>
public sealed class AutoPriorityTests
{
    private static readonly DaemonLog Log = new("test", console: false, detail: false);

    [Fact]
    public void Each_late_wake_up_is_a_step_up_to_the_limit()
    {
        var auto = new AutoPriority(new DaemonProcesses { MaxAutoPriority = 2, MinAutoPriorityDelay = TimeSpan.FromMilliseconds(10) }, Log);
        Assert.Equal(0, auto.Woken(1_000, 10_999));
        Assert.Equal(1, auto.Woken(1_000, 11_000));
        Assert.Equal(0, auto.Woken(long.MaxValue, 99_000));
        Assert.Equal(2, auto.Woken(20_000, 99_000));
        Assert.Equal(0, auto.Woken(20_000, 99_000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Without_a_limit_nothing_is_raised(int limit) => Assert.Equal(0, new AutoPriority(new DaemonProcesses { MaxAutoPriority = limit }, Log).Woken(1, 10_000_000));
}
