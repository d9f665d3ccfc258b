using System.Globalization;

namespace Keepalived.Net.Process;

/// <summary>When the file of <c>reload_time_file</c> says to reload. (keepalived.conf(5) "reload_time_file")</summary>
/// <param name="IsDaily">A time without a date: it comes again every day.</param>
public readonly record struct ReloadTime(DateTimeOffset At, bool IsDaily)
{
    private static readonly string[] Forms = ["HH':'mm':'ss", "yy'-'MM'-'dd HH':'mm':'ss", "yyyy'-'MM'-'dd HH':'mm':'ss"];

    /// <param name="line">The file's first line, without its end.</param>
    /// <param name="now">In local time; a time without a date means the next time it is that late.</param>
    /// <returns>Null: the line has none of the permitted forms.</returns>
    public static ReloadTime? Parse(string line, DateTimeOffset now)
    {
        var isUtc = line.EndsWith('Z');
        var text = isUtc ? line[..^1] : line;
        var form = Array.Find(Forms, each => DateTime.TryParseExact(text, each, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out _));
        if (form is null) return null;
        var moment = DateTime.ParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault);
        var here = isUtc ? now.ToUniversalTime() : now;
        if (form != Forms[0]) return new ReloadTime(Local(moment), IsDaily: false);
        var today = Local(here.Date + moment.TimeOfDay);
        return new ReloadTime(today > now ? today : Local(here.Date.AddDays(1) + moment.TimeOfDay), IsDaily: true);

        DateTimeOffset Local(DateTime time) => isUtc ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time, TimeZoneInfo.Local.GetUtcOffset(time));
    }
}
