using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using Daemon.Linux;
using Daemon.Logging;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// The listening sockets that a master holds for its workers over reloads: those of the running configuration, and while a new one starts, those it wants.
/// A socket stays open from worker to worker, therefore no connection in its backlog is lost.
/// </summary>
internal sealed class MasterSockets(StartupLog log, bool reusePort)
{
    private List<BoundListener> _held = [];
    private List<BoundListener> _wanted = [];
    private List<int> _opened = [];

    /// <summary>Of the configuration that was bound last, in <see cref="SocketBinder.Bind"/>'s order.</summary>
    public IReadOnlyList<int> Wanted => [.. _wanted.Select(socket => socket.Descriptor)];

    /// <summary>Finds or opens a socket for every address of a configuration; what is held stays.</summary>
    /// <returns>False when one could not be bound: that has been reported.</returns>
    public bool Bind(HaproxyModel model)
    {
        var binder = new SocketBinder(log, new InheritedSockets(Own(_held)), reusePort);
        var bound = binder.Bind(model);
        _opened = binder.Opened;
        if (bound is null) return false;
        _wanted = bound;
        return true;
    }

    /// <summary>The new configuration serves: what it does not want is closed.</summary>
    public void Adopt()
    {
        foreach (var fd in Own(_held).Except(Own(_wanted))) _ = Libc.Close(fd);
        _held = _wanted;
        _opened = [];
    }

    /// <summary>The new configuration does not serve: what was opened for it is closed.</summary>
    public void Abandon()
    {
        foreach (var fd in _opened) _ = Libc.Close(fd);
        _opened = [];
        _wanted = _held;
    }

    // fd@N belongs to whoever gave it.
    private static IEnumerable<int> Own(IEnumerable<BoundListener> sockets) =>
        sockets.Where(socket => socket.Bind.Address.Family != EndpointFamily.Descriptor).Select(socket => socket.Descriptor);
}
