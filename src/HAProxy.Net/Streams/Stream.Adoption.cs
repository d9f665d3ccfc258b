using ConfParsers.Haproxy.Features;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>
/// An idle server connection of another loop is taken over when this loop has none (configuration.txt 3.2 "tune.idle-pool.shared"): its loop is asked by Post,
/// detaches it and answers by the stream's signal.
/// </summary>
internal sealed partial class Stream
{
    private static readonly Action<object?> s_give = static state => ((Stream)state!).Give();

    private Server? _adoptFor;
    private LoopWorker? _adoptFrom;
    private bool _adoptSafe;
    private LoopTransport? _adopted;
    private int _adoptedRequests;
    private int _adoptUse;

    private async LoopTask<ServerConnection?> AdoptIdleAsync(Server server, ProxySettings settings)
    {
        if (!_worker.SharesIdle || settings.Reuse == HttpReuse.Never) return null;
        var first = _session.Requests == 0;
        if (first && settings.Reuse == HttpReuse.Safe) return null;
        foreach (var peer in _worker.Peers)
        {
            if (ReferenceEquals(peer, _worker) || server.Idle[peer.Index].Count == 0) continue;
            _adoptFor = server;
            _adoptFrom = peer;
            _adoptSafe = first && settings.Reuse == HttpReuse.Aggressive;
            _adopted = null;
            _adoptUse = _pending.Signal.Reset();
            peer.Loop.Post(s_give, this);
            await _pending.Signal.WaitAsync();
            if (_adopted is not { } transport) continue;
            _adopted = null;
            if (transport.Adopt(_loop) == 0) return new ServerConnection(transport, server, _worker) { Requests = _adoptedRequests };
            transport.Close();
        }

        return null;
    }

    /// <summary>On the other loop: what it can spare.</summary>
    private void Give()
    {
        if (_adoptFor!.Idle[_adoptFrom!.Index].Take(_adoptSafe) is { } connection)
        {
            connection.Transport.Unpark();
            connection.Transport.Detach();
            _adoptedRequests = connection.Requests;
            _adopted = connection.Transport;
        }

        _pending.Signal.SetFromAnyThread(_adoptUse);
    }
}
