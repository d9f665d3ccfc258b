using System.Net;
using ConfParsers.Grammar;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>check inter rise fall ...</c> of a server.</summary>
public sealed record ServerCheck
{
    private Seldom _seldom = Seldom.None;

    public TimeSpan Interval { get; internal set; } = TimeSpan.FromSeconds(2);

    public TimeSpan? FastInterval { get => _seldom.FastInterval; internal set => Own.FastInterval = value; }

    public TimeSpan? DownInterval { get => _seldom.DownInterval; internal set => Own.DownInterval = value; }

    public int Rise { get; internal set; } = 2;

    public int Fall { get; internal set; } = 3;

    /// <summary>0: the server's.</summary>
    public int Port { get; internal set; }

    public Endpoint? Address { get => _seldom.Address; internal set => Own.Address = value; }

    /// <summary><c>check-ssl</c>: TLS of checks where the traffic has none.</summary>
    public TlsServer? Tls { get => _seldom.Tls; internal set => Own.Tls = value; }

    /// <summary><c>check-send-proxy</c></summary>
    public bool SendProxy { get => _seldom.SendProxy; internal set => Own.SendProxy = value; }

    /// <summary><c>check-via-socks4</c></summary>
    public bool ViaSocks4 { get => _seldom.ViaSocks4; internal set => Own.ViaSocks4 = value; }

    /// <summary>Literal server name of TLS checks.</summary>
    public string? ServerName { get => _seldom.ServerName; internal set => Own.ServerName = value; }

    public string[] Alpn { get => _seldom.Alpn; internal set => Own.Alpn = value; }

    public MuxProtocol? Protocol { get => _seldom.Protocol; internal set => Own.Protocol = value; }

    private Seldom Own => ReferenceEquals(_seldom, Seldom.None) ? _seldom = new Seldom() : _seldom;

    /// <summary>The same once more, to be written into apart.</summary>
    internal ServerCheck Copy()
    {
        var copy = this with { };
        if (!ReferenceEquals(_seldom, Seldom.None)) copy._seldom = _seldom with { };
        return copy;
    }

    /// <summary>What few checks say.</summary>
    private sealed record Seldom
    {
        public static readonly Seldom None = new();

        public TimeSpan? FastInterval { get; set; }

        public TimeSpan? DownInterval { get; set; }

        public Endpoint? Address { get; set; }

        public TlsServer? Tls { get; set; }

        public bool SendProxy { get; set; }

        public bool ViaSocks4 { get; set; }

        public string? ServerName { get; set; }

        public string[] Alpn { get; set; } = [];

        public MuxProtocol? Protocol { get; set; }
    }
}

/// <summary><c>agent-check</c>: a program beside the server that tells its state (configuration.txt 5.2).</summary>
public sealed record AgentCheck
{
    public int Port { get; internal set; }

    /// <summary>Null: the server's.</summary>
    public IPAddress? Address { get; internal set; }

    public TimeSpan Interval { get; internal set; } = TimeSpan.FromSeconds(2);

    /// <summary>Sent first.</summary>
    public string? Send { get; internal set; }
}
