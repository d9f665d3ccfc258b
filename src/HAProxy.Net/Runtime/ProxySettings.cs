using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Runtime;

/// <summary>A proxy's timeouts and HTTP options as numbers and bytes, so that the data path does not read the model. Milliseconds; 0: no limit.</summary>
public sealed class ProxySettings
{
    public ProxySettings(ProxyModel model)
    {
        var t = model.Timeouts;
        Client = Ms(t.Client);
        Server = Ms(t.Server);
        Connect = Ms(t.Connect);
        HttpRequest = Ms(t.HttpRequest);
        HttpKeepAlive = Ms(t.HttpKeepAlive ?? t.HttpRequest ?? t.Client);
        Queue = Ms(t.Queue ?? t.Connect);
        Tunnel = Ms(t.Tunnel);
        ClientFin = Ms(t.ClientFin);
        ServerFin = Ms(t.ServerFin);
        Connection = model.Http.Connection;
        Reuse = model.Http.Reuse;
        Retries = model.Limits.Retries;
        Redispatch = model.Limits.RedispatchInterval;
        DontLogNull = model.Log.DontLogNull;
        AbortOnClose = model.Limits.AbortOnClose;
        BufferRequest = model.Http.BufferRequest;
        IgnoreProbes = model.Http.IgnoreProbes;
        if (model.Http.ForwardFor is { } forward)
        {
            ForwardForName = System.Text.Encoding.UTF8.GetBytes(forward.Header.ToLowerInvariant());
            ForwardForIfNone = forward.IfNone;
            if (forward.Except is { } except)
            {
                ForwardForExcept = except.Address.GetAddressBytes();
                ForwardForExceptBits = except.PrefixLength;
            }
        }
    }

    public int Client { get; }

    public int Server { get; }

    public int Connect { get; }

    public int HttpRequest { get; }

    public int HttpKeepAlive { get; }

    public int Queue { get; }

    public int Tunnel { get; }

    public int ClientFin { get; }

    public int ServerFin { get; }

    public ConnectionMode Connection { get; }

    public HttpReuse Reuse { get; }

    public int Retries { get; }

    /// <summary>As ProxyLimits.RedispatchInterval.</summary>
    public int Redispatch { get; }

    public bool DontLogNull { get; }

    public bool IgnoreProbes { get; }

    public bool AbortOnClose { get; }

    /// <summary><c>option http-buffer-request</c></summary>
    public bool BufferRequest { get; }

    /// <summary>Header of <c>option forwardfor</c> in lower case; null: off.</summary>
    public byte[]? ForwardForName { get; }

    public bool ForwardForIfNone { get; }

    public byte[]? ForwardForExcept { get; }

    public int ForwardForExceptBits { get; }

    private static int Ms(TimeSpan? time) => time is { } t ? (int)Math.Min(int.MaxValue, t.TotalMilliseconds) : 0;
}
