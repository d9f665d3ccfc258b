using System.Globalization;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>
/// Protocol version and advertisement interval: whole seconds in version 2, hundredths up to 40.95 s in version 3
/// (keepalived.conf(5) "advert_int"; RFC 3768 §5.3.7, RFC 5798 §5.2.7). IPv6 is version 3 only.
/// </summary>
internal static class Advertisement
{
    private const int CentisecondTicks = 100_000;
    private static readonly TimeSpan LongestV3 = TimeSpan.FromMilliseconds(40_950);

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Setting<InstanceDraft>("version", "<2|3>", Version) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("advert_int", "<seconds>", Interval) { Manual = "VRRP instance(s)" },
    ];

    public static int VersionOf(Reading reading, InstanceDraft instance, GlobalDefs global)
    {
        if (instance.Family != AddressFamily.InterNetworkV6) return instance.Version ?? global.VrrpVersion;
        if (instance.Version == 2) reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) cannot use IPv6 with VRRP version 2; setting version 3");
        return 3;
    }

    /// <summary>The interval that the version can express.</summary>
    public static TimeSpan Check(Reading reading, InstanceDraft instance, int version)
    {
        var interval = instance.AdvertInterval;
        var seconds = interval.TotalSeconds;
        if (version == 2)
        {
            if (interval.Ticks % TimeSpan.TicksPerSecond == 0) return interval;
            var rounded = TimeSpan.FromSeconds(Math.Max(1, Math.Floor(seconds + 0.5)));
            reading.WarnAtEnd(DiagnosticKind.OutOfRange, instance.Place, string.Create(CultureInfo.InvariantCulture, $"({instance.Name}) VRRPv2 advertisement interval {seconds:F6}s must be an integer. rounding"));
            return rounded;
        }

        if (interval > LongestV3)
        {
            reading.WarnAtEnd(DiagnosticKind.OutOfRange, instance.Place, string.Create(CultureInfo.InvariantCulture, $"({instance.Name}) VRRPv3 advertisement interval {seconds:F2}s is out of range. Must be less than 40.96s. Setting to 40.95s"));
            return LongestV3;
        }

        if (interval.Ticks % CentisecondTicks == 0) return interval;
        reading.WarnAtEnd(DiagnosticKind.OutOfRange, instance.Place, string.Create(CultureInfo.InvariantCulture, $"({instance.Name}) VRRPv3 advertisement interval {seconds:F6}s must be in units of 10ms - rounding"));
        return TimeSpan.FromTicks((interval.Ticks + (CentisecondTicks / 2)) / CentisecondTicks * CentisecondTicks);
    }

    private static void Version(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (!words.Signed(word, 2, 3, out var version))
        {
            words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}): Version must be either 2 or 3");
            return;
        }

        if (instance.Version is { } earlier && earlier != version)
        {
            words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) vrrp_version {version} conflicts with configured or deduced version {earlier}; ignoring.");
            return;
        }

        instance.Version = version;
    }

    private static void Interval(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Seconds(word, 10_000, 255_000_000, out var interval)) instance.AdvertInterval = interval;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) Advert interval ({word}) not valid! Must be > 0 - ignoring");
    }
}
