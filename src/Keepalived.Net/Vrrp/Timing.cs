namespace Keepalived.Net.Vrrp;

/// <summary>Skew time and master down interval, in microseconds, with the truncations keepalived makes. (RFC 3768 §6.1, RFC 5798 §6.1)</summary>
public static class Timing
{
    private const int CentisecondUs = 10_000;

    /// <summary>How much later than the others a router of this priority takes over.</summary>
    /// <param name="version">2: the skew is a part of a second. 3: a part of the master's interval.</param>
    /// <param name="priority">Effective priority 1..255.</param>
    public static long Skew(int version, int priority, long masterIntervalUs) => version == 2
        ? (256 - priority) * 1_000_000L / 256
        : (256 - priority) * (masterIntervalUs / CentisecondUs) * 625 / 16;

    /// <summary>Silence after which the master counts as gone.</summary>
    /// <param name="adverts">down_timer_adverts, normally 3.</param>
    public static long MasterDown(int version, int priority, long masterIntervalUs, int adverts) =>
        (adverts * masterIntervalUs) + Skew(version, priority, masterIntervalUs);
}
