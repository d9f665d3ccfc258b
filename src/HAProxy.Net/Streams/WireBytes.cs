using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>
/// How much of what passed over one connection has been counted already: the statistics get the rest when a request ends and when the connection closes
/// (<c>h1_bytes_in</c>, <c>h1_bytes_out</c>, <c>TotalBytesOut</c>; management.txt 9.1).
/// </summary>
internal struct WireBytes(LoopTransport transport)
{
    private long _in = transport.BytesIn;
    private long _out = transport.BytesOut;

    /// <param name="proxy">The counters of the proxy, of one loop.</param>
    public void Count(LoopTransport transport, LoopWorker worker, Proxy proxy)
    {
        var sent = transport.BytesOut - _out;
        if (proxy.IsHttp)
        {
            var counters = proxy.Counters[worker.Index];
            counters.H1BytesIn += transport.BytesIn - _in;
            counters.H1BytesOut += sent;
        }

        worker.Counters.BytesOut += sent;
        worker.Process.BytesOutRate.Add(worker.Loop.NowMs, sent);
        _in = transport.BytesIn;
        _out = transport.BytesOut;
    }
}
