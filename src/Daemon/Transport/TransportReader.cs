using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Daemon.Loop;

namespace Daemon.Transport;

/// <summary>
/// The reading side of a connection. Two ways in, over the same bytes: the lean one for the engine (<see cref="FillAsync"/>,
/// <see cref="Unread"/>, <see cref="Consume"/>) and the one of <see cref="PipeReader"/>. The bytes are always one segment of one buffer, which is
/// held only while bytes are unconsumed; so at most <c>tune.bufsize</c> bytes can wait, and <see cref="TransportEnd.BufferFull"/> says when they do.
/// </summary>
public sealed class TransportReader : PipeReader, IValueTaskSource<TransportEnd>, IValueTaskSource<ReadResult>
{
    private static readonly Action<object?> s_resume = static state => ((TransportReader)state!).ResumeEnded();

    private readonly LoopTransport _transport;
    private LoopBuffer? _buffer;
    private Action<object?>? _continuation;
    private object? _state;
    private int _examined;
    private short _version;
    private bool _waiting;
    private bool _ended;
    private bool _withoutReceiving;
    private TransportEnd _passing;

    internal TransportReader(LoopTransport transport) => _transport = transport;

    /// <summary>Why the last call brought no bytes: a final end, or TimedOut, Cancelled, BufferFull of that call; None when it did.</summary>
    public TransportEnd End => _passing != TransportEnd.None ? _passing : _transport.ReadEnd;

    public bool HasUnread => _buffer is not null;

    public bool IsWaiting => _waiting;

    /// <summary>The bytes received and not consumed. They stay where they are until the next fill.</summary>
    public ReadOnlySpan<byte> Unread => _buffer is null ? default : _buffer.Filled;

    /// <inheritdoc cref="Unread"/>
    public ReadOnlyMemory<byte> UnreadMemory => _buffer is null ? default : new ReadOnlyMemory<byte>(_buffer.Array, _buffer.Start, _buffer.Length);

    /// <summary>The bytes are used up to here; the buffer is given back when none is left.</summary>
    public void Consume(int count)
    {
        if (_buffer is null) return;
        _buffer.Start += count;
        _examined = Math.Max(0, _examined - count);
        if (_buffer.Start >= _buffer.End) ReleaseBuffer();
    }

    /// <summary>
    /// Adds bytes to <see cref="Unread"/>, waiting for them if none is there. None: there are more bytes than before; anything else: why there are not.
    /// </summary>
    public ValueTask<TransportEnd> FillAsync()
    {
        var end = Receive(out var mustWait);
        return mustWait ? new ValueTask<TransportEnd>(this, BeginWait()) : new ValueTask<TransportEnd>(end);
    }

    /// <summary>As <see cref="FillAsync"/>, but never waits: false when nothing is there now.</summary>
    public bool TryFill(out TransportEnd end)
    {
        end = Receive(out var mustWait);
        return !mustWait;
    }

    /// <summary>Waits until receiving is worth a try, without receiving: None then; anything else is the end.</summary>
    internal ValueTask<TransportEnd> WaitReadableAsync()
    {
        _passing = TransportEnd.None;
        if (_transport.MayRead || _transport.ReadEnd != TransportEnd.None) return new ValueTask<TransportEnd>(_transport.ReadEnd);
        _withoutReceiving = true;
        return new ValueTask<TransportEnd>(this, BeginWait());
    }

    /// <summary>Ends a wait under way as <see cref="TransportEnd.Cancelled"/>, later in this turn; without one nothing happens.</summary>
    public override void CancelPendingRead() => EndWait(TransportEnd.Cancelled);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_buffer is not null && _examined < _buffer.Length)
        {
            _passing = TransportEnd.None;
            return new ValueTask<ReadResult>(Result());
        }
        _ = Receive(out var mustWait);
        return mustWait ? new ValueTask<ReadResult>(this, BeginWait()) : new ValueTask<ReadResult>(Result());
    }

    /// <summary>The bytes already received and not examined; never a system call.</summary>
    public override bool TryRead(out ReadResult result)
    {
        if ((_buffer is null || _examined >= _buffer.Length) && _transport.ReadEnd == TransportEnd.None)
        {
            result = default;
            return false;
        }
        result = Result();
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null) return;
        var count = consumed.GetInteger() - _buffer.Start;
        _examined = examined.GetInteger() - _buffer.Start;
        Consume(count);
    }

    /// <summary>Gives the buffer back. The connection stays open.</summary>
    public override void Complete(Exception? exception = null) => ReleaseBuffer();

    TransportEnd IValueTaskSource<TransportEnd>.GetResult(short token)
    {
        EndOfWait(token);
        return End;
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        EndOfWait(token);
        return Result();
    }

    ValueTaskSourceStatus IValueTaskSource<TransportEnd>.GetStatus(short token) => Status(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => Status(token);

    void IValueTaskSource<TransportEnd>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state);

    /// <summary>The loop saw bytes or an end.</summary>
    internal void OnReadable()
    {
        if (!_waiting) return;
        var mustWait = false;
        if (!_withoutReceiving) _ = Receive(out mustWait);
        if (!mustWait) Resume();
    }

    internal void OnTimedOut()
    {
        if (!_waiting) return;
        _passing = TransportEnd.TimedOut;
        Resume();
    }

    internal void OnClosed()
    {
        ReleaseBuffer();
        EndWait(TransportEnd.None);
    }

    /// <summary>Puts bytes in front of what will be received (a head read by another layer).</summary>
    internal void Preload(ReadOnlySpan<byte> bytes)
    {
        _buffer ??= _transport.Loop.Buffers.Rent();
        bytes.CopyTo(_buffer.Array.AsSpan(_buffer.End));
        _buffer.End += bytes.Length;
    }

    internal void ReleaseBuffer()
    {
        if (_buffer is null) return;
        _transport.Loop.Buffers.Return(_buffer);
        _buffer = null;
        _examined = 0;
    }

    private unsafe TransportEnd Receive(out bool mustWait)
    {
        mustWait = false;
        _passing = TransportEnd.None;
        if (_transport.ReadEnd != TransportEnd.None) return _transport.ReadEnd;
        if (!_transport.MayRead)
        {
            mustWait = true;
            return TransportEnd.None;
        }
        var buffer = _buffer ??= _transport.Loop.Buffers.Rent();
        if (buffer.Free == 0 && !MakeRoom(buffer)) return _passing = TransportEnd.BufferFull;
        var received = _transport.TryReceive(buffer.Address + buffer.End, buffer.Free);
        if (received > 0)
        {
            buffer.End += received;
            return TransportEnd.None;
        }
        if (buffer.Length == 0) ReleaseBuffer();
        mustWait = _transport.ReadEnd == TransportEnd.None;
        return _transport.ReadEnd;
    }

    private static bool MakeRoom(LoopBuffer buffer)
    {
        if (buffer.Start == 0) return false;
        buffer.Filled.CopyTo(buffer.Array);
        buffer.End -= buffer.Start;
        buffer.Start = 0;
        return true;
    }

    private ReadResult Result()
    {
        var bytes = _buffer is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_buffer.Array, _buffer.Start, _buffer.Length);
        return new ReadResult(bytes, isCanceled: _passing != TransportEnd.None, isCompleted: _transport.ReadEnd != TransportEnd.None);
    }

    private short BeginWait()
    {
        if (_waiting) throw new InvalidOperationException("a reader has one waiting read");
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
        if (token != _version) throw new InvalidOperationException("a read was awaited twice");
        return _waiting ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;
    }

    private void EndOfWait(short token)
    {
        if (token != _version || _waiting) throw new InvalidOperationException("a read was awaited twice or too early");
        _version++;
    }

    private void ResumeEnded()
    {
        if (_ended) Resume();
    }

    private void Resume()
    {
        _ended = false;
        _withoutReceiving = false;
        if (!_waiting) return;
        _waiting = false;
        var continuation = _continuation;
        var state = _state;
        _continuation = null;
        _state = null;
        continuation?.Invoke(state);
    }
}
