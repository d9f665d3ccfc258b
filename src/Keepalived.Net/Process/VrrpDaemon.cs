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
        if (SelfProcess.TrialLayout is not null) return RestartTrial.Answer(options);
        if (SelfProcess.IsSuccessor) return GoOn(options);

        using var log = DaemonLog.For(options, "Keepalived", "");
        var isFirst = !SelfProcess.IsDaemon && SelfProcess.EnteredNamespace is null;
        if (isFirst) log.Write($"Starting Keepalived v{Version.LanguageLevel} (keepalived.net {Version.Product})");
        var surroundings = new RecordingSurroundings(new Machine());
        var result = KeepalivedConfig.Load(options.ConfigurationFile, surroundings, options.Reading);
        var paths = DaemonPaths.Of(options, result.Model);
        var network = options.Namespace ?? result.Model.Program.NetworkNamespace;

        // Interfaces are looked for in the namespace: what was said of them before it is entered does not count.
        if (network is not null && SelfProcess.EnteredNamespace is null) return EnterNamespace(network, log);
        if (isFirst || (SelfProcess.EnteredNamespace is not null && !SelfProcess.IsDaemon))
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
        if (result.IsFatal) return options.AllConfiguration && result.ExitCode == NoConfiguration ? NoConfiguration : BadConfiguration;
        if (!options.DontFork && !SelfProcess.IsDaemon)
        {
            using var daemon = ChildProcess.Start(SelfProcess.AsDaemon(), out var error);
            if (daemon is not null) return 0;
            log.Write($"Cannot start the daemon: error {error}");
            return NotStarted;
        }

        if (paths.LogSuffix.Length > 0) log.Write($"Changing syslog ident to Keepalived{paths.LogSuffix}");
        return RunParent(options, paths, result.Model, surroundings, log, handover: null);
    }

    /// <summary>
    /// This process was the daemon's parent before it executed itself anew, and is it again: with the configuration that ran. What has changed on the disk
    /// is a reload afterwards.
    /// </summary>
    private static int GoOn(DaemonOptions options)
    {
        ReadOnlySpan<int> inherited = [SelfProcess.ControlDescriptor, SelfProcess.SnapshotDescriptor, SelfProcess.PageDescriptor, SelfProcess.HandoverDescriptor];
        foreach (var descriptor in inherited) PosixProcess.KeepToSelf(descriptor);
        using var log = DaemonLog.For(options, "Keepalived", "");
        var left = Handover.Load(SelfProcess.HandoverDescriptor);
        PosixProcess.Close(SelfProcess.HandoverDescriptor);
        var running = KeepalivedConfig.Load(options.ConfigurationFile, new SnapshotSurroundings(SelfProcess.SnapshotDescriptor, new Machine()), options.Reading);
        return RunParent(options, DaemonPaths.Of(options, running.Model), running.Model, surroundings: null, log, left);
    }

    private static int RunParent(DaemonOptions options, DaemonPaths paths, KeepalivedModel model, RecordingSurroundings? surroundings, DaemonLog log, Handover? handover)
    {
        log.Distinguish(paths.LogSuffix);
        using var cores = CoreDumps.Allow(options, log);
        if (UmaskValue.Of(options.Umask, model.Global.Housekeeping.Umask) is { } mask) Scheduling.SetUmask(mask);
        ProcessManners.Apply(model.Global.Processes.Parent, model.Global.Processes.Parent.Name, log);
        using var parent = new ParentProcess(options, paths, model, surroundings, log, handover);
        return parent.Run();
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
