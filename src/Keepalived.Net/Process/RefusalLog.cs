using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>Why advertisements are dropped, in 2.2.7's words; a wrong neighbour repeats itself every interval, so the same reason is said once a second.</summary>
public sealed class RefusalLog(DaemonLog log)
{
    private const long IntervalUs = 1_000_000;

    private Refusal last;
    private long loggedUs;

    /// <summary>A good one came between.</summary>
    public void Clear() => last = Refusal.None;

    public void Note(in CheckResult check, VrrpInstance instance, AdvertisementExpectation expectation, ReadOnlySpan<byte> from, long now)
    {
        if (check.Refusal == last && now - loggedUs < IntervalUs) return;
        last = check.Refusal;
        loggedUs = now;
        var missing = check.Refusal == Refusal.AddressList ? instance.Addresses[check.AddressIndex].Address.ToString() : "";
        log.Write($"({instance.Name}) " + RouterLog.Text(check, instance.VirtualRouterId, missing, new IPAddress(from).ToString(), Limits(check, expectation)));
    }

    private static string Limits(in CheckResult check, AdvertisementExpectation expectation)
    {
        if (check.Refusal != Refusal.PeerTimeToLive) return "";
        var peer = expectation.Peers[check.AddressIndex];
        return $"{peer.MinTimeToLive} - {peer.MaxTimeToLive}";
    }
}
