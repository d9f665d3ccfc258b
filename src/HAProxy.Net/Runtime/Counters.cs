namespace HAProxy.Net.Runtime;

/// <summary>
/// Sums of one frontend, listener, backend or server on one loop: plain additions by that loop, added up by readers
/// (Stats/Columns.cs). One type for all kinds, so that a reader adds any of them in one way; what a kind does not have stays 0.
/// Names follow the columns of <c>show stat</c> (management.txt 9.1).
/// </summary>
public sealed class Counters
{
    public long Connections;          // conn_tot (frontend)
    public long Sessions;             // stot
    public long BytesIn;              // bin
    public long BytesOut;             // bout
    public long DeniedRequests;       // dreq
    public long DeniedResponses;      // dresp
    public long DeniedConnections;    // dcon
    public long DeniedSessions;       // dses
    public long FailedRequests;       // ereq
    public long FailedConnections;    // econ
    public long FailedResponses;      // eresp
    public long Retries;              // wretr
    public long Redispatches;         // wredis
    public long LoadBalanced;         // lbtot
    public long Requests;             // req_tot
    public long Responses1xx;
    public long Responses2xx;
    public long Responses3xx;
    public long Responses4xx;
    public long Responses5xx;
    public long ResponsesOther;
    public long ClientAborts;         // cli_abrt
    public long ServerAborts;         // srv_abrt
    public long Intercepted;          // intercepted
    public long FailedRewrites;       // wrew
    public long InternalErrors;       // eint
    public long ConnectAttempts;      // connect
    public long ConnectReuses;        // reuse
    public long H1OpenConnections;    // a per-loop share: may be negative on one loop, the sum is right
    public long H1OpenStreams;
    public long H1TotalConnections;
    public long H1TotalStreams;
    public long H1BytesIn;
    public long H1BytesOut;
    public long H1SplicedBytesIn;
    public long H1SplicedBytesOut;
    public long TlsSessions;          // ssl_sess
    public long TlsReusedSessions;    // ssl_reused_sess
    public long TlsFailedHandshakes;  // ssl_failed_handshake

    /// <summary>Counts one response by its status class.</summary>
    public void CountResponse(int status)
    {
        switch (status / 100)
        {
            case 1: Responses1xx++; break;
            case 2: Responses2xx++; break;
            case 3: Responses3xx++; break;
            case 4: Responses4xx++; break;
            case 5: Responses5xx++; break;
            default: ResponsesOther++; break;
        }
    }

    /// <summary>Adds another loop's sums to these.</summary>
    public void Add(Counters other)
    {
        Connections += other.Connections;
        Sessions += other.Sessions;
        BytesIn += other.BytesIn;
        BytesOut += other.BytesOut;
        DeniedRequests += other.DeniedRequests;
        DeniedResponses += other.DeniedResponses;
        DeniedConnections += other.DeniedConnections;
        DeniedSessions += other.DeniedSessions;
        FailedRequests += other.FailedRequests;
        FailedConnections += other.FailedConnections;
        FailedResponses += other.FailedResponses;
        Retries += other.Retries;
        Redispatches += other.Redispatches;
        LoadBalanced += other.LoadBalanced;
        Requests += other.Requests;
        Responses1xx += other.Responses1xx;
        Responses2xx += other.Responses2xx;
        Responses3xx += other.Responses3xx;
        Responses4xx += other.Responses4xx;
        Responses5xx += other.Responses5xx;
        ResponsesOther += other.ResponsesOther;
        ClientAborts += other.ClientAborts;
        ServerAborts += other.ServerAborts;
        Intercepted += other.Intercepted;
        FailedRewrites += other.FailedRewrites;
        InternalErrors += other.InternalErrors;
        ConnectAttempts += other.ConnectAttempts;
        ConnectReuses += other.ConnectReuses;
        H1OpenConnections += other.H1OpenConnections;
        H1OpenStreams += other.H1OpenStreams;
        H1TotalConnections += other.H1TotalConnections;
        H1TotalStreams += other.H1TotalStreams;
        H1BytesIn += other.H1BytesIn;
        H1BytesOut += other.H1BytesOut;
        H1SplicedBytesIn += other.H1SplicedBytesIn;
        H1SplicedBytesOut += other.H1SplicedBytesOut;
        TlsSessions += other.TlsSessions;
        TlsReusedSessions += other.TlsReusedSessions;
        TlsFailedHandshakes += other.TlsFailedHandshakes;
    }

    /// <summary>Takes sums of an earlier moment off.</summary>
    public void Subtract(Counters other)
    {
        Connections -= other.Connections;
        Sessions -= other.Sessions;
        BytesIn -= other.BytesIn;
        BytesOut -= other.BytesOut;
        DeniedRequests -= other.DeniedRequests;
        DeniedResponses -= other.DeniedResponses;
        DeniedConnections -= other.DeniedConnections;
        DeniedSessions -= other.DeniedSessions;
        FailedRequests -= other.FailedRequests;
        FailedConnections -= other.FailedConnections;
        FailedResponses -= other.FailedResponses;
        Retries -= other.Retries;
        Redispatches -= other.Redispatches;
        LoadBalanced -= other.LoadBalanced;
        Requests -= other.Requests;
        Responses1xx -= other.Responses1xx;
        Responses2xx -= other.Responses2xx;
        Responses3xx -= other.Responses3xx;
        Responses4xx -= other.Responses4xx;
        Responses5xx -= other.Responses5xx;
        ResponsesOther -= other.ResponsesOther;
        ClientAborts -= other.ClientAborts;
        ServerAborts -= other.ServerAborts;
        Intercepted -= other.Intercepted;
        FailedRewrites -= other.FailedRewrites;
        InternalErrors -= other.InternalErrors;
        ConnectAttempts -= other.ConnectAttempts;
        ConnectReuses -= other.ConnectReuses;
        H1OpenConnections -= other.H1OpenConnections;
        H1OpenStreams -= other.H1OpenStreams;
        H1TotalConnections -= other.H1TotalConnections;
        H1TotalStreams -= other.H1TotalStreams;
        H1BytesIn -= other.H1BytesIn;
        H1BytesOut -= other.H1BytesOut;
        H1SplicedBytesIn -= other.H1SplicedBytesIn;
        H1SplicedBytesOut -= other.H1SplicedBytesOut;
        TlsSessions -= other.TlsSessions;
        TlsReusedSessions -= other.TlsReusedSessions;
        TlsFailedHandshakes -= other.TlsFailedHandshakes;
    }

    /// <summary>These sums with the open connections and streams set to 0: they are no sums, and clearing must not touch them.</summary>
    public Counters WithoutGauges()
    {
        H1OpenConnections = 0;
        H1OpenStreams = 0;
        return this;
    }
}

/// <summary>The counters of one thing over all loops.</summary>
public sealed class CounterSet(int loops)
{
    private readonly Counters[] _byLoop = [.. Enumerable.Range(0, loops).Select(_ => new Counters())];
    private Counters _cleared = new();

    /// <summary>The counters that this loop, and only it, may write.</summary>
    public Counters this[int loop] => _byLoop[loop];

    /// <summary>The sum over all loops since the last <see cref="Clear"/>.</summary>
    public Counters Sum()
    {
        var sum = Total();
        sum.Subtract(_cleared);
        return sum;
    }

    /// <summary><c>clear counters all</c>: what was counted so far is remembered and taken off, since only loops write.</summary>
    public void Clear() => _cleared = Total().WithoutGauges();

    /// <summary><c>clear counters</c>: what 2.6 keeps in modules, the HTTP/1 and TLS figures, is set back also without <c>all</c> (measured).</summary>
    public void ClearModules()
    {
        var total = Total();
        _cleared.H1TotalConnections = total.H1TotalConnections;
        _cleared.H1TotalStreams = total.H1TotalStreams;
        _cleared.H1BytesIn = total.H1BytesIn;
        _cleared.H1BytesOut = total.H1BytesOut;
        _cleared.H1SplicedBytesIn = total.H1SplicedBytesIn;
        _cleared.H1SplicedBytesOut = total.H1SplicedBytesOut;
        _cleared.TlsSessions = total.TlsSessions;
        _cleared.TlsReusedSessions = total.TlsReusedSessions;
        _cleared.TlsFailedHandshakes = total.TlsFailedHandshakes;
    }

    private Counters Total()
    {
        var sum = new Counters();
        foreach (var counters in _byLoop) sum.Add(counters);
        return sum;
    }
}
