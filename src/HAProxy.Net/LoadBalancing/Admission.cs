using HAProxy.Net.Runtime;

namespace HAProxy.Net.LoadBalancing;

public enum AdmissionResult
{
    /// <summary>A slot of <see cref="PendingRequest.Assigned"/> is taken; give it back with <see cref="Admission.Release"/>.</summary>
    Assigned,

    /// <summary>It waits; <see cref="PendingRequest.OnGranted"/> will be called, unless <see cref="Admission.Cancel"/> comes first.</summary>
    Queued,

    /// <summary>No usable server at all: 503.</summary>
    NoServer,
}

/// <summary>What a change of a server's state meant.</summary>
/// <param name="Requeued">Waiting requests that were moved.</param>
/// <param name="LostLastServer">The backend had a usable server before and has none now.</param>
public readonly record struct ChangeOutcome(int Requeued, bool LostLastServer);

/// <summary>
/// Which request gets a server's slot, over all loops: <c>maxconn</c> of servers holds for the process (configuration.txt 5.2
/// "maxconn", "maxqueue"; 4.2 "timeout queue"). A free slot is taken by one interlocked step; the lock is for choosing by
/// weight and for the queues. A slot that becomes free goes to the oldest request that may have it.
/// </summary>
public sealed class Admission(Backend backend)
{
    private readonly Lock _lock = new();
    private readonly RequestQueue _queue = new(backend.Queue);
    private readonly Dictionary<Server, RequestQueue> _serverQueues = [];
    private long _sequence;

    // Requests in any queue. Written under the lock, read without it: a release looks here after it gave its slot back, and a
    // request looks for free slots again after it was counted here, so that one of the two sees the other.
    private int _waiting;

    /// <summary>The present number of slots of a server: maxconn, or less under <c>minconn</c> while the backend is far from fullconn; 0: unlimited.</summary>
    public static int SlotsOf(Server server)
    {
        var max = server.MaxConn;
        var min = server.Model.MinConn;
        var full = server.Backend.FullConn;
        if (max == 0 || min == 0 || min >= max || full == 0) return max;
        var load = server.Backend.Sessions.Current;
        if (load >= full) return max;
        return Math.Max(min, (int)((long)load * max / full));
    }

    /// <summary>Asks for a server.</summary>
    /// <param name="wanted">The server that persistence names, or null.</param>
    /// <param name="avoid">A server just tried in vain, or null.</param>
    public AdmissionResult Request(PendingRequest request, Server? wanted, Server? avoid)
    {
        request.Assigned = null;
        request.ServerQueuePosition = 0;
        request.BackendQueuePosition = 0;
        if (wanted is not null && wanted.IsRunning)
        {
            if (wanted.Served.TryIncrement(SlotsOf(wanted))) return Assign(request, wanted);
            lock (_lock)
            {
                var queue = QueueOf(wanted);
                if (wanted.Model.MaxQueue == 0 || queue.Count < wanted.Model.MaxQueue)
                {
                    Enqueue(queue, request);
                    if (!wanted.Served.TryIncrement(SlotsOf(wanted))) return AdmissionResult.Queued;
                    Dequeue(request);
                    request.ServerQueuePosition = 0;
                    return Assign(request, wanted);
                }
            }
        }

        lock (_lock)
        {
            if (backend.Balancer.Take(avoid) is { } server) return Assign(request, server);
            if (backend.ActiveServers + backend.BackupServers == 0) return AdmissionResult.NoServer;
            Enqueue(_queue, request);
            if (backend.Balancer.Take(avoid) is not { } freed) return AdmissionResult.Queued;
            Dequeue(request);
            request.BackendQueuePosition = 0;
            return Assign(request, freed);
        }
    }

    /// <summary>Gives a slot back and hands it on.</summary>
    public void Release(Server server)
    {
        server.Served.Decrement();
        if (Volatile.Read(ref _waiting) > 0) Grant(server);
    }

    /// <summary>Takes a waiting request out of its queue.</summary>
    /// <returns>False when it has been granted meanwhile: then <see cref="PendingRequest.OnGranted"/> comes or has come.</returns>
    public bool Cancel(PendingRequest request)
    {
        lock (_lock)
        {
            if (request.Queue is null) return false;
            Dequeue(request);
            return true;
        }
    }

    /// <summary>Changes a server's state: from an operator (stats socket) or from its checks. Null leaves a part as it is.</summary>
    /// <returns>What it meant for those who wait and for the backend as a whole.</returns>
    public ChangeOutcome Change(Server server, ServerAdministration? administration = null, ServerHealth? health = null, int? userWeight = null)
    {
        PendingRequest? moved = null;
        var requeued = 0;
        bool had;
        bool has;
        lock (_lock)
        {
            had = backend.HasServers;
            server.Set(administration ?? server.Administration, health ?? server.Health, userWeight ?? server.UserWeight);
            backend.Balancer.Rebuild();
            has = backend.HasServers;
            if (had != has) backend.NoteAvailability(has);
            if (!server.IsRunning && _serverQueues.TryGetValue(server, out var queue))
            {
                // Who waited for a server that went away asks again.
                while (queue.First is { } request)
                {
                    Dequeue(request);
                    request.Next = moved;
                    moved = request;
                    requeued++;
                }
            }
        }

        while (moved is { } request)
        {
            moved = request.Next;
            request.Next = null;
            request.OnGranted();
        }

        if (server.IsRunning) requeued += Grant(server);
        return new ChangeOutcome(requeued, had && !has);
    }

    /// <summary>To be called once when the backend was built.</summary>
    public void Start()
    {
        lock (_lock) backend.Balancer.Rebuild();
    }

    /// <returns>Requests that left a queue for this server.</returns>
    private int Grant(Server server)
    {
        for (var granted = 0; ; granted++)
        {
            PendingRequest request;
            lock (_lock)
            {
                var own = _serverQueues.TryGetValue(server, out var queue) ? queue.First : null;
                // A server that takes no new traffic still serves those who wait for it by persistence.
                var any = server.IsUsable ? _queue.First : null;
                if ((own ?? any) is null || !server.IsRunning) return granted;
                if (!server.Served.TryIncrement(SlotsOf(server))) return granted;
                request = own is null || (any is not null && any.Sequence < own.Sequence) ? any! : own;
                var served = request.Queue!;
                Dequeue(request);
                served.Granted++;
                Assign(request, server);
            }

            request.OnGranted();
        }
    }

    private static AdmissionResult Assign(PendingRequest request, Server server)
    {
        request.Assigned = server;
        return AdmissionResult.Assigned;
    }

    private RequestQueue QueueOf(Server server)
    {
        if (!_serverQueues.TryGetValue(server, out var queue)) _serverQueues.Add(server, queue = new RequestQueue(server.Queue));
        return queue;
    }

    private void Enqueue(RequestQueue queue, PendingRequest request)
    {
        request.Sequence = ++_sequence;
        queue.Add(request);
        Interlocked.Increment(ref _waiting);
    }

    private void Dequeue(PendingRequest request)
    {
        var queue = request.Queue!;
        var position = (int)(queue.Granted - request.GrantedBefore) + 1;
        if (ReferenceEquals(queue, _queue)) request.BackendQueuePosition = position;
        else request.ServerQueuePosition = position;
        queue.Remove(request);
        Interlocked.Decrement(ref _waiting);
    }
}
