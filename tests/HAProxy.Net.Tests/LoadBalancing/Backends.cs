using System.Net;
using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Tests.LoadBalancing;

/// <summary>What a test wants of a server.</summary>
public sealed record ServerOptions
{
    public int Weight { get; init; } = 1;

    public int MaxConn { get; init; }

    public int MaxQueue { get; init; }

    public bool Backup { get; init; }

    /// <summary>With <c>check rise 2 fall 3</c>.</summary>
    public bool Checked { get; init; }
}

/// <summary>Backends without sockets.</summary>
internal static class Backends
{
    public static Backend Create(ServerOptions[] servers)
    {
        var place = new Span(new SourceText("test.cfg", ReadOnlyMemory<byte>.Empty), 1);
        var endpoint = new Endpoint(EndpointFamily.IPv4, "127.0.0.1", IPAddress.Loopback, 1, 1, -1);
        var model = new ProxyModel("b", ProxyKind.Backend, 2, place)
        {
            Servers = [.. servers.Select((server, i) => new ServerModel($"s{i}", i + 1, endpoint, place)
            {
                Weight = server.Weight,
                MaxConn = server.MaxConn,
                MaxQueue = server.MaxQueue,
                Backup = server.Backup,
                Check = server.Checked ? new ServerCheck() : null,
            })],
        };
        var backend = new Backend(model, loops: 1, nowMs: () => 0);
        backend.Admission.Start();
        return backend;
    }
}
