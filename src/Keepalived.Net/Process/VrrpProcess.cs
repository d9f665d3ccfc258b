using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// The <c>keepalived_vrrp</c> process: the engine with its signals, its pid file and the socket to the parent. It ends when told to, and
/// when the parent is gone, cleanly in both cases; or it goes on in the place of the one before, or lets the next one do so.
/// </summary>
public sealed class VrrpProcess
{
    /// <summary>Blocked from the first instruction on and read as a descriptor: .NET's own signal handling would use its thread pool.</summary>
    public static readonly int[] Signals = [PosixProcess.SigHup, PosixProcess.SigInt, PosixProcess.SigTerm, PosixProcess.SigUser1, PosixProcess.SigUser2];

    private readonly DaemonOptions options;
    private readonly ControlChannel channel;
    private readonly VrrpChild child;
    private readonly int signals = PosixProcess.OpenSignals(Signals);
    private readonly PollSet turn = new();
    private bool ending;

    /// <summary>Another process is to serve, or does.</summary>
    private bool yields = SelfProcess.TakesOver;

    /// <summary>Another one serves for good: nothing is taken away at the end.</summary>
    private bool released;

    private VrrpProcess(DaemonOptions options, ControlChannel parent, VrrpChild engine)
    {
        this.options = options;
        channel = parent;
        child = engine;
        child.Polls.Add(signals, OnSignals);
        child.Polls.Add(channel.Descriptor, OnMessages);
        // While another one serves, advertisements and the kernel's notifications wait in their sockets.
        turn.Add(signals, OnSignals);
        turn.Add(channel.Descriptor, OnMessages);
    }

    /// <returns>The exit code: 0, or 2 for a configuration that cannot run.</returns>
    public static int Run(DaemonOptions options, int parent)
    {
        PosixProcess.DieWithParent(PosixProcess.SigTerm);
        if (PosixProcess.ParentId() != parent) return 0;
        var result = Load(options);
        var paths = DaemonPaths.Of(options, result.Model);
        using var log = DaemonLog.For(options, "Keepalived_vrrp", "_vrrp");
        log.Distinguish(paths.LogSuffix);
        if (result.IsFatal) return 2;
        ProcessManners.Apply(result.Model.Global.Processes.Vrrp, "keepalived_vrrp", log);
        using var toParent = new ControlChannel(SelfProcess.ControlDescriptor);
        try
        {
            using var page = StatusPage.Open(SelfProcess.PageDescriptor);
            if (!SelfProcess.TakesOver) page.Clear();
            var engine = new VrrpChild(result.Model, page, log, message => toParent.Send(message), options.Strict) { MonitorsAddresses = options.MonitorAddresses };
            var process = new VrrpProcess(options, toParent, engine);
            process.Serve(paths, parent);
            engine.Dispose();
            return 0;
        }
        catch (IOException e)
        {
            // No right to open a socket, no netlink: another try would end the same way.
            log.Write(e.Message);
            return 2;
        }
        finally
        {
            PidFiles.RemoveOwn(paths.Vrrp);
        }
    }

    private void Serve(DaemonPaths paths, int parent)
    {
        // What the parent knows of files and processes counts from the first election on.
        OnMessages();
        if (SelfProcess.TakesOver)
        {
            child.Prepare();
            child.Forget();
            GC.Collect();
            AwaitTurn(ControlKind.Ready);
        }

        // One whose turn never came has nothing to give up: the other one has it all.
        if (!yields)
        {
            PidFiles.Write(paths.Vrrp);
            if (SelfProcess.TakesOver) child.Resume();
            else child.Start();
            channel.Send(new(ControlKind.Started));
            // What starting and the first turns have left behind is collected now, not between two advertisements.
            GC.Collect();
            while (!ending) RunOnce(paths);
            if (!released) child.Stop(keepsAddresses: options.KeepAddresses);
        }

        PosixProcess.Close(signals);
        if (PosixProcess.ParentId() == parent && !yields) child.Log.Detail("Stopped");
    }

    private void RunOnce(DaemonPaths paths)
    {
        child.RunOnce();
        if (!yields) return;
        child.Leave();
        AwaitTurn(ControlKind.Yielded);
        if (released) return;
        // The other one has not made it, or this one shall end in its own way.
        yields = false;
        PidFiles.Write(paths.Vrrp);
        if (ending) return;
        child.Log.Write("Going on, the new VRRP process does not");
        child.Listen();
    }

    /// <param name="standing">Where this process is, for the parent.</param>
    private void AwaitTurn(ControlKind standing)
    {
        channel.Send(new(standing));
        while (yields && !ending) turn.Wait(long.MaxValue);
    }

    private void OnSignals()
    {
        for (var signal = PosixProcess.ReadSignal(signals); signal != 0; signal = PosixProcess.ReadSignal(signals))
        {
            if (signal is PosixProcess.SigTerm or PosixProcess.SigInt) ending = true;
            else if (signal == PosixProcess.SigHup) channel.Send(new(ControlKind.ReloadWanted));
        }
    }

    private void OnMessages()
    {
        while (channel.TryReceive(out var message, out var closed) || closed)
        {
            ending |= closed;
            if (closed) return;
            switch (message.Kind)
            {
                case ControlKind.ScriptResult:
                    child.OnScriptResult(message.Text, (ScriptOutcome)message.A, message.B);
                    break;
                case ControlKind.FileValue:
                    child.OnFileValue(message.Text, message.A);
                    break;
                case ControlKind.ProcessCount:
                    child.OnProcessCount(message.Text, message.A, quorum: message.B != 0);
                    break;
                case ControlKind.Maintenance:
                    child.OnMaintenance(message.A != 0);
                    break;
                case ControlKind.ClearStatistics:
                    child.ClearStatistics();
                    break;
                case ControlKind.Announce:
                    Announce(message.Text);
                    break;
                case ControlKind.SetPriority or ControlKind.SetPreemption:
                    Set(message);
                    break;
                case ControlKind.Reload:
                    Reload();
                    break;
                case ControlKind.Yield:
                    yields = true;
                    return;
                case ControlKind.TakeOver:
                    yields = false;
                    return;
                case ControlKind.Release:
                    released = ending = true;
                    return;
            }
        }
    }

    /// <summary>Somebody asks on the D-Bus. Who is not master has nothing to announce.</summary>
    private void Announce(string instance)
    {
        child.Log.Write($"Sending garps on {instance} on DBus request");
        foreach (var router in child.Routers)
        {
            if (router.State == VrrpState.Master && router.Configuration.Name == instance) child.Announcements.Announce(instance, router.Addresses, router.Configuration.Garp, 1, MonotonicClock.NowUs);
        }
    }

    private void Reload()
    {
        var result = Load(options);
        // After a restart that failed the parent is of another version, and may have read what this one cannot.
        if (result.IsFatal) child.Log.Write("The configuration cannot be read by this version: the running one is kept");
        else child.Reload(result.Model);
        channel.Send(new(ControlKind.Reloaded));
    }

    /// <summary>A manager changes a running instance; a reload puts back what is configured.</summary>
    private void Set(in ControlMessage message)
    {
        var name = message.Text;
        if (child.Routers.FirstOrDefault(each => each.Configuration.Name == name) is not { } router) return;
        var before = router.Configuration;
        if (message.Kind == ControlKind.SetPreemption)
        {
            child.Log.Write($"({name}) preemption {(message.A == 1 ? "enabled" : "disabled")} with SNMP");
            router.Reload(before with { NoPreempt = message.A != 1 }, MonotonicClock.NowUs);
            return;
        }

        child.Log.Write($"({name}) base priority changed from {before.Priority} to {message.A} via SNMP.");
        var effective = router.EffectivePriority;
        router.Reload(before with { Priority = message.A }, MonotonicClock.NowUs);
        if (router.EffectivePriority != effective) child.Log.Write($"({name}) Changing effective priority from {effective} to {router.EffectivePriority}");
    }

    private static KeepalivedResult Load(DaemonOptions options) => KeepalivedConfig.Load(options.ConfigurationFile,
        new SnapshotSurroundings(SelfProcess.SnapshotDescriptor, new Machine()), options.Reading);
}
