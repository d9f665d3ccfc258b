using Keepalived.Net.Process;

namespace Keepalived.Net.Tests.Process;

/// <summary>The forms that a reload_time_file may have. (keepalived.conf(5) "reload_time_file")</summary>
public sealed class ReloadTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("12:00:01Z", "2026-11-26 12:00:01", true)]
    [InlineData("11:59:59Z", "2026-11-27 11:59:59", true)]
    [InlineData("26-12-01 01:02:03Z", "2026-12-01 01:02:03", false)]
    [InlineData("2001-01-01 00:00:00Z", "2001-01-01 00:00:00", false)]
    public void A_permitted_form_is_a_moment(string line, string at, bool isDaily)
    {
        var time = ReloadTime.Parse(line, Now);
        Assert.NotNull(time);
        Assert.Equal(at, time.Value.At.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(isDaily, time.Value.IsDaily);
    }

    [Theory]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData(" 12:00:00")]
    [InlineData("12:00")]
    [InlineData("2026-11-26  12:00:00")]
    [InlineData("25:00:00")]
    [InlineData("12:00:00ZZ")]
    public void Anything_else_is_none(string line) => Assert.Null(ReloadTime.Parse(line, Now));

    [Theory]
    [InlineData("022", null, 0b000_010_010)]
    [InlineData("0x12", null, 0b000_010_010)]
    [InlineData("18", null, 0b000_010_010)]
    [InlineData(null, 0b111, 0b111)]
    [InlineData("022", 0b111, 0b000_010_010)]
    [InlineData("9x", null, null)]
    [InlineData("01000", null, null)]
    public void A_umask_is_a_number_as_C_writes_it(string? option, int? configured, int? expected) => Assert.Equal(expected, UmaskValue.Of(option, configured));
}
