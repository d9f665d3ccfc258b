using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Network;

/// <summary>Puts routes and rules into the kernel's tables and takes them out. (keepalived.conf(5) "virtual_routes", "virtual_rules")</summary>
public sealed class RouteCommands(InterfaceTable interfaces, DaemonLog log) : IDisposable
{
    private const int NoSuchProcess = 3;
    private const int AlreadyExists = 17;
    private const int NoSuchEntry = 2;

    private readonly NetlinkSocket command = new(0);
    private readonly Dictionary<RouteKey, int> removedRoutes = [];
    private readonly Dictionary<RuleKey, int> removedRules = [];

    public void Add(VirtualRoute route) => Request(route, add: true);

    public void Remove(VirtualRoute route) => Request(route, add: false);

    public void Add(VirtualRule rule) => Request(rule, add: true);

    public void Remove(VirtualRule rule) => Request(rule, add: false);

    /// <summary>Whether the removal that the kernel reports was ours; it is then accounted for.</summary>
    public bool WasOurs(in RouteKey key) => Uncount(removedRoutes, key);

    /// <inheritdoc cref="WasOurs(in RouteKey)"/>
    public bool WasOurs(in RuleKey key) => Uncount(removedRules, key);

    /// <summary>The same route of the configuration, wherever it stands in the file.</summary>
    public static bool AreSame(VirtualRoute one, VirtualRoute other) =>
        (one with { Place = other.Place, Metrics = [], NextHops = [] }).Equals(other with { Metrics = [], NextHops = [] })
        && one.Metrics.SequenceEqual(other.Metrics) && one.NextHops.SequenceEqual(other.NextHops);

    public void SetReceiveBuffer(ReceiveBuffer buffer) => command.SetReceiveBuffer(buffer.Bytes, buffer.Force);

    public void Dispose() => command.Dispose();

    private void Request(VirtualRoute route, bool add)
    {
        var writer = new NetlinkWriter(stackalloc byte[RouteMessage.MaxLength]);
        if (!RouteMessage.TryWrite(ref writer, route, add, name => interfaces.Find(name)?.Index ?? 0)) return;
        var error = command.Request(writer.Written);
        if (error == 0 && !add) Count(removedRoutes, RouteKey.Of(route));
        if (error is 0 || (!add && error == NoSuchProcess)) return;
        log.Write($"Netlink: error: {Marshal.GetPInvokeErrorMessage(error)}({error}), type={(add ? "RTM_NEWROUTE(24)" : "RTM_DELROUTE(25)")}, {route.Destination}/{route.PrefixLength}");
    }

    private void Request(VirtualRule rule, bool add)
    {
        var writer = new NetlinkWriter(stackalloc byte[RuleMessage.MaxLength]);
        RuleMessage.Write(ref writer, rule, add);
        var error = command.Request(writer.Written);
        if (error == 0 && !add) Count(removedRules, RuleKey.Of(rule));
        if (error is 0 || error == (add ? AlreadyExists : NoSuchEntry)) return;
        log.Write($"Netlink: error: {Marshal.GetPInvokeErrorMessage(error)}({error}), type={(add ? "RTM_NEWRULE(32)" : "RTM_DELRULE(33)")}, preference {rule.Preference}");
    }

    private static void Count<TKey>(Dictionary<TKey, int> removed, TKey key)
        where TKey : notnull => removed[key] = removed.GetValueOrDefault(key) + 1;

    private static bool Uncount<TKey>(Dictionary<TKey, int> removed, TKey key)
        where TKey : notnull
    {
        if (!removed.TryGetValue(key, out var count)) return false;
        if (count == 1) removed.Remove(key);
        else removed[key] = count - 1;
        return true;
    }
}
