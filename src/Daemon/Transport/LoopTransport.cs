using System.IO.Pipelines;
using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Transport;

/// <summary>
/// A connection on a loop, plain or TLS: reads through <see cref="Input"/>, writes through <see cref="Output"/>, one timeout, byte counters. It
/// tries the system call first and waits only after EAGAIN; a short read or write counts as drained. An idle one holds no buffer.
/// It belongs to its loop's thread. (docs/architecture.md "The engine")
/// </summary>
public abstract class LoopTransport : DescriptorHandler, IDuplexPipe
{
    private IIdleWatcher? _watcher;
    private int _inactivityMs;
    private long _limitMs = Never;

    private protected LoopTransport(EventLoop loop, int fd)
    {
        Loop = loop;
        Descriptor = fd;
        Input = new TransportReader(this);
        Output = new TransportWriter(this);
    }

    public EventLoop Loop { get; private set; }

    /// <summary>The socket; -1 after <see cref="Close"/>.</summary>
    public int Descriptor { get; private set; }

    public bool IsClosed => Descriptor < 0;

    public TransportReader Input { get; }

    public TransportWriter Output { get; }

    PipeReader IDuplexPipe.Input => Input;

    PipeWriter IDuplexPipe.Output => Output;

    /// <summary>True for TLS.</summary>
    public virtual bool IsSecure => false;

    /// <summary>Bytes received so far (of the payload, with TLS).</summary>
    public long BytesIn { get; internal set; }

    /// <summary>Bytes sent so far (of the payload, with TLS).</summary>
    public long BytesOut { get; internal set; }

    /// <summary>The errno behind <see cref="TransportEnd.Reset"/> or <see cref="TransportEnd.Error"/>; 0 when there was none.</summary>
    public int ErrorNumber { get; private protected set; }

    /// <summary>The final end of reading; None while bytes may still come.</summary>
    public TransportEnd ReadEnd { get; internal set; }

    /// <summary>The final end of writing; None while bytes can be sent.</summary>
    public TransportEnd WriteEnd { get; internal set; }

    /// <summary>The last byte in either direction, in milliseconds of the loop's clock.</summary>
    public long LastActivityMs { get; internal set; }

    /// <summary>Bytes may be there: reading is worth a try.</summary>
    internal bool MayRead;

    /// <summary>There may be room: sending is worth a try.</summary>
    internal bool MayWrite;

    /// <summary>The peer has finished sending; bytes may still be before that, so a short read is no proof of having drained.</summary>
    internal bool PeerFinished;

    /// <summary>True when the peer is known to have closed its side, or the socket failed, without a system call.</summary>
    public bool IsPeerFinished => PeerFinished || ReadEnd != TransportEnd.None;

    /// <summary>
    /// Waits on this connection last at most this long without a byte in either direction; 0: without limit. A wait that runs out ends as <see cref="TransportEnd.TimedOut"/>.
    /// </summary>
    public void SetInactivityTimeout(int ms)
    {
        _inactivityMs = ms;
        _limitMs = Never;
        Loop.Timers.Arm(this, ms > 0 ? Loop.NowMs + ms : Never);
    }

    /// <summary>Waits on this connection end at this time whatever is received, as <c>timeout http-request</c> wants it.</summary>
    /// <param name="deadlineMs">Of <see cref="EventLoop.NowMs"/>; <see cref="LoopTimer.Never"/>: without limit.</param>
    public void SetDeadline(long deadlineMs)
    {
        _inactivityMs = 0;
        _limitMs = deadlineMs;
        Loop.Timers.Arm(this, deadlineMs);
    }

    /// <summary>Waits are no longer limited.</summary>
    public void ClearTimeout() => SetDeadline(Never);

    /// <summary>
    /// Makes the connection idle: from now on the watcher is told of what happens. False when there are bytes or an end already,
    /// which are then in <see cref="TransportReader.Unread"/> or <see cref="ReadEnd"/>: go on with them.
    /// </summary>
    public bool Park(IIdleWatcher watcher)
    {
        if (IsClosed || ReadEnd != TransportEnd.None || Input.HasUnread || Input.IsWaiting) return false;
        // After a read of exactly what was asked for it is not known whether the socket is empty: only a try tells.
        if (MayRead && Input.TryFill(out _)) return false;
        _watcher = watcher;
        return true;
    }

    /// <summary>Takes the connection back from its watcher, to be used again.</summary>
    public void Unpark() => _watcher = null;

    public bool IsParked => _watcher is not null;

    /// <summary>
    /// Looks whether bytes (or the end) have come to a parked connection of which the loop has not been told yet; if so the watcher is told now. To be asked
    /// before an idle connection is closed from our side, so that a request that is already here is still answered.
    /// </summary>
    public bool WakeIfReadable()
    {
        if (_watcher is not { } watcher) return false;
        MayRead = true;
        if (!Input.TryFill(out _)) return false;
        _watcher = null;
        watcher.OnReadable(this);
        return true;
    }

    /// <summary>Sends the end of our bytes (FIN) once all of them are sent; reading goes on.</summary>
    public void ShutdownWrite()
    {
        if (IsClosed || WriteEnd != TransportEnd.None) return;
        if (Output.HasPending)
        {
            Output.ShutdownWhenFlushed = true;
            return;
        }
        WriteEnd = TransportEnd.Closed;
        ShutdownWriteCore();
    }

    /// <summary>Closes at once. Waits still under way end as <see cref="TransportEnd.Closed"/> later in this turn.</summary>
    public void Close()
    {
        if (IsClosed) return;
        Loop.Timers.Disarm(this);
        _watcher = null;
        BeforeClose();
        var fd = Descriptor;
        Descriptor = -1;
        if (Registration >= 0) Loop.CloseRegistered(fd, this);
        else _ = Libc.Close(fd);
        MayRead = MayWrite = false;
        if (ReadEnd == TransportEnd.None) ReadEnd = TransportEnd.Closed;
        if (WriteEnd == TransportEnd.None) WriteEnd = TransportEnd.Closed;
        Input.OnClosed();
        Output.OnClosed();
    }

    /// <summary>Closes with a reset: the peer sees an error instead of a proper end, and no TIME_WAIT stays.</summary>
    public void Abort()
    {
        if (IsClosed) return;
        _ = SocketOptions.SetLinger(Descriptor, on: true, seconds: 0);
        Close();
    }

    /// <summary>Leaves its loop, to be adopted by another. Nothing may be waiting on it and no byte may be in flight.</summary>
    public void Detach()
    {
        if (Input.IsWaiting || Output.IsWaiting || Input.HasUnread || Output.HasPending) throw new InvalidOperationException("the connection is in use");
        Loop.Timers.Disarm(this);
        _watcher = null;
        Input.ReleaseBuffer();
        Loop.Unregister(Descriptor, this);
    }

    /// <summary>Gives the open socket away, to another kind of transport; this one is done.</summary>
    internal int Release()
    {
        Detach();
        var fd = Descriptor;
        Descriptor = -1;
        ReadEnd = WriteEnd = TransportEnd.Closed;
        return fd;
    }

    /// <summary>Goes on living on the loop of the calling thread, after <see cref="Detach"/> on its former one. 0, or the error number.</summary>
    public int Adopt(EventLoop loop)
    {
        Loop = loop;
        MayWrite = true;
        return loop.Register(Descriptor, this);
    }

    /// <summary>Receives into memory: the bytes received, or 0 when there is nothing now or an end, which is then in <see cref="ReadEnd"/>.</summary>
    internal unsafe int TryReceive(byte* memory, int length)
    {
        if (!MayRead || ReadEnd != TransportEnd.None) return 0;
        var received = ReceiveCore(memory, length);
        if (received > 0) CountIn(received);
        return received;
    }

    /// <summary>Sends parts: the bytes sent, fewer when the socket is full or ended, which is then in <see cref="WriteEnd"/>.</summary>
    internal unsafe long TrySend(IoVector* parts, int count, long total)
    {
        if (!MayWrite || WriteEnd != TransportEnd.None) return 0;
        var sent = SendCore(parts, count, total);
        if (sent > 0) CountOut(sent);
        return sent;
    }

    private protected void CountIn(long bytes)
    {
        BytesIn += bytes;
        Touch();
    }

    private protected void CountOut(long bytes)
    {
        BytesOut += bytes;
        Touch();
    }

    private protected abstract unsafe int ReceiveCore(byte* memory, int length);

    private protected abstract unsafe long SendCore(IoVector* parts, int count, long total);

    private protected abstract void ShutdownWriteCore();

    private protected virtual void BeforeClose()
    {
    }

    /// <summary>A chance for the layer between (a handshake) to take the event for itself: true when it did.</summary>
    private protected virtual bool Intercept() => false;

    /// <summary>What an error number of the socket means for this direction.</summary>
    private protected TransportEnd EndOf(int errno)
    {
        ErrorNumber = errno;
        return errno is Errno.ConnectionReset or Errno.BrokenPipe ? TransportEnd.Reset : TransportEnd.Error;
    }

    protected internal override void OnEvents(EpollEvents events)
    {
        if ((events & (EpollEvents.In | EpollEvents.ReadHangUp | EpollEvents.HangUp | EpollEvents.Error)) != EpollEvents.None)
        {
            MayRead = true;
            if ((events & ~(EpollEvents.In | EpollEvents.Out)) != EpollEvents.None) PeerFinished = true;
        }
        if ((events & (EpollEvents.Out | EpollEvents.HangUp | EpollEvents.Error)) != EpollEvents.None) MayWrite = true;
        if (Intercept()) return;
        if (MayRead)
        {
            if (_watcher is { } watcher)
            {
                _watcher = null;
                watcher.OnReadable(this);
            }
            else
            {
                Input.OnReadable();
            }
        }
        if (MayWrite && !IsClosed) Output.OnWritable();
    }

    protected internal override void OnDue(long nowMs)
    {
        if (_watcher is { } watcher)
        {
            _watcher = null;
            watcher.OnIdleTimeout(this);
            return;
        }
        Input.OnTimedOut();
        if (!IsClosed) Output.OnTimedOut();
    }

    /// <summary>A wait begins: makes sure that its limit is in the wheel.</summary>
    internal void LimitWait()
    {
        if (_inactivityMs > 0) Loop.Timers.Arm(this, Loop.NowMs + _inactivityMs);
        else if (_limitMs != Never && !IsArmed) Loop.Timers.Arm(this, _limitMs);
    }

    private void Touch()
    {
        LastActivityMs = Loop.NowMs;
        if (_inactivityMs > 0) Loop.Timers.Arm(this, LastActivityMs + _inactivityMs);
    }
}
