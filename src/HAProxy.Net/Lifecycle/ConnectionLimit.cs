using ConfParsers.Haproxy;
using Daemon.Hosting;
using Daemon.Logging;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// How many connections the process takes and how many descriptors that needs: two a connection, and what it holds besides. Without
/// <c>maxconn</c> the limit of descriptors decides (configuration.txt 3.2 "maxconn"; the share held back measured on 2.6.12).
/// </summary>
public static class ConnectionLimit
{
    private const int OwnDescriptors = 10, DescriptorsOfALoop = 3;

    /// <returns>The limit, or null when the descriptors do not suffice: that has been reported.</returns>
    public static int? Settle(HaproxyModel model, ProgramOptions options, int threads, StartupLog log)
    {
        var reserved = Reserved(model, threads);
        var wanted = options.MaxConn > 0 ? options.MaxConn : model.Global.Process.MaxConn;
        if (wanted == 0)
        {
            var derived = (int)Math.Max(1, (ResourceLimits.OpenFiles - reserved) / 2);
            if (options.Verbose || options.Debug) log.Raw($"Note: setting global.maxconn to {derived}.");
            return derived;
        }

        var descriptors = DescriptorsFor(model, wanted, threads);
        if (ResourceLimits.RaiseOpenFiles(descriptors) is var limit and > 0)
        {
            log.Alert($"[{CommandLine.Hosting.CalledAs}.main()] Cannot raise FD limit to {descriptors}, limit is {limit}.");
            return null;
        }

        return wanted;
    }

    /// <summary><c>Ulimit-n</c> and <c>Maxsock</c> of show info.</summary>
    public static int DescriptorsFor(HaproxyModel model, int maxConn, int threads) => (2 * maxConn) + Reserved(model, threads);

    private static int Reserved(HaproxyModel model, int threads)
    {
        var reserved = OwnDescriptors + (DescriptorsOfALoop * threads);
        if (model.Global.Stats.Sockets.Length > 0) reserved += model.Global.Stats.MaxConn + model.Global.Stats.Sockets.Length;
        foreach (var proxy in model.Proxies) reserved += proxy.Binds.Length + proxy.Servers.Count(server => server.Check is not null);
        return reserved;
    }
}
