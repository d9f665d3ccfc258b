using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>
/// From options to the running daemon: the start rules (already running, no configuration, daemonise), then the parent's life. The same entry
/// serves the VRRP child, whose role <see cref="SelfProcess"/> knows. (keepalived(8))
/// </summary>
public static class VrrpDaemon
{
    private const int NoConfiguration = 6;
    private const int BadConfiguration = 2;
    private const int NotStarted = 1;

    /// <returns>The exit code: 0 after SIGTERM or when another one runs, 2 bad configuration, 6 none, 1 cannot daemonise.</returns>
    public static int Run(DaemonOptions options)
    {
        if (SelfProcess.VrrpParent != 0) return VrrpProcess.Run(options, SelfProcess.VrrpParent);

        using var log = new DaemonLog("Keepalived", options.LogConsole, options.LogDetail);
        if (!SelfProcess.IsDaemon)
        {
            log.Write($"Starting Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})");
            if (PidFiles.IsRunning(options.PidFile) || PidFiles.IsRunning(options.VrrpPidFile))
            {
                log.Write("daemon is already running");
                return 0;
            }
        }

        var surroundings = new RecordingSurroundings(new Machine());
        var result = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        if (!SelfProcess.IsDaemon)
        {
            if (result.IsFound) log.Write($"Configuration file {options.ConfigurationFile}");
            foreach (var diagnostic in result.Diagnostics) log.Write(diagnostic.Message);
        }

        if (!result.IsFound) return NoConfiguration;
        if (result.IsFatal) return BadConfiguration;
        if (!options.DontFork && !SelfProcess.IsDaemon)
        {
            using var daemon = ChildProcess.Start(SelfProcess.AsDaemon(), out var error);
            if (daemon is not null) return 0;
            log.Write($"Cannot start the daemon: error {error}");
            return NotStarted;
        }

        using var parent = new ParentProcess(options, result.Model, surroundings, log);
        return parent.Run();
    }
}
