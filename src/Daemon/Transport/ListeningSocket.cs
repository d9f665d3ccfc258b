using System.Globalization;
using Daemon.Linux;

namespace Daemon.Transport;

/// <summary>How a listening socket is made (configuration.txt 5.1 "bind").</summary>
public sealed record ListenOptions
{
    /// <summary><c>backlog</c>, at least 1; the kernel's somaxconn limits it further.</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary><c>v6only</c>: an IPv6 socket takes no IPv4; <c>v4v6</c>: it takes both; null: the system's default.</summary>
    public bool? V6Only { get; init; }

    /// <summary><c>interface</c>, or null.</summary>
    public string? Interface { get; init; }

    /// <summary><c>transparent</c>: also an address that is not on this machine.</summary>
    public bool FreeBind { get; init; }

    /// <summary><c>defer-accept</c>: a connection is reported with its first bytes.</summary>
    public bool DeferAccept { get; init; }

    /// <summary><c>-dR</c> or <c>noreuseport</c> turn it off: then two instances cannot listen on one port.</summary>
    public bool ReusePort { get; init; } = true;

    /// <summary>Unix sockets: <c>mode</c>; null leaves what the umask makes.</summary>
    public uint? Mode { get; init; }

    /// <summary>Unix sockets: owner; null leaves it.</summary>
    public uint? UserId { get; init; }

    /// <summary>Unix sockets: group; null leaves it.</summary>
    public uint? GroupId { get; init; }
}

/// <summary>A listening descriptor, or why there is none.</summary>
/// <param name="Descriptor">-1 on failure.</param>
/// <param name="Error">HAProxy's words for the step that failed with the C library's in parentheses, such as <c>cannot bind socket (Address already in use)</c>; null on success.</param>
public readonly record struct ListenResult(int Descriptor, string? Error);

/// <summary>
/// Makes bound and listening sockets as HAProxy does: with SO_REUSEPORT, so that a new process can listen before the old one has left, and unix sockets bound
/// under a temporary name and renamed, so that there is no moment without one. (configuration.txt 5.1; management.txt 3, 4)
/// </summary>
public static class ListeningSocket
{
    private const uint Unchanged = uint.MaxValue;

    /// <summary>Binds and listens.</summary>
    public static ListenResult Open(in SockAddr address, ListenOptions options)
    {
        var fd = Sockets.Create(address.Family, Sockets.Stream);
        if (fd < 0) return Fail(-1, "cannot create listening socket");
        return address.Family == SockFamily.Unix ? OpenUnix(fd, address, options) : OpenInet(fd, address, options);
    }

    /// <summary>Takes an inherited descriptor (<c>fd@N</c>): it must be a bound stream socket; it is made to listen if it does not yet.</summary>
    public static ListenResult Inherit(int fd, ListenOptions options)
    {
        if (SocketOptions.TypeOf(fd) != Sockets.Stream) return new ListenResult(-1, string.Create(CultureInfo.InvariantCulture, $"fd {fd} is not a stream socket"));
        _ = Libc.SetNonBlocking(fd);
        _ = Libc.SetCloseOnExec(fd, close: true);
        if (Sockets.LocalAddress(fd).IsIp) _ = SocketOptions.SetNoDelay(fd, on: true);
        if (!SocketOptions.IsListening(fd) && Sockets.Listen(fd, options.Backlog) < 0) return new ListenResult(-1, Words("cannot listen to socket"));
        return new ListenResult(fd, null);
    }

    private static ListenResult OpenInet(int fd, in SockAddr address, ListenOptions options)
    {
        _ = SocketOptions.SetReuseAddress(fd, on: true);
        if (options.ReusePort) _ = SocketOptions.SetReusePort(fd, on: true);
        if (options.FreeBind) _ = SocketOptions.SetFreeBind(fd, on: true);
        if (options.V6Only is { } v6Only && address.Family == SockFamily.IPv6) _ = SocketOptions.SetV6Only(fd, v6Only);
        if (options.Interface is not null && SocketOptions.SetBindToDevice(fd, options.Interface) < 0) return Fail(fd, "cannot bind listener to device");
        _ = SocketOptions.SetNoDelay(fd, on: true); // accepted sockets inherit it, which saves a call for each
        if (Sockets.Bind(fd, address) < 0) return Fail(fd, "cannot bind socket");
        if (options.DeferAccept) _ = SocketOptions.SetDeferAccept(fd, 1);
        return Sockets.Listen(fd, options.Backlog) < 0 ? Fail(fd, "cannot listen to socket") : new ListenResult(fd, null);
    }

    private static ListenResult OpenUnix(int fd, in SockAddr address, ListenOptions options)
    {
        var path = address.Path!;
        if (path[0] == '\0')
        {
            if (Sockets.Bind(fd, address) < 0) return Fail(fd, "cannot bind UNIX socket");
            return Sockets.Listen(fd, options.Backlog) < 0 ? Fail(fd, "cannot listen to socket") : new ListenResult(fd, null);
        }
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Libc.GetPid()}.tmp");
        _ = Libc.Unlink(temporary);
        SockAddr first;
        try
        {
            first = SockAddr.Unix(temporary);
        }
        catch (ArgumentException e)
        {
            _ = Libc.Close(fd);
            return new ListenResult(-1, e.Message);
        }
        if (Sockets.Bind(fd, first) < 0) return Fail(fd, "cannot bind UNIX socket");
        if (options.Mode is { } mode && Libc.Chmod(temporary, mode) < 0
            || (options.UserId is not null || options.GroupId is not null) && Libc.Chown(temporary, options.UserId ?? Unchanged, options.GroupId ?? Unchanged) < 0)
        {
            return FailUnix(fd, temporary, "cannot change UNIX socket ownership");
        }
        if (Sockets.Listen(fd, options.Backlog) < 0) return FailUnix(fd, temporary, "cannot listen to socket");
        return Libc.Rename(temporary, path) < 0 ? FailUnix(fd, temporary, "cannot switch final and temporary UNIX sockets") : new ListenResult(fd, null);
    }

    private static ListenResult FailUnix(int fd, string temporary, string what)
    {
        var result = Fail(fd, what);
        _ = Libc.Unlink(temporary);
        return result;
    }

    private static ListenResult Fail(int fd, string what)
    {
        var words = Words(what);
        if (fd >= 0) _ = Libc.Close(fd);
        return new ListenResult(-1, words);
    }

    private static string Words(string what) => $"{what} ({Libc.ErrorText(Libc.Errno)})";
}
