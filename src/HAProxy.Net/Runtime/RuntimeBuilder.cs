using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using Daemon.Linux;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Runtime;

/// <summary>
/// Makes the runtime from the model: identities, numbers, delegates. After it, nothing on the data path reads the configuration.
/// (docs/architecture.md "The way of the data")
/// </summary>
public static class RuntimeBuilder
{
    /// <param name="loops">Event loops.</param>
    /// <param name="maxConn">Connections of the process (global maxconn, or what the descriptor limit allows).</param>
    /// <param name="nowMs">The monotonic clock in milliseconds, readable on any thread.</param>
    public static ProxyProcess Build(HaproxyModel model, int loops, int maxConn, Func<long> nowMs)
    {
        var enabled = model.Proxies.Where(proxy => !proxy.Disabled).ToArray();
        Backend[] backends = [.. enabled.Where(proxy => proxy.HasBackend).Select(proxy => BuildBackend(proxy, loops, nowMs))];
        Frontend[] frontends = [.. enabled.Where(proxy => proxy.HasFrontend).Select(proxy => BuildFrontend(proxy, loops, maxConn, backends))];
        var process = new ProxyProcess(frontends, backends, loops, maxConn) { StartUnixMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() };
        foreach (var backend in backends) backend.FullConn = FullConnOf(backend, frontends);
        Compilation.Attach(model, process);
        foreach (var backend in backends) backend.Admission.Start();
        return process;
    }

    /// <summary>Where a server is, as the kernel wants it; Unspecified when its name was not resolved.</summary>
    public static SockAddr AddressOf(Endpoint endpoint, int port) => endpoint.Family switch
    {
        EndpointFamily.Unix => SockAddr.Unix(endpoint.Host),
        EndpointFamily.AbstractUnix => SockAddr.AbstractUnix(endpoint.Host),
        _ => endpoint.Address is { } address ? SockAddr.From(address, port) : default,
    };

    private static Backend BuildBackend(ProxyModel proxy, int loops, Func<long> nowMs)
    {
        var backend = new Backend(proxy, loops, nowMs) { Replies = RepliesOf(proxy) };
        foreach (var server in backend.Servers)
        {
            server.Address = AddressOf(server.Model.Address, server.Model.Address.PortLow);
        }

        return backend;
    }

    /// <summary>A tenth of what the frontends that lead here may bring, unless given (configuration.txt 4.2 "fullconn").</summary>
    private static int FullConnOf(Backend backend, Frontend[] frontends)
    {
        if (backend.Model.Limits.FullConn > 0) return backend.Model.Limits.FullConn;
        var total = frontends
            .Where(frontend => frontend.DefaultBackend == backend
                || frontend.Model.UseBackends.Any(rule => rule.Backend is null || rule.Backend.Name == backend.Name))
            .Sum(frontend => (long)frontend.MaxConn);
        return (int)Math.Clamp((total + 9) / 10, 1, int.MaxValue);
    }

    private static Frontend BuildFrontend(ProxyModel proxy, int loops, int maxConn, Backend[] backends)
    {
        var wanted = proxy.DefaultBackend?.Name ?? (proxy.Kind == ProxyKind.Listen ? proxy.Name : null);
        var limit = proxy.Limits.MaxConn;
        var frontend = new Frontend(proxy, loops)
        {
            DefaultBackend = wanted is null ? null : Array.Find(backends, backend => backend.Name == wanted),
            MaxConn = limit > 0 && (maxConn == 0 || limit < maxConn) ? limit : maxConn,
            Replies = RepliesOf(proxy),
            OwnBackend = proxy.HasBackend ? Array.Find(backends, backend => ReferenceEquals(backend.Model, proxy)) : null,
        };
        frontend.Listeners =
        [
            .. proxy.Binds.Select((bind, index) => new Listener(frontend, bind.Id > 0 ? bind.Id : index + 1, bind.Name ?? $"sock-{index + 1}", loops)
            {
                MaxConn = bind.MaxConn,
                IsTls = bind.Tls is not null,
                Model = bind,
            }),
        ];
        return frontend;
    }

    private static OwnReplies RepliesOf(ProxyModel proxy) => proxy.Http.ErrorFiles.Length == 0 ? PlainReplies.Default : new PlainReplies(proxy.Http.ErrorFiles);
}
