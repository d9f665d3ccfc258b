using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>The parts of keepalived.data between globals and topology: "Gratuitous ARP delays", and the addresses, routes and rules that are always there.</summary>
internal static class StaticDump
{
    public static void Write(DumpText text, StatusView view)
    {
        var model = view.Model;
        WriteDelays(text, view);
        Write(text, "Static Addresses", model.StaticAddresses.Select(each => AddressText.Of(each, isSet: true)));
        Write(text, "Static Routes", model.StaticRoutes.Select(RouteText.Of));
        Write(text, "Static Rules", model.StaticRules.Select(RuleText.Of));
    }

    private static void Write(DumpText text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length == 0) return;
        text.Head(title);
        foreach (var line in all) text.Line("     " + line);
    }

    /// <summary>Interfaces that share a limit. The times at which it ends are the original's inner life: ours are told as now.</summary>
    private static void WriteDelays(DumpText text, StatusView view)
    {
        if (view.Model.GarpGroups.Length == 0) return;
        var now = DumpText.Time((view.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        text.Head("Gratuitous ARP delays");
        foreach (var (index, group) in view.Model.GarpGroups.Index())
        {
            text.Head($"GARP delay group {index}");
            WriteDelay(text, "GARP", group.ArpInterval, now);
            WriteDelay(text, "GNA", group.NeighbourInterval, now);
            text.Line(" Interfaces");
            foreach (var name in group.Interfaces) text.Line($"  {name}");
        }
    }

    private static void WriteDelay(DumpText text, string kind, TimeSpan interval, string now)
    {
        if (interval == TimeSpan.Zero) return;
        text.Line($" {kind} interval = {interval.TotalSeconds}");
        text.Line($" {kind} next time {now}");
    }
}
