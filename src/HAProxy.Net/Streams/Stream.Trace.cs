namespace HAProxy.Net.Streams;

/// <summary>The moments of a stream that <c>-d</c> shows.</summary>
internal sealed partial class Stream
{
    private int _tracedClient = -1;
    private int _tracedServer = -1;

    private void TraceAccepted()
    {
        if (_worker.Trace is not { } trace) return;
        _tracedClient = _client.Descriptor;
        _tracedServer = -1;
        trace.Accepted(this, Listener.Accepting?.Socket?.Descriptor ?? -1, _tracedClient, _client is Daemon.Tls.TlsTransport tls ? tls.Alpn : default);
        if (Frontend.IsHttp) trace.Head(this, Frontend.Name, "cli", _tracedClient, -1, Request);
    }

    private void TraceResponse(int server)
    {
        if (_worker.Trace is not { } trace) return;
        _tracedServer = server;
        trace.Head(this, Backend!.Name, "srv", _tracedClient, server, Response);
    }

    private void TraceEnd()
    {
        if (_worker.Trace is not { } trace || _tracedClient < 0) return;
        trace.Ended(this, (Backend as Runtime.Proxy ?? Frontend).Name, _tracedClient, _tracedServer);
        _tracedClient = -1;
    }
}
