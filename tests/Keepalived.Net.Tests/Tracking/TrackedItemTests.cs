using Keepalived.Net.Status;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Tests.Tracking;

/// <summary>What trackers add to the priority and when they mean FAULT, as keepalived 2.2.7 was seen to do it.</summary>
public sealed class TrackedItemTests
{
    [Theory]
    [InlineData(7, false, true, 7)]
    [InlineData(7, false, false, 0)]
    [InlineData(-7, false, true, 0)]
    [InlineData(-7, false, false, -7)]
    [InlineData(5, true, true, -5)]
    [InlineData(5, true, false, 0)]
    [InlineData(-5, true, false, 5)]
    public void A_weight_counts_while_well_or_while_not(int weight, bool reverse, bool well, int expected)
    {
        foreach (var kind in (TrackerKind[])[TrackerKind.Interface, TrackerKind.Script, TrackerKind.Process])
        {
            Assert.Equal(new Standing(expected, IsFault: false, IsPending: false), Judge(kind, weight, reverse, well ? TrackerStatus.Good : TrackerStatus.Failed));
        }
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void Weight_0_means_FAULT(bool reverse, bool well, bool fault) =>
        Assert.Equal(new Standing(0, fault, IsPending: false), Judge(TrackerKind.Script, 0, reverse, well ? TrackerStatus.Good : TrackerStatus.Failed));

    [Fact]
    public void A_script_is_awaited_only_when_it_can_mean_FAULT()
    {
        Assert.True(Judge(TrackerKind.Script, 0, reverse: false, TrackerStatus.Init).IsPending);
        Assert.Equal(default, Judge(TrackerKind.Script, 10, reverse: false, TrackerStatus.Init));
    }

    [Theory]
    [InlineData(10, 2, false, 20, false)]
    [InlineData(-3, 2, false, -6, false)]
    [InlineData(9, 1, true, -9, false)]
    [InlineData(1000, 2, false, 253, false)]
    [InlineData(-127, 2, false, 0, true)]
    [InlineData(-126, 2, false, -252, false)]
    [InlineData(int.MinValue, 254, false, 0, true)]
    [InlineData(0, 0, false, 0, false)]
    [InlineData(5, 0, false, 0, true)]
    [InlineData(0, 0, true, 0, true)]
    public void A_files_number_times_the_weight(int number, int weight, bool reverse, int priority, bool fault)
    {
        var record = default(TrackerRecord);
        record.Value = number;
        Assert.Equal(new Standing(priority, fault, IsPending: false), new TrackedItem(TrackerKind.File, "f", weight, reverse).Judge(record));
    }

    private static Standing Judge(TrackerKind kind, int weight, bool reverse, TrackerStatus status)
    {
        var record = default(TrackerRecord);
        record.Status = status;
        return new TrackedItem(kind, "x", weight, reverse).Judge(record);
    }
}
