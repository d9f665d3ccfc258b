using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.LoadBalancing;
using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Streams;

/// <summary>
/// The life of one request after the other on a client connection, from its first byte until the connection is idle or closed; the
/// phases stand in the other parts of this class, in the order of docs/life-of-a-request.md. Pooled: a stream is rented when bytes
/// arrive and given back when the connection waits again.
/// </summary>
internal sealed partial class Stream : StreamContext, IIdleWatcher
{
    private const int RequestLineBytes = 1023; // tune.http.logurilen, 1024 with C's terminator

    private readonly LoopWorker _worker;
    private readonly EventLoop _loop;
    private readonly Pending _pending;
    private readonly byte[] _requestLine = new byte[RequestLineBytes];
    private ClientSession _session = null!;
    private LoopTransport _client = null!;
    private Http1Message _request;
    private Http1Message _response;
    private ServerConnection? _connection;
    private bool _slotTaken;
    private bool _clientKeepAlive;
    private bool _requestBodyDone;
    private bool _logged;

    internal Stream? NextFree;

    public Stream(LoopWorker worker)
    {
        _worker = worker;
        _loop = worker.Loop;
        _pending = new Pending(worker.Loop);
        Request.Reset(new byte[worker.BufferSize], 2 * worker.MaxHeaders);
        Response.Reset(new byte[worker.BufferSize], 2 * worker.MaxHeaders);
    }

    public override SocketEndpoint Destination
    {
        get => _session.Destination;
        set => throw new NotSupportedException();
    }

    public override ReadOnlyMemory<byte> TlsCipher
    {
        get => _session.TlsCipher;
        set => throw new NotSupportedException();
    }

    public override ReadOnlyMemory<byte> TlsProtocol
    {
        get => _session.TlsProtocol;
        set => throw new NotSupportedException();
    }

    /// <summary>Serves requests until the connection waits for the next one or is closed; then the stream is free again.</summary>
    /// <param name="timedOut">The connection's wait for its first byte has run out: the request is answered with 408.</param>
    public async LoopTask ServeAsync(ClientSession session, bool timedOut)
    {
        Attach(session);
        while (true)
        {
            Begin();
            if (!await ReceiveRequestAsync(timedOut)) break;
            var keep = await HandleAsync();
            End();
            if (!keep || _client.IsClosed)
            {
                session.Close();
                break;
            }

            session.Requests++;
            session.IdleSinceMs = _loop.NowMs;
            if (session.TryPark()) break;
        }

        Detach();
    }

    private void Attach(ClientSession session)
    {
        _session = session;
        _client = session.Transport;
        Frontend = session.Frontend;
        Listener = session.Listener;
        Source = session.Source;
        IsTls = _client.IsSecure;
        Variables.OfSession = session.Variables;
    }

    private void Detach()
    {
        Variables.EndTransaction();
        _session.Variables = Variables.OfSession;
        Variables.OfSession = null;
        _session = null!;
        _client = null!;
        _worker.Return(this);
    }

    private void Begin()
    {
        Backend = null;
        Server = null;
        Times.Reset();
        Times.Accept = _session.AcceptMs;
        Times.AcceptUnixMs = _session.AcceptUnixMs;
        // A request after the first counts its idle time from the end of the one before (configuration.txt 8.4, Ti).
        Times.Handshake = _session.Requests == 0 ? _session.HandshakeMs : _session.IdleSinceMs;
        if (_session.Requests > 0)
        {
            Times.Accept = _session.IdleSinceMs;
            Times.AcceptUnixMs += _session.IdleSinceMs - _session.AcceptMs;
        }

        Counts = default;
        Termination.Reset();
        InRequest = true;
        HasRequest = false;
        HasResponse = false;
        RequestLine = default;
        ReplyBody = default;
        ReplyCloses = false;
        Request.Clear();
        Response.Clear();
        _response = default;
        _connection = null;
        _slotTaken = false;
        _clientKeepAlive = true;
        _requestBodyDone = false;
        _upload = false;
        Variables.EndTransaction();
        ServerSide = default;
        ByStatsPage = false;
        _logged = false;
        _clientAborted = false;
    }

    /// <summary>The last phase: times, sums, one log line.</summary>
    private void End()
    {
        // Before the slot is handed on: who gets it is not there yet.
        if (Server is { } last) Counts.OthersAtServer = last.Served.Current - (_slotTaken ? 1 : 0);
        ReleaseServer();
        Times.Closed = _loop.NowMs;
        var frontend = Frontend.Counters[_worker.Index];
        frontend.BytesIn += Counts.BytesIn;
        frontend.BytesOut += Counts.BytesOut;
        _session.CountWire();
        var listener = Listener.Counters[_worker.Index];
        listener.BytesIn += Counts.BytesIn;
        listener.BytesOut += Counts.BytesOut;
        if (HasRequest) frontend.H1OpenStreams--;
        // The frontend of a listen section has its backend from the beginning, also for what never goes there (measured).
        if ((Backend ?? Frontend.OwnBackend) is { } charged)
        {
            charged.Counters[_worker.Index].BytesIn += Counts.BytesIn;
            charged.Counters[_worker.Index].BytesOut += Counts.BytesOut;
        }

        // A request that ends without an answer is one of "other" status (measured).
        var status = HasResponse ? Response.Status : 0;
        if (Frontend.IsHttp) frontend.CountResponse(status);
        if (Backend is { } backend)
        {
            backend.Sessions.Decrement();
            if (backend.IsHttp)
            {
                backend.Counters[_worker.Index].Requests++;
                backend.Counters[_worker.Index].CountResponse(status);
            }
        }

        if (HasResponse && Times.Response >= 0)
        {
            Server?.Times.Add(Times.Queued - Times.Request, Times.Connected - Times.Queued, Times.Response - Times.Connected, Times.Closed - Times.Accept);
            Backend?.Times.Add(Times.Queued - Times.Request, Times.Connected - Times.Queued, Times.Response - Times.Connected, Times.Closed - Times.Accept);
        }

        // option dontlognull: a connection that carried nothing is a probe (configuration.txt 4.2).
        var nothing = !HasRequest && Counts is { BytesIn: 0, BytesOut: 0 };
        if (!nothing || !Frontend.Settings.DontLogNull) LogAt(LogMoment.End);
        TraceEnd();
        CountEnd();
    }

    private void LogAt(LogMoment moment)
    {
        if (_logged || Frontend.Log is not { } log || moment < log.Moment) return;
        _logged = true;
        Times.Closed = _loop.NowMs;
        log.Write(this, _worker);
    }

    /// <summary>A request's place in the queues of its backend, and how it is told that it has a server.</summary>
    private sealed class Pending(EventLoop loop) : PendingRequest
    {
        private int _use;

        public LoopSignal Signal { get; } = new(loop);

        /// <summary>Makes ready for one wait; grants of an earlier one are void.</summary>
        public void Prepare() => _use = Signal.Reset();

        protected internal override void OnGranted() => Signal.SetFromAnyThread(_use);
    }
}
