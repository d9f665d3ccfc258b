using System.Net;
using System.Net.Sockets;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Status;

namespace Keepalived.Net.Process;

/// <summary>Who may ask the daemon: the status socket always, Prometheus where <c>--metrics</c> says so. Neither is worth a failed start.</summary>
public sealed class ParentServers : IDisposable
{
    private readonly StatusServer? status;
    private readonly MetricsServer? metrics;

    public ParentServers(DaemonOptions options, DaemonPaths paths, Mailbox mailbox, DaemonLog log, Func<StatusView> view, Func<string, string> execute, Action<string> answered)
    {
        try
        {
            status = new StatusServer(paths.StatusSocket, mailbox, execute, answered);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.Write($"No status socket {paths.StatusSocket} - {e.Message}");
        }

        if (options.Metrics is null) return;
        if (!IPEndPoint.TryParse(options.Metrics, out var where) || where.Port == 0)
        {
            log.Write($"--metrics: '{options.Metrics}' is no ADDRESS:PORT");
            return;
        }

        try
        {
            metrics = new MetricsServer(where, mailbox, () => MetricsText.Write(view()));
        }
        catch (SocketException e)
        {
            log.Write($"No metrics on {where} - {e.Message}");
        }
    }

    public void Dispose()
    {
        status?.Dispose();
        metrics?.Dispose();
    }
}
