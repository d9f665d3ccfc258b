using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>
/// From options to the running daemon: the start rules (network namespace, already running, no configuration, daemonise), then the parent's life. The same
/// entry serves the VRRP child, whose role <see cref="SelfProcess"/> knows. (keepalived(8))
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

        using var log = DaemonLog.For(options, "Keepalived", "");
        var isFirst = !SelfProcess.IsDaemon && SelfProcess.EnteredNamespace is null && SelfProcess.Handover is null;
        if (isFirst) log.Write($"Starting Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})");
        var surroundings = new RecordingSurroundings(new Machine());
        var result = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        var paths = DaemonPaths.Of(options, result.Model);
        var network = options.Namespace ?? result.Model.Program.NetworkNamespace;

        // Interfaces are looked for in the namespace: what was said of them before it is entered does not count.
        if (network is not null && SelfProcess.EnteredNamespace is null) return EnterNamespace(network, log);
        if (isFirst || (SelfProcess.EnteredNamespace is not null && !SelfProcess.IsDaemon && SelfProcess.Handover is null))
        {
            if (PidFiles.IsRunning(paths.Parent) || PidFiles.IsRunning(paths.Vrrp))
            {
                log.Write("daemon is already running");
                return 0;
            }

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

        if (paths.LogSuffix.Length > 0) log.Write($"Changing syslog ident to Keepalived{paths.LogSuffix}");
        log.Distinguish(paths.LogSuffix);
        using var cores = CoreDumps.Allow(options, log);
        if (UmaskValue.Of(options.Umask, result.Model.Global.Housekeeping.Umask) is { } mask) Scheduling.SetUmask(mask);
        ProcessManners.Apply(result.Model.Global.Processes.Parent, result.Model.Global.Processes.Parent.Name, log);
        return RunParent(options, paths, result.Model, surroundings, log);
    }

    private static int RunParent(DaemonOptions options, DaemonPaths paths, KeepalivedModel model, RecordingSurroundings surroundings, DaemonLog log)
    {
        Handover successor;
        using (var parent = new ParentProcess(options, paths, model, surroundings, log, SelfProcess.Handover))
        {
            var exitCode = parent.Run();
            if (parent.Successor is null) return exitCode;
            successor = parent.Successor;
            // Descriptors that dispose would close are kept open by exec's own copies.
            var error = PosixProcess.Execute(SelfProcess.AsSuccessor(successor));
            log.Write($"Cannot execute {Environment.ProcessPath}: errno {error}");
        }

        return NotStarted;
    }

    /// <summary>Only a process without other threads is in a namespace as a whole: this one enters it and executes itself anew there.</summary>
    private static int EnterNamespace(string name, DaemonLog log)
    {
        var path = "/run/netns/" + name;
        if (!File.Exists(path))
        {
            log.Write($"Failed to open {path}");
            log.Write($"Unable to set network namespace {name} - exiting");
            return NotStarted;
        }

        // Pid files of several namespaces have the same names: each sees a directory of its own. (keepalived(8) "NAMESPACES")
        Directory.CreateDirectory(Path.Combine(DaemonPaths.PidDirectory, name));
        var error = Namespaces.UnshareMounts();
        if (error == 0) error = Namespaces.BindDirectory(Path.Combine(DaemonPaths.PidDirectory, name), DaemonPaths.PidDirectory);
        if (error == 0) error = Namespaces.EnterNetwork(path);
        if (error == 0) error = PosixProcess.Execute(SelfProcess.InNamespace(name));
        log.Write($"Unable to set network namespace {name} - errno {error} - exiting");
        return NotStarted;
    }
}
