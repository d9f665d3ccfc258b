using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Process;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Status;

/// <summary>Everything a report of the daemon is made of: what is configured, and what the VRRP child wrote about it.</summary>
/// <param name="NowUs">Of the monotonic clock, which the page's times are of.</param>
/// <param name="Time">The same moment for people.</param>
public sealed record StatusView(KeepalivedModel Model, StatusPage Page, EventJournal Journal, bool Maintenance, long NowUs, DateTimeOffset Time)
{
    public required DaemonPaths Paths { get; init; }

    public required DaemonOptions Options { get; init; }

    /// <summary>The instances that the child has taken in, in the order of the configuration.</summary>
    public IEnumerable<(VrrpInstance Instance, RouterRecord Record)> Routers()
    {
        foreach (var instance in Model.Instances)
        {
            if (Page.TryFind(instance.Name, out var record)) yield return (instance, record);
        }
    }

    /// <summary>What an instance depends on, and what each of it means now.</summary>
    public IEnumerable<(TrackedItem Item, TrackerRecord Record, Standing Standing)> Trackers(VrrpInstance instance)
    {
        foreach (var item in TrackedItem.Of(instance, Model))
        {
            if (Page.TryFind(item.Kind, item.Name, out var record)) yield return (item, record, item.Judge(record));
        }
    }
}
