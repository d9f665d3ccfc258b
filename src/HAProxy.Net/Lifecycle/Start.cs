using ConfParsers.Haproxy;
using ConfParsers.Text;
using Daemon.Hosting;
using Daemon.Linux;
using Daemon.Logging;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// The start of the proxy, by who this process is and what it was asked for: in the foreground, into the background, as master, or as a master's
/// worker (management.txt 3, 4; docs/architecture.md, processes and privileges).
/// </summary>
public static class Start
{
    public static int Run(StartRequest start, StartupLog log)
    {
        var role = ProcessRole.Take();
        // Before anything takes time: a signal that comes during the start waits for its end.
        using var signals = new Signals(
            DaemonSignal.User1, DaemonSignal.User2, DaemonSignal.HangUp, DaemonSignal.Terminate, DaemonSignal.Interrupt, DaemonSignal.Quit,
            DaemonSignal.TerminalInput, DaemonSignal.TerminalOutput);

        if (role.Kind == RoleKind.Worker)
        {
            // The master has said what was found, and who speaks.
            log.BeginRun(introduced: true);
            var given = start.Load(FileSnapshot.FromDescriptor(role.Files), new StartupLog(Stream.Null, "", ""));
            if (given.Model is not { } same) return 1;
            using var worker = new ProxyRun(start, Apply(start, same), role, signals, log);
            return worker.Run();
        }

        var files = new FileSnapshot(FileSystem.Instance);
        var again = role.Kind == RoleKind.BackgroundChild;
        var loaded = start.Load(files, again ? new StartupLog(Stream.Null, "", "") : log);
        if (loaded.Model is not { } model) return 1;
        if (start.Options.DumpKeywords is { } classes && !again) CommandLine.KeywordDump.Print(classes, Console.Out);
        if (again) log.BeginRun(introduced: false);
        if (!loaded.HasListener)
        {
            log.Alert($"[{CommandLine.Hosting.CalledAs}.main()] No enabled listener found (check for 'bind' directives) ! Exiting.");
            return 1;
        }

        var options = start.Options;
        var settings = model.Global.Process;
        var background = !options.Foreground && !options.Debug && (options.Daemon || (settings.Daemon && !options.Notify));
        if (background && role.Kind == RoleKind.Direct) return GoIntoBackground(start, log);

        if (options.MasterWorker || settings.MasterWorker)
        {
            Environment.SetEnvironmentVariable("HAPROXY_MWORKER", "1");
            return new Master(start, role, signals, log).Run(model, files);
        }

        using var run = new ProxyRun(start, Apply(start, model), role, signals, log);
        return run.Run();
    }

    // The parent returns only when the child serves, with the child's code when it does not: what starts it may rely on either.
    private static int GoIntoBackground(StartRequest start, StartupLog log)
    {
        var (own, peer) = ReadyPipe.Create();
        var child = Reexec.Start(start.Arguments, ProcessRole.ForBackground(peer), [peer], newSession: true, out var error);
        _ = Libc.Close(peer);
        if (child == 0)
        {
            log.Alert($"[{CommandLine.Hosting.CalledAs}.main()] Cannot fork: {Libc.ErrorText(error)}.");
            return 1;
        }

        if (ReadyPipe.Wait(own) is not null) return 0;
        return Processes.WaitFor(child) is { } ending && ending.Status != 0 ? ending.Status : 1;
    }

    // -N gives every frontend that has none a limit of its own.
    private static HaproxyModel Apply(StartRequest start, HaproxyModel model) =>
        start.Options.ProxyMaxConn == 0
            ? model
            : model with
            {
                Proxies = [.. model.Proxies.Select(proxy => proxy.Limits.MaxConn > 0 ? proxy : proxy with { Limits = proxy.Limits with { MaxConn = start.Options.ProxyMaxConn } })],
            };
}
