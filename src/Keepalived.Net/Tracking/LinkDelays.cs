using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Interfaces as the virtual routers see them: a link that comes or goes counts only after its delay, and not at all when it has changed back by then.
/// (keepalived.conf(5) "interface_up_down_delays")
/// </summary>
/// <param name="beats">Those whose drivers are asked for their links.</param>
public sealed class LinkDelays(InterfaceTable interfaces, LinkBeat beats, DaemonLog log)
{
    private readonly Dictionary<string, (long DownUs, long UpUs)> delays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Link> links = new(StringComparer.Ordinal);

    private long dueUs = long.MaxValue;

    /// <summary>When the next waiting change counts, or drivers are asked again.</summary>
    public long NextEventUs => Math.Min(dueUs, beats.NextEventUs);

    public void Configure(IEnumerable<InterfaceDelay> configured)
    {
        delays.Clear();
        foreach (var delay in configured) delays[delay.Interface] = (delay.Down.Ticks / TimeSpan.TicksPerMicrosecond, delay.Up.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    public (long DownUs, long UpUs) DelayOf(string name) => delays.GetValueOrDefault(name);

    /// <summary>Up as far as virtual routers are concerned.</summary>
    public bool IsUp(string name) => links.TryGetValue(name, out var link) ? link.CountsAsUp : interfaces.Find(name)?.IsUp ?? false;

    /// <summary>The kernel reported a change.</summary>
    /// <returns>True: it counts at once.</returns>
    public bool Changed(NetworkInterface link, long now)
    {
        if (!delays.TryGetValue(link.Name, out var delay)) return true;
        if (!links.TryGetValue(link.Name, out var seen)) links[link.Name] = seen = new Link { CountsAsUp = !link.IsUp };
        if (seen.CountsAsUp == link.IsUp)
        {
            seen.DueUs = long.MaxValue;
        }
        else
        {
            var wait = link.IsUp ? delay.UpUs : delay.DownUs;
            if (wait == 0)
            {
                seen.CountsAsUp = link.IsUp;
                return true;
            }

            log.Detail($"{link.Name}: {(link.IsUp ? "up" : "down")} counts after {wait / 1000} ms");
            seen.DueUs = now + wait;
        }

        Schedule();
        return false;
    }

    /// <summary>The links whose change counts from now on.</summary>
    public IEnumerable<string> Due(long now)
    {
        var counting = beats.NextEventUs <= now ? beats.Ask(now).Where(link => Changed(link, now)).Select(link => link.Name).ToArray() : [];
        if (dueUs > now) return counting;
        var due = links.Where(each => each.Value.DueUs <= now).Select(each => each.Key).ToArray();
        foreach (var name in due)
        {
            links[name].CountsAsUp = !links[name].CountsAsUp;
            links[name].DueUs = long.MaxValue;
        }

        Schedule();
        return [.. counting, .. due];
    }

    private void Schedule() => dueUs = links.Count == 0 ? long.MaxValue : links.Values.Min(each => each.DueUs);

    private sealed class Link
    {
        public bool CountsAsUp { get; set; }

        public long DueUs { get; set; } = long.MaxValue;
    }
}
