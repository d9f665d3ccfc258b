using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using Daemon.Linux;
using Daemon.Logging;
using Daemon.Transport;

namespace HAProxy.Net.Lifecycle;

/// <summary>One address of the configuration with its listening descriptor.</summary>
/// <param name="Proxy">Null for a stats socket of the global section.</param>
public sealed record BoundListener(ProxyModel? Proxy, BindModel Bind, int Descriptor);

/// <summary>
/// Every address of a configuration becomes a listening socket: one that was inherited when there is one for it, else a new one. Families are
/// bound in HAProxy's order, IPv6, IPv4, unix, and every fault is reported before the start is given up. (management.txt 4; measured)
/// </summary>
public sealed class SocketBinder(StartupLog log, InheritedSockets inherited, bool reusePort)
{
    private int _failures;

    /// <summary>Those that were not inherited: to be closed when the start is given up.</summary>
    public List<int> Opened { get; } = [];

    /// <returns>Null when one could not be bound: that has been reported.</returns>
    public List<BoundListener>? Bind(HaproxyModel model)
    {
        var wanted = Addresses(model);
        var bound = new BoundListener?[wanted.Count];
        foreach (var rank in (int[])[0, 1, 2])
        {
            for (var i = 0; i < wanted.Count; i++)
            {
                if (RankOf(wanted[i].Bind.Address) == rank) bound[i] = Open(wanted[i].Proxy, wanted[i].Bind);
            }
        }

        return _failures > 0 ? null : [.. bound.Select(one => one!)];
    }

    /// <summary>The sockets of the same model that another process has bound, in <see cref="Bind"/>'s order.</summary>
    public static List<BoundListener>? Zip(HaproxyModel model, int[] descriptors)
    {
        var wanted = Addresses(model);
        if (wanted.Count != descriptors.Length) return null;
        foreach (var fd in descriptors) _ = Libc.SetCloseOnExec(fd, close: true);
        return [.. wanted.Select((one, i) => new BoundListener(one.Proxy, one.Bind, descriptors[i]))];
    }

    private static List<(ProxyModel? Proxy, BindModel Bind)> Addresses(HaproxyModel model)
    {
        var wanted = new List<(ProxyModel? Proxy, BindModel Bind)>();
        foreach (var socket in model.Global.Stats.Sockets) wanted.Add((null, socket));
        foreach (var proxy in model.Proxies)
        {
            if (proxy.Disabled) continue;
            foreach (var bind in proxy.Binds) wanted.Add((proxy, bind));
        }

        return wanted;
    }

    // IPv6 first, then IPv4, then unix sockets; inherited descriptors cost nothing and come first.
    private static int RankOf(Endpoint address) => address.Family switch
    {
        EndpointFamily.Unix or EndpointFamily.AbstractUnix => 2,
        EndpointFamily.Descriptor or EndpointFamily.SocketPair => 0,
        _ => address.Address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 0 : 1,
    };

    private BoundListener? Open(ProxyModel? proxy, BindModel bind)
    {
        var (user, userFault) = UserOf(bind);
        var (group, groupFault) = GroupOf(bind);
        if ((userFault ?? groupFault) is { } fault) return Fail(proxy, bind, fault, "");

        var options = new ListenOptions
        {
            Backlog = BacklogOf(proxy, bind),
            V6Only = bind.V6Only ? true : bind.V4V6 ? false : null,
            Interface = bind.Interface,
            FreeBind = bind.Transparent,
            DeferAccept = bind.DeferAccept,
            ReusePort = reusePort,
            Mode = bind.Mode is { } mode ? (uint)mode : null,
            UserId = user,
            GroupId = group,
        };

        if (bind.Address.Family == EndpointFamily.Descriptor) return Finish(proxy, bind, ListeningSocket.Inherit(bind.Address.Descriptor, options), "");
        SockAddr address;
        try
        {
            address = AddressOf(bind.Address);
        }
        catch (ArgumentException e)
        {
            return Fail(proxy, bind, e.Message, "");
        }

        if (inherited.Take(address, bind.Interface) is { } fd) return Finish(proxy, bind, ListeningSocket.Inherit(fd, options), "");
        var place = address.Family == SockFamily.Unix ? $" [{PathOf(bind.Address)}]" : $" for [{address}]";
        var opened = ListeningSocket.Open(address, options);
        if (opened.Error is null) Opened.Add(opened.Descriptor);
        return Finish(proxy, bind, opened, place);
    }

    private BoundListener? Finish(ProxyModel? proxy, BindModel bind, ListenResult result, string place) =>
        result.Error is { } error ? Fail(proxy, bind, error, place) : new BoundListener(proxy, bind, result.Descriptor);

    private BoundListener? Fail(ProxyModel? proxy, BindModel bind, string error, string place)
    {
        _failures++;
        log.Alert($"Binding [{bind.Place}] for {(proxy is null ? "frontend GLOBAL" : $"{KindOf(proxy)} {proxy.Name}")}: {error}{place}");
        return null;
    }

    private static string KindOf(ProxyModel proxy) => proxy.Kind == ProxyKind.Listen ? "proxy" : "frontend";

    private static int BacklogOf(ProxyModel? proxy, BindModel bind)
    {
        if (bind.Backlog > 0) return bind.Backlog;
        if (proxy?.Limits.Backlog > 0) return proxy.Limits.Backlog;
        return proxy?.Limits.MaxConn > 0 ? proxy.Limits.MaxConn : 1024;
    }

    private static string PathOf(Endpoint address) => address.Family == EndpointFamily.AbstractUnix ? "abns@" + address.Host : address.Host;

    private static SockAddr AddressOf(Endpoint address) => address.Family switch
    {
        EndpointFamily.Unix => SockAddr.Unix(address.Host),
        EndpointFamily.AbstractUnix => SockAddr.AbstractUnix(address.Host),
        EndpointFamily.IPv6 when address.Address is null => SockAddr.From(System.Net.IPAddress.IPv6Any, address.PortLow),
        _ => SockAddr.From(address.Address ?? System.Net.IPAddress.Any, address.PortLow),
    };

    private static (uint? Id, string? Fault) UserOf(BindModel bind)
    {
        if (bind.User is not { } name) return (null, null);
        if (uint.TryParse(name, out var id)) return (id, null);
        return Credentials.FindUser(name) is { } user ? (user.Id, null) : (null, $"unknown user name '{name}'");
    }

    private static (uint? Id, string? Fault) GroupOf(BindModel bind)
    {
        if (bind.Group is not { } name) return (null, null);
        if (uint.TryParse(name, out var id)) return (id, null);
        return Credentials.FindGroup(name) is { } group ? (group, null) : (null, $"unknown group name '{name}'");
    }
}
