using HAProxy.Net.Runtime;

namespace HAProxy.Net.LoadBalancing;

/// <summary>
/// A request that asks for a server, and waits in a queue when none has a free slot. Part of its stream, reused with it.
/// Fields are <see cref="Admission"/>'s, under the backend's lock.
/// </summary>
public abstract class PendingRequest
{
    internal PendingRequest? Next;
    internal PendingRequest? Previous;
    internal RequestQueue? Queue;

    /// <summary>Place in the order of arrival over all queues of the backend: the older one goes first.</summary>
    internal long Sequence;

    /// <summary>The server whose slot this request holds; null while it waits, and after a grant that only says "ask again".</summary>
    public Server? Assigned { get; internal set; }

    /// <summary>Its queue's count of grants when it was queued.</summary>
    internal long GrantedBefore;

    /// <summary>
    /// Known when it left a queue, the server's or the backend's (<c>%sq</c>, <c>%bq</c>): requests that were granted a server while it waited, and one for
    /// itself, even when it gave up (measured on 2.6.12). 0: it did not wait there.
    /// </summary>
    public int ServerQueuePosition { get; internal set; }

    public int BackendQueuePosition { get; internal set; }

    /// <summary>
    /// It left the queue: with a server in <see cref="Assigned"/>, or without one because the server it waited for went away
    /// (then it asks again). Called on any thread without a lock held: post to the stream's loop.
    /// </summary>
    protected internal abstract void OnGranted();
}

/// <summary>Requests in order of arrival, linked through themselves. Guarded by the backend's lock.</summary>
internal sealed class RequestQueue(Gauge length)
{
    private PendingRequest? _last;

    public PendingRequest? First { get; private set; }

    public int Count => length.Current;

    /// <summary>Requests that left it with a server.</summary>
    public long Granted { get; set; }

    public void Add(PendingRequest request)
    {
        request.Queue = this;
        request.GrantedBefore = Granted;
        request.Previous = _last;
        request.Next = null;
        if (_last is null) First = request;
        else _last.Next = request;
        _last = request;
        length.Increment();
    }

    public void Remove(PendingRequest request)
    {
        if (request.Previous is null) First = request.Next;
        else request.Previous.Next = request.Next;
        if (request.Next is null) _last = request.Previous;
        else request.Next.Previous = request.Previous;
        request.Queue = null;
        request.Next = request.Previous = null;
        length.Decrement();
    }
}
