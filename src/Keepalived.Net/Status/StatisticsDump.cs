namespace Keepalived.Net.Status;

/// <summary>keepalived.stats: the counters of each instance, as 2.2.7 writes them.</summary>
internal static class StatisticsDump
{
    public static string Write(StatusView view)
    {
        var text = new DumpText();
        foreach (var (instance, record) in view.Routers())
        {
            var counters = record.Counters;
            text.Line($"VRRP Instance: {instance.Name}");
            text.Line("  Advertisements:");
            text.Line($"    Received: {counters.Received}");
            text.Line($"    Sent: {counters.Sent}");
            text.Line($"  Became master: {counters.BecameMaster}");
            text.Line($"  Released master: {counters.ReleasedMaster}");
            text.Line("  Packet Errors:");
            text.Line($"    Length: {counters.LengthErrors}");
            text.Line($"    TTL: {counters.TimeToLiveErrors}");
            text.Line($"    Invalid Type: {counters.InvalidTypes}");
            text.Line($"    Advertisement Interval: {counters.IntervalErrors}");
            text.Line($"    Address List: {counters.AddressListErrors}");
            text.Line("  Authentication Errors:");
            text.Line($"    Invalid Type: {counters.InvalidAuthenticationTypes}");
            text.Line($"    Type Mismatch: {counters.AuthenticationMismatches}");
            text.Line($"    Failure: {counters.AuthenticationFailures}");
            text.Line("  Priority Zero:");
            text.Line($"    Received: {counters.PriorityZeroReceived}");
            text.Line($"    Sent: {counters.PriorityZeroSent}");
        }

        return text.ToString();
    }
}
