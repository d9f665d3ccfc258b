using ConfParsers.Haproxy.Features;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.LoadBalancing;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>
/// A request finds its server: by persistence or balance, after its turn in the queue, over an idle connection or a new one, with retries and redispatch.
/// (configuration.txt 4.2 "retries", "option redispatch", "timeout queue", "timeout connect", "http-reuse")
/// </summary>
internal sealed partial class Stream
{
    /// <summary>Between attempts at the same server, so that a restarting one is not exhausted at once.</summary>
    private const int TurnaroundMs = 1000;

    private enum Attempt : byte
    {
        Close,
        KeepAlive,

        /// <summary>An idle connection turned out to be closed before anything was answered: nothing is lost, another one is tried.</summary>
        Stale,
    }

    private async LoopTask<bool> ServeByServerAsync()
    {
        var backend = Backend!;
        for (var mayReuse = true; ; mayReuse = false)
        {
            if (!await ReachServerAsync(backend, PersistentServer(backend), mayReuse)) return await AnswerAsync(backend, 503);
            var attempt = await ExchangeAsync(_connection!);
            if (attempt != Attempt.Stale) return attempt == Attempt.KeepAlive;
        }
    }

    /// <summary>Gets a slot and a connection. False: there is none to be had, and the termination state says why.</summary>
    private async LoopTask<bool> ReachServerAsync(Backend backend, Server? wanted, bool mayReuse)
    {
        var settings = backend.Settings;
        Server? failed = null;
        var attemptsLeft = settings.Retries;
        while (true)
        {
            if (!_slotTaken && !await AdmitAsync(backend, wanted, failed)) return false;
            var server = Server!;
            server.Counters[_worker.Index].Sessions++;
            if (mayReuse && failed is null && (TakeIdle(server, settings) ?? await AdoptIdleAsync(server, settings)) is { } idle)
            {
                server.Counters[_worker.Index].ConnectReuses++;
                backend.Counters[_worker.Index].ConnectReuses++;
                if (backend.IsHttp) backend.Counters[_worker.Index].H1TotalStreams++;
                Use(idle);
                break;
            }

            CountAttempt(server);
            var connected = await SocketTransport.ConnectAsync(_loop, server.Address, backend.ConnectOptions);
            if (connected.Transport is { } transport)
            {
                if (backend.IsHttp) backend.Counters[_worker.Index].H1OpenConnections++;
                Use(new ServerConnection(transport, server, _worker));
                break;
            }

            failed = server;
            if (attemptsLeft-- <= 0)
            {
                server.Counters[_worker.Index].FailedConnections++;
                backend.Counters[_worker.Index].FailedConnections++;
                Termination.Set(connected.ErrorNumber == Errno.TimedOut ? TerminationCause.ServerTimeout : TerminationCause.Server, TerminationPhase.Connect);
                return false;
            }

            Counts.Retries++;
            // Without persistence nothing speaks for the same server: another one gets the request at once (measured).
            if (settings.Redispatch != 0 && (wanted is null || IsRedispatch(settings, attemptsLeft)) && backend.HasServers)
            {
                Counts.Redispatched = true;
                if (wanted is not null) Termination.ClientCookie = (byte)'D'; // its server counts as down
                server.Counters[_worker.Index].Redispatches++;
                backend.Counters[_worker.Index].Redispatches++;
                ReleaseSlot();
                wanted = null;
                continue;
            }

            server.Counters[_worker.Index].Retries++;
            backend.Counters[_worker.Index].Retries++;
            if (connected.ErrorNumber != Errno.TimedOut) await PauseAsync(settings.Connect > 0 ? Math.Min(settings.Connect, TurnaroundMs) : TurnaroundMs);
        }

        Times.Connected = _loop.NowMs;
        return true;
    }

    /// <summary>Takes a slot of a server, waiting for one if need be. False: 503, the termination state says why.</summary>
    private async LoopTask<bool> AdmitAsync(Backend backend, Server? wanted, Server? avoid)
    {
        while (true)
        {
            _pending.Prepare();
            var result = backend.Admission.Request(_pending, wanted, avoid);
            if (result == AdmissionResult.NoServer)
            {
                backend.Counters[_worker.Index].FailedConnections++;
                Termination.Set(TerminationCause.Server, TerminationPhase.Connect);
                Times.Queued = -1;
                return false;
            }

            if (result == AdmissionResult.Queued)
            {
                var limit = backend.Settings.Queue;
                var gaveUp = !await _pending.Signal.WaitAsync(limit > 0 ? limit : -1) && backend.Admission.Cancel(_pending);
                Counts.ServerQueue += _pending.ServerQueuePosition;
                Counts.BackendQueue += _pending.BackendQueuePosition;
                if (gaveUp)
                {
                    backend.Counters[_worker.Index].FailedConnections++;
                    Times.Queued = _loop.NowMs;
                    Termination.Set(TerminationCause.ServerTimeout, TerminationPhase.Queue);
                    return false;
                }

                // Granted in the very moment of the timeout: the grant is under way.
                if (_pending.Assigned is null) continue;
            }

            Assign(_pending.Assigned!, wanted);
            return true;
        }
    }

    private void Assign(Server server, Server? wanted)
    {
        Server = server;
        _slotTaken = true;
        Times.Queued = _loop.NowMs;
        var counters = server.Counters[_worker.Index];
        server.SessionRate.Add(_loop.NowMs);
        server.LastSession = _loop.UtcMs / 1000;
        if (ReferenceEquals(server, wanted)) return;
        counters.LoadBalanced++;
        Backend!.Counters[_worker.Index].LoadBalanced++;
    }

    private void CountAttempt(Server server)
    {
        server.Counters[_worker.Index].ConnectAttempts++;
        server.Idle[_worker.Index].NoteUse();
        var counters = Backend!.Counters[_worker.Index];
        counters.ConnectAttempts++;
        if (!Backend.IsHttp) return;
        // Also of an attempt that fails (measured).
        counters.H1TotalConnections++;
        counters.H1TotalStreams++;
    }

    private ServerConnection? TakeIdle(Server server, ProxySettings settings)
    {
        if (settings.Reuse == HttpReuse.Never) return _session.TakeOwn(server);
        // The first request of a client has nobody to send it again: "safe" gives it a connection of its own (measured on 2.6.12, also for
        // connections that have carried several requests), "aggressive" one that has proved to stay open.
        var first = _session.Requests == 0;
        if (first && settings.Reuse == HttpReuse.Safe) return null;
        return server.Idle[_worker.Index].Take(onlySafe: first && settings.Reuse == HttpReuse.Aggressive);
    }

    private void Use(ServerConnection connection)
    {
        _connection = connection;
        connection.Transport.Unpark();
        connection.Requests++;
        if (Frontend.Log is { WantsServerSide: true }) ServerSide = connection.LocalEnd;
        if (!Backend!.IsHttp) return;
        Backend.Counters[_worker.Index].H1OpenStreams++;
        connection.Pool.Enter();
    }

    private static bool IsRedispatch(ProxySettings settings, int attemptsLeft) => settings.Redispatch switch
    {
        0 => false,
        > 0 => (settings.Retries - attemptsLeft) % settings.Redispatch == 0,
        _ => attemptsLeft < -settings.Redispatch,
    };

    private async LoopTask PauseAsync(int ms)
    {
        _pending.Prepare();
        await _pending.Signal.WaitAsync(ms);
    }

    /// <summary>The server connection is kept for other requests.</summary>
    private void KeepServerConnection()
    {
        if (_connection is not { } connection) return;
        LeaveConnection(connection);
        var pool = connection.Pool;
        connection.CountWire();
        connection.Transport.ClearTimeout();
        if (Backend!.Settings.Reuse == HttpReuse.Never)
        {
            _session.KeepOwn(connection);
            return;
        }

        // More than were ever in use at once lately are not worth a descriptor.
        var surplus = pool.InUse + pool.Count >= pool.Needed;
        var limit = connection.Server.Model.PoolMaxConn;
        var full = limit >= 0 && connection.Pool.Count * _worker.Process.Loops >= limit;
        var used = connection.Server.Model.MaxReuse is var max && max >= 0 && connection.Requests > max;
        if (full || used || surplus || !connection.Transport.Park(connection)) _worker.Close(connection);
        else connection.Pool.Add(connection, _loop.NowMs);
    }

    private void CloseServerConnection()
    {
        if (_connection is not { } connection) return;
        LeaveConnection(connection);
        _worker.Close(connection);
    }

    private void LeaveConnection(ServerConnection connection)
    {
        _connection = null;
        if (!Backend!.IsHttp) return;
        Backend.Counters[_worker.Index].H1OpenStreams--;
        connection.Pool.Leave();
    }

    private void ReleaseSlot()
    {
        if (!_slotTaken) return;
        _slotTaken = false;
        Backend!.Admission.Release(Server!);
    }

    private void ReleaseServer()
    {
        CloseServerConnection();
        if (_slotTaken) Server!.Counters[_worker.Index].BytesIn += Counts.BytesIn;
        if (_slotTaken) Server!.Counters[_worker.Index].BytesOut += Counts.BytesOut;
        ReleaseSlot();
    }
}
