using Daemon.Linux;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// Listening sockets that came from the process before: by number from a master or a parent, or over a stats socket with <c>-x</c>. An address of
/// the configuration takes the one that is bound to it; what nobody takes is closed, so that no connection waits where nobody accepts.
/// </summary>
public sealed class InheritedSockets
{
    private readonly List<(SockAddr Address, int Descriptor)> _sockets = [];

    public InheritedSockets(IEnumerable<int> descriptors)
    {
        foreach (var fd in descriptors)
        {
            _ = Libc.SetCloseOnExec(fd, close: true);
            var address = Sockets.LocalAddress(fd);
            if (address.Family == SockFamily.Unspecified || !SocketOptions.IsListening(fd)) _ = Libc.Close(fd);
            else _sockets.Add((Canonical(address), fd));
        }
    }

    /// <summary>The socket bound to that address, which then belongs to the caller; null when there is none.</summary>
    /// <param name="device">A socket bound to a device is not told apart from one that is not: then a new one is made.</param>
    public int? Take(in SockAddr address, string? device)
    {
        if (device is not null) return null;
        for (var i = 0; i < _sockets.Count; i++)
        {
            if (_sockets[i].Address != address) continue;
            var fd = _sockets[i].Descriptor;
            _sockets.RemoveAt(i);
            return fd;
        }

        return null;
    }

    /// <summary>Closes what was not taken.</summary>
    public void CloseRest()
    {
        foreach (var (_, fd) in _sockets) _ = Libc.Close(fd);
        _sockets.Clear();
    }

    // A unix socket was bound under "path.PID.tmp" and renamed: the kernel still tells the first name.
    private static SockAddr Canonical(in SockAddr address)
    {
        if (address.Path is not { Length: > 0 } path || path[0] == '\0' || !path.EndsWith(".tmp", StringComparison.Ordinal)) return address;
        var dot = path.LastIndexOf('.', path.Length - 5);
        return dot > 0 && path.AsSpan(dot + 1, path.Length - 5 - dot).IndexOfAnyExceptInRange('0', '9') < 0 ? SockAddr.Unix(path[..dot]) : address;
    }
}
