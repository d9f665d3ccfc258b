using System.Globalization;
using System.Text;
using ConfParsers.Keepalived;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Status;

/// <summary>The words that all parts of keepalived.data share: times, scripts, booleans, as 2.2.7 writes them.</summary>
internal sealed class DumpText
{
    private readonly StringBuilder text = new();

    public void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Line(string line) => text.Append(line).Append('\n');

    public void Head(string title) => Line($"------< {title} >------");

    public override string ToString() => text.ToString();

    public static string OnOff(bool? value) => value switch { true => "on", false => "off", _ => "unset" };

    public static string Bool(bool value) => value ? "true" : "false";

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Seconds and microseconds since 1970, and the same in local time.</summary>
    public static string Time(long unixUs)
    {
        var local = (DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(unixUs)).ToLocalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{unixUs / 1_000_000}.{unixUs % 1_000_000:D6} ({local:ddd MMM} {local.Day,2} {local:HH:mm:ss.ffffff yyyy})");
    }

    /// <summary>Each argument in single quotes, the first as the path that is found.</summary>
    public static string Command(ScriptCommand command) => string.Join(' ', command.Arguments.Select((each, i) => $"'{(i == 0 ? ScriptPath.Resolve(each) ?? each : each)}'"));

    public static string Owner(string? user, string? group) => ScriptUser.TryResolve(user, group, out var userId, out var groupId) ? $"{userId}:{groupId}" : "unknown";

    public static string Owner(ScriptCommand command) => Owner(command.User, command.Group);

    /// <summary>Of a tracker's use: its weight, and the word that turns it round.</summary>
    public static string Weight(int weight, bool reverse) => string.Create(CultureInfo.InvariantCulture, $"weight {weight}{(reverse ? " reverse" : "")}");
}
