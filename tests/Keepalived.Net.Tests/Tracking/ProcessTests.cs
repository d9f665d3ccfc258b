using System.Text;
using ConfParsers.Keepalived;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Tests.Tracking;

/// <summary>Which processes count, and when their number does: as keepalived 2.2.7 was seen to match and wait.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("prog", null, false, true)]
    [InlineData("other", null, false, false)]
    [InlineData("argv0", null, true, true)]
    [InlineData("prog", null, true, false)]
    [InlineData("argv0 30 a b", null, false, true)]
    [InlineData("argv0 30 a", null, false, false)]
    [InlineData("argv0 30", ParameterMatch.Initial, false, true)]
    [InlineData("argv0 3", ParameterMatch.Initial, false, true)]
    [InlineData("argv0 30 a", ParameterMatch.Initial, false, true)]
    [InlineData("argv0 a", ParameterMatch.Initial, false, false)]
    [InlineData("argv0", ParameterMatch.Initial, false, true)]
    [InlineData("argv0 3", ParameterMatch.Partial, false, false)]
    [InlineData("argv0 30", ParameterMatch.Partial, false, true)]
    [InlineData("argv0 30 b", ParameterMatch.Partial, false, false)]
    [InlineData("argv", ParameterMatch.Partial, false, false)]
    public void A_process_is_matched_by_name_or_command_line(string command, ParameterMatch? match, bool fullCommand, bool expected)
    {
        var pattern = new ProcessPattern(command.Split(' '), match, fullCommand);
        Assert.Equal(expected, pattern.Matches("prog", Encoding.UTF8.GetBytes("argv0\0" + "30\0a\0b\0")));
    }

    [Fact]
    public void A_kernel_thread_has_a_name_and_no_command_line()
    {
        Assert.True(new ProcessPattern(["kswapd0"], null, fullCommand: false).Matches("kswapd0", []));
        Assert.False(new ProcessPattern(["kswapd0"], null, fullCommand: true).Matches("kswapd0", []));
    }

    [Fact]
    public void A_quorum_is_between_its_limits()
    {
        var quorum = new ProcessQuorum { Minimum = 2, Maximum = 3 };
        quorum.Start(1);
        Assert.False(quorum.IsReached);
        Assert.True(quorum.Set(2, now: 0));
        Assert.False(quorum.Set(3, now: 0));
        Assert.True(quorum.Set(4, now: 0));
        Assert.False(quorum.IsReached);
    }

    [Fact]
    public void A_change_counts_after_its_delay_and_not_when_it_went_back_by_then()
    {
        var quorum = new ProcessQuorum { ForkDelayUs = 100, TerminateDelayUs = 500 };
        quorum.Start(1);
        Assert.False(quorum.Set(0, now: 1000));
        Assert.Equal(1500, quorum.NextEventUs);
        Assert.False(quorum.Set(1, now: 1200));
        Assert.Equal(long.MaxValue, quorum.NextEventUs);
        Assert.False(quorum.Set(0, now: 2000));
        Assert.False(quorum.OnTimer(2499));
        Assert.True(quorum.OnTimer(2500));
        Assert.False(quorum.IsReached);
        Assert.False(quorum.Set(1, now: 3000));
        Assert.True(quorum.OnTimer(3100));
        Assert.True(quorum.IsReached);
    }

    [Theory]
    [InlineData("10\n", 10)]
    [InlineData("  -3 and more", -3)]
    [InlineData("+7", 7)]
    [InlineData("abc", 0)]
    [InlineData("", 0)]
    [InlineData("-", 0)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    public void A_files_number_is_what_it_begins_with(string text, int expected) => Assert.Equal(expected, FileWatch.NumberIn(text));
}
