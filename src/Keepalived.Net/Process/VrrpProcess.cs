using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// The <c>keepalived_vrrp</c> process: the engine with its signals, its pid file and the socket to the parent. It ends when told to, and
/// when the parent is gone, cleanly in both cases.
/// </summary>
public static class VrrpProcess
{
    /// <summary>Blocked from the first instruction on and read as a descriptor: .NET's own signal handling would use its thread pool.</summary>
    public static readonly int[] Signals = [PosixProcess.SigHup, PosixProcess.SigInt, PosixProcess.SigTerm, PosixProcess.SigUser1, PosixProcess.SigUser2];

    /// <returns>The exit code: 0, or 2 for a configuration that cannot run.</returns>
    public static int Run(DaemonOptions options, int parent)
    {
        PosixProcess.DieWithParent(PosixProcess.SigTerm);
        if (PosixProcess.ParentId() != parent) return 0;
        PosixProcess.SetTitle("keepalived_vrrp\0"u8);
        using var log = new DaemonLog("Keepalived_vrrp", options.LogConsole, options.LogDetail);
        using var channel = new ControlChannel(SelfProcess.ControlDescriptor);
        PidFiles.Write(options.VrrpPidFile);
        try
        {
            var result = Load(options);
            if (result.IsFatal) return 2;
            using var page = StatusPage.Open(SelfProcess.PageDescriptor);
            page.Clear();
            using var child = new VrrpChild(result.Model, page, log, message => channel.Send(message), options.Strict);
            Serve(child, channel, options, parent);
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
            PidFiles.Remove(options.VrrpPidFile);
        }
    }

    private static void Serve(VrrpChild child, ControlChannel channel, DaemonOptions options, int parent)
    {
        var ending = false;
        var signals = PosixProcess.OpenSignals(Signals);
        child.Polls.Add(signals, () =>
        {
            for (var signal = PosixProcess.ReadSignal(signals); signal != 0; signal = PosixProcess.ReadSignal(signals))
            {
                if (signal is PosixProcess.SigTerm or PosixProcess.SigInt) ending = true;
                else if (signal == PosixProcess.SigHup) channel.Send(new(ControlKind.ReloadWanted));
            }
        });
        child.Polls.Add(channel.Descriptor, () =>
        {
            while (channel.TryReceive(out var message, out var closed) || closed)
            {
                ending |= closed;
                if (closed) return;
                if (message.Kind == ControlKind.ScriptResult) child.OnScriptResult(message.Text, (ScriptOutcome)message.A, message.B);
                else if (message.Kind == ControlKind.Reload) child.Reload(Load(options).Model);
            }
        });
        child.Start();
        // What starting and the first turns have left behind is collected now, not between two advertisements.
        GC.Collect();
        while (!ending) child.RunOnce();
        child.Stop();
        PosixProcess.Close(signals);
        if (PosixProcess.ParentId() == parent) child.Log.Detail("Stopped");
    }

    private static KeepalivedResult Load(DaemonOptions options) => KeepalivedConfig.Load(options.ConfigurationFile,
        new SnapshotSurroundings(SelfProcess.SnapshotDescriptor, new Machine()), options.Reading);
}
