using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Transport;

/// <summary>What a connection attempt came to.</summary>
/// <param name="Transport">The connection; null when it failed.</param>
/// <param name="ErrorNumber">0, or the errno; <see cref="Errno.TimedOut"/> when the time given ran out.</param>
public readonly record struct ConnectResult(SocketTransport? Transport, int ErrorNumber);

/// <summary>What a connection attempt needs besides the address.</summary>
public sealed record ConnectOptions
{
    /// <summary>Local address (<c>source</c>); Unspecified leaves it to the kernel. A port of 0 is chosen by the kernel.</summary>
    public SockAddr Source { get; init; }

    /// <summary>Milliseconds until the attempt fails; 0: the kernel's own limit.</summary>
    public int TimeoutMs { get; init; }

    /// <summary>Interface the socket is bound to, or null.</summary>
    public string? Interface { get; init; }

    public static ConnectOptions Default { get; } = new();
}

/// <summary>A plain stream socket on a loop.</summary>
public sealed class SocketTransport : LoopTransport
{
    private bool _connecting;

    private SocketTransport(EventLoop loop, int fd)
        : base(loop, fd)
    {
    }

    /// <summary>
    /// Takes over a connected, non-blocking socket. On failure (no memory for epoll) it is closed and null comes back.
    /// </summary>
    public static SocketTransport? Over(EventLoop loop, int fd)
    {
        var transport = new SocketTransport(loop, fd) { MayWrite = true, LastActivityMs = loop.NowMs };
        if (loop.Register(fd, transport) == 0) return transport;
        transport.Close();
        return null;
    }

    /// <summary>
    /// Connects from the calling loop. TCP_NODELAY is set. Failures are values: see <see cref="ConnectResult"/>.
    /// </summary>
    public static async LoopTask<ConnectResult> ConnectAsync(EventLoop loop, SockAddr address, ConnectOptions options)
    {
        var fd = Sockets.Create(address.Family, Sockets.Stream);
        if (fd < 0) return new ConnectResult(null, Libc.Errno);
        var error = StartConnecting(fd, address, options, out var inProgress);
        var transport = new SocketTransport(loop, fd) { _connecting = inProgress, MayWrite = !inProgress, LastActivityMs = loop.NowMs };
        if (error == 0) error = loop.Register(fd, transport);
        if (error == 0 && inProgress)
        {
            if (options.TimeoutMs > 0) transport.SetDeadline(loop.NowMs + options.TimeoutMs);
            var end = await transport.Output.WaitWritableAsync();
            transport.ClearTimeout();
            error = end switch
            {
                TransportEnd.None => 0,
                TransportEnd.TimedOut => Errno.TimedOut,
                TransportEnd.Closed => Errno.ConnectionAborted,
                _ => transport.ErrorNumber,
            };
        }
        if (error == 0) return new ConnectResult(transport, 0);
        transport.Close();
        return new ConnectResult(null, error);
    }

    /// <summary>Moves bytes into an empty pipe: how many, or 0 when there is nothing now or an end, which is then in ReadEnd.</summary>
    internal int SpliceInto(SplicePipe pipe, long length)
    {
        if (!MayRead || ReadEnd != TransportEnd.None) return 0;
        var moved = (int)Splice.Transfer(Descriptor, pipe.WriteEnd, (nint)Math.Min(length, SplicePipe.CapacityBytes), more: false);
        if (moved > 0) CountIn(moved);
        else if (moved == 0) ReadEnd = TransportEnd.Eof;
        else OnReceiveFailed(Libc.Errno);
        return Math.Max(0, moved);
    }

    /// <summary>Moves bytes out of a pipe: how many, fewer when the socket is full or has ended, which is then in WriteEnd.</summary>
    internal int SpliceFrom(SplicePipe pipe, int length, bool more)
    {
        if (!MayWrite || WriteEnd != TransportEnd.None) return 0;
        var moved = (int)Splice.Transfer(pipe.ReadEnd, Descriptor, length, more);
        if (moved > 0) CountOut(moved);
        else if (moved < 0) OnSendFailed(Libc.Errno);
        return Math.Max(0, moved);
    }

    private void OnReceiveFailed(int errno)
    {
        if (errno == Errno.Again) MayRead = false;
        else if (errno != Errno.Interrupted) ReadEnd = EndOf(errno);
    }

    private void OnSendFailed(int errno)
    {
        if (errno == Errno.Again) MayWrite = false;
        else if (errno != Errno.Interrupted) WriteEnd = EndOf(errno);
    }

    private static int StartConnecting(int fd, in SockAddr address, ConnectOptions options, out bool inProgress)
    {
        inProgress = false;
        if (address.IsIp) _ = SocketOptions.SetNoDelay(fd, on: true);
        if (options.Interface is not null && SocketOptions.SetBindToDevice(fd, options.Interface) < 0) return Libc.Errno;
        if (options.Source.Family != SockFamily.Unspecified)
        {
            if (options.Source.Port == 0) _ = SocketOptions.SetBindAddressNoPort(fd, on: true);
            else _ = SocketOptions.SetReuseAddress(fd, on: true);
            if (Sockets.Bind(fd, options.Source) < 0) return Libc.Errno;
        }
        if (Sockets.Connect(fd, address) == 0) return 0;
        var error = Libc.Errno;
        if (error != Errno.InProgress) return error;
        inProgress = true;
        return 0;
    }

    private protected override unsafe int ReceiveCore(byte* memory, int length)
    {
        var received = (int)Sockets.Receive(Descriptor, memory, length, 0);
        if (received > 0)
        {
            // A short read has drained the socket, unless the end stands behind the bytes (epoll(7), edge-triggered use).
            if (received < length && !PeerFinished) MayRead = false;
            return received;
        }
        if (received == 0)
        {
            ReadEnd = TransportEnd.Eof;
            return 0;
        }
        OnReceiveFailed(Libc.Errno);
        return 0;
    }

    private protected override unsafe long SendCore(IoVector* parts, int count, long total)
    {
        nint sent;
        if (count == 1)
        {
            sent = Sockets.Send(Descriptor, parts->Base, parts->Length, Sockets.NoSignal);
        }
        else
        {
            var message = new MessageHeader { Vectors = parts, VectorCount = count };
            sent = Sockets.SendMessage(Descriptor, &message, Sockets.NoSignal);
        }
        if (sent >= 0)
        {
            if (sent < total) MayWrite = false;
            return sent;
        }
        OnSendFailed(Libc.Errno);
        return 0;
    }

    private protected override void ShutdownWriteCore() => _ = Sockets.Shutdown(Descriptor, Sockets.ShutdownWrite);

    private protected override bool Intercept()
    {
        if (!_connecting) return false;
        if (!MayWrite) return true;
        _connecting = false;
        if (PeerFinished)
        {
            var error = SocketOptions.TakeError(Descriptor);
            if (error != 0) ReadEnd = WriteEnd = EndOf(error);
        }
        return false;
    }
}
