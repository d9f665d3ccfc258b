using ConfParsers.Grammar;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One server with its <c>default-server</c> merged in (configuration.txt 5.2). <c>server-template</c> is already expanded.</summary>
public sealed record ServerModel(string Name, int Id, Endpoint Address, Span Place)
{
    public int Weight { get; init; } = 1;

    /// <summary>Concurrent requests; 0: no limit.</summary>
    public int MaxConn { get; init; }

    /// <summary>Dynamic lower limit, with backend <c>fullconn</c>; 0: none.</summary>
    public int MinConn { get; init; }

    /// <summary>Longest queue; 0: no limit.</summary>
    public int MaxQueue { get; init; }

    public bool Backup { get; init; }

    public bool Disabled { get; init; }

    public string? Cookie { get; init; }

    public ServerCheck? Check { get; init; }

    public TlsServer? Tls { get; init; }

    public TimeSpan SlowStart { get; init; }

    public bool SendProxy { get; init; }

    /// <summary>Idle connections kept; -1: no limit.</summary>
    public int PoolMaxConn { get; init; } = -1;

    public TimeSpan PoolPurgeDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection; -1: no limit.</summary>
    public int MaxReuse { get; init; } = -1;

    public string? Tracks { get; init; }

    /// <summary>Local address to connect from.</summary>
    public Endpoint? Source { get; init; }
}

/// <summary><c>check inter rise fall ...</c> of a server.</summary>
public sealed record ServerCheck
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan? FastInterval { get; init; }

    public TimeSpan? DownInterval { get; init; }

    public int Rise { get; init; } = 2;

    public int Fall { get; init; } = 3;

    /// <summary>0: the server's.</summary>
    public int Port { get; init; }

    public Endpoint? Address { get; init; }
}

public sealed record TlsServer
{
    public bool Verify { get; init; } = true;

    public string? AuthorityFile { get; init; }

    /// <summary>Host name sent as SNI, a literal.</summary>
    public string? ServerName { get; init; }
}
