using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Transport;

/// <summary>
/// The writing side of a connection. <see cref="SendAsync(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> sends straight from the caller's memory, several parts
/// by one system call, and copies only what the socket does not take at once; the caller's memory is free again when the call returns.
/// Bytes written through <see cref="PipeWriter"/>'s GetSpan and Advance are sent in front of the next parts.
/// </summary>
public sealed class TransportWriter : PipeWriter, IValueTaskSource<TransportEnd>, IValueTaskSource<FlushResult>
{
    private const int MaxParts = 16;
    private static readonly Action<object?> s_resume = static state => ((TransportWriter)state!).ResumeEnded();

    private readonly LoopTransport _transport;
    private LoopBuffer? _first;
    private LoopBuffer? _last;
    private Action<object?>? _continuation;
    private object? _state;
    private short _version;
    private bool _waiting;
    private bool _ended;

    /// <summary>Some of the bytes held were handed over by a Send that did not wait, so the loop sends them by itself.</summary>
    private bool _kept;
    private TransportEnd _passing;

    internal TransportWriter(LoopTransport transport) => _transport = transport;

    /// <summary>Why the last call did not send everything: a final end, or TimedOut, Cancelled; None when it did.</summary>
    public TransportEnd End => _passing != TransportEnd.None ? _passing : _transport.WriteEnd;

    /// <summary>Bytes are held that the socket has not taken yet.</summary>
    public bool HasPending => _first is not null;

    public bool IsWaiting => _waiting;

    /// <summary>Bytes held here.</summary>
    public long PendingBytes
    {
        get
        {
            long total = 0;
            for (var buffer = _first; buffer is not null; buffer = buffer.Next) total += buffer.Length;
            return total;
        }
    }

    internal bool ShutdownWhenFlushed { get; set; }

    public ValueTask<TransportEnd> SendAsync(ReadOnlySpan<byte> bytes) => SendAsync(bytes, default);

    /// <summary>
    /// Sends two parts after what was written before, head and body, with one system call. It is complete when the socket has taken all; the parts themselves
    /// may be reused at once.
    /// </summary>
    public ValueTask<TransportEnd> SendAsync(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (Send(head, body)) return new ValueTask<TransportEnd>(End);
        return new ValueTask<TransportEnd>(this, BeginWait());
    }

    /// <summary>
    /// As <see cref="SendAsync(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, but never waits: the rest is kept and sent when the socket takes it. True when nothing is
    /// kept (or the direction has ended).
    /// </summary>
    public bool Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body = default)
    {
        _passing = TransportEnd.None;
        if (_transport.WriteEnd != TransportEnd.None)
        {
            Drop();
            return true;
        }
        if (_transport.MayWrite) SendParts(ref head, ref body);
        if (_transport.WriteEnd != TransportEnd.None)
        {
            Drop();
            return true;
        }
        if (_first is null) _kept = false;
        Keep(head);
        Keep(body);
        return _first is null;
    }

    /// <summary>Waits until what <see cref="Send"/> kept has been sent.</summary>
    public ValueTask<TransportEnd> DrainAsync() => SendAsync(default, default);

    /// <summary>Waits until the socket can be written to, or has failed: how the end of a connection attempt is told.</summary>
    internal ValueTask<TransportEnd> WaitWritableAsync()
    {
        _passing = TransportEnd.None;
        return _transport.MayWrite ? new ValueTask<TransportEnd>(End) : new ValueTask<TransportEnd>(this, BeginWait());
    }

    /// <summary>Waits until <see cref="OnHandshake"/>.</summary>
    internal ValueTask<TransportEnd> WaitForHandshake()
    {
        _passing = TransportEnd.None;
        return new ValueTask<TransportEnd>(this, BeginWait());
    }

    /// <summary>The layer below is ready, or has failed.</summary>
    internal void OnHandshake() => Resume();

    /// <summary>Keeps bytes in front of the next parts, without sending.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Keep(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var buffer = WithRoom(sizeHint);
        return buffer.Array.AsMemory(buffer.End);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        var buffer = WithRoom(sizeHint);
        return buffer.Array.AsSpan(buffer.End);
    }

    public override void Advance(int bytes) => _last!.End += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => WriteAsync(default, cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        Send(source.Span) ? new ValueTask<FlushResult>(Result()) : new ValueTask<FlushResult>(this, BeginWait());

    /// <summary>Ends a wait under way as <see cref="TransportEnd.Cancelled"/>, later in this turn; the bytes are still sent.</summary>
    public override void CancelPendingFlush() => EndWait(TransportEnd.Cancelled);

    /// <summary>Ends the sending direction after what is held; the connection stays open for reading.</summary>
    public override void Complete(Exception? exception = null) => _transport.ShutdownWrite();

    TransportEnd IValueTaskSource<TransportEnd>.GetResult(short token)
    {
        EndOfWait(token);
        return End;
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        EndOfWait(token);
        return Result();
    }

    ValueTaskSourceStatus IValueTaskSource<TransportEnd>.GetStatus(short token) => Status(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => Status(token);

    void IValueTaskSource<TransportEnd>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state);

    void IValueTaskSource<FlushResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state);

    /// <summary>The loop saw room in the socket.</summary>
    internal void OnWritable()
    {
        if (_first is null)
        {
            Resume();
            return;
        }
        // Bytes being composed and not yet handed over stay here until somebody waits or sends.
        if (!_waiting && !ShutdownWhenFlushed && !_kept) return;
        ReadOnlySpan<byte> none = default, nothing = default;
        SendParts(ref none, ref nothing);
        if (_transport.WriteEnd != TransportEnd.None) Drop();
        if (_first is not null) return;
        _kept = false;
        if (ShutdownWhenFlushed)
        {
            ShutdownWhenFlushed = false;
            _transport.ShutdownWrite();
        }
        Resume();
    }

    internal void OnTimedOut()
    {
        if (!_waiting) return;
        _passing = TransportEnd.TimedOut;
        Resume();
    }

    internal void OnClosed()
    {
        Drop();
        EndWait(TransportEnd.None);
    }

    private unsafe void SendParts(ref ReadOnlySpan<byte> head, ref ReadOnlySpan<byte> body)
    {
        var parts = stackalloc IoVector[MaxParts];
        fixed (byte* headBytes = head)
        fixed (byte* bodyBytes = body)
        {
            while (true)
            {
                var count = 0;
                long total = 0;
                var buffer = _first;
                for (; buffer is not null && count < MaxParts - 2; buffer = buffer.Next) total += Add(parts, ref count, buffer.Address + buffer.Start, buffer.Length);
                if (buffer is null)
                {
                    total += Add(parts, ref count, headBytes, head.Length);
                    total += Add(parts, ref count, bodyBytes, body.Length);
                }
                if (total == 0)
                {
                    ReleaseSent(0);
                    return;
                }
                var sent = _transport.TrySend(parts, count, total);
                var left = ReleaseSent(sent);
                if (buffer is null)
                {
                    var ofHead = (int)Math.Min(left, head.Length);
                    head = head[ofHead..];
                    body = body[(int)(left - ofHead)..];
                    return;
                }
                if (sent < total) return;
            }
        }
    }

    private static unsafe int Add(IoVector* parts, ref int count, byte* bytes, int length)
    {
        if (length == 0) return 0;
        parts[count].Base = bytes;
        parts[count++].Length = length;
        return length;
    }

    /// <summary>Gives back what was sent of the buffers held; what is left of the number belongs to the parts behind them.</summary>
    private long ReleaseSent(long sent)
    {
        while (_first is { } buffer)
        {
            var of = (int)Math.Min(sent, buffer.Length);
            buffer.Start += of;
            sent -= of;
            if (buffer.Length > 0) return sent;
            _first = buffer.Next;
            if (_first is null) _last = null;
            _transport.Loop.Buffers.Return(buffer);
        }
        return sent;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _kept = true;
            var buffer = WithRoom(1);
            var of = Math.Min(bytes.Length, buffer.Free);
            bytes[..of].CopyTo(buffer.Array.AsSpan(buffer.End));
            buffer.End += of;
            bytes = bytes[of..];
        }
    }

    private LoopBuffer WithRoom(int size)
    {
        if (_last is not null && _last.Free >= Math.Max(size, 1)) return _last;
        var buffer = _transport.Loop.Buffers.Rent();
        if (buffer.Free < size) throw new ArgumentOutOfRangeException(nameof(size), "more than a buffer of the loop");
        if (_last is null) _first = buffer;
        else _last.Next = buffer;
        return _last = buffer;
    }

    private void Drop()
    {
        _transport.Loop.Buffers.ReturnChain(_first);
        _first = _last = null;
        _kept = false;
    }

    private FlushResult Result() => new(isCanceled: _passing != TransportEnd.None, isCompleted: _transport.WriteEnd != TransportEnd.None);

    private short BeginWait()
    {
        if (_waiting) throw new InvalidOperationException("a writer has one waiting call");
        _waiting = true;
        _transport.LimitWait();
        return _version;
    }

    private void EndWait(TransportEnd passing)
    {
        if (!_waiting) return;
        _passing = passing;
        if (_ended) return;
        _ended = true;
        _transport.Loop.Post(s_resume, this);
    }

    private void Await(Action<object?> continuation, object? state)
    {
        _state = state;
        _continuation = continuation;
    }

    private ValueTaskSourceStatus Status(short token)
    {
        if (token != _version) throw new InvalidOperationException("a write was awaited twice");
        return _waiting ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;
    }

    private void EndOfWait(short token)
    {
        if (token != _version || _waiting) throw new InvalidOperationException("a write was awaited twice or too early");
        _version++;
    }

    private void ResumeEnded()
    {
        if (_ended) Resume();
    }

    private void Resume()
    {
        _ended = false;
        if (!_waiting) return;
        _waiting = false;
        var continuation = _continuation;
        var state = _state;
        _continuation = null;
        _state = null;
        continuation?.Invoke(state);
    }
}
