using Daemon.Linux;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Status;

namespace Keepalived.Net.Process;

/// <summary>
/// The VRRP child's life as its parent sees it: started, started again when it dies (later and later, so that a fault does not spin), replaced by
/// another one without a gap, ended. (keepalived(8) "--dont-respawn")
/// </summary>
public sealed class ChildSupervisor(DaemonOptions options, PollSet polls, DaemonLog log, StatusPage page, int snapshot) : IDisposable
{
    private const int PermanentError = 2;

    /// <summary>A child that lived this long has not died of its start.</summary>
    private const long HealthyLifeUs = 60_000_000;

    private ChildProcess? child;
    private ControlChannel? channel;

    /// <summary>Serves until its successor is ready.</summary>
    private ChildProcess? predecessor;
    private ControlChannel? predecessorChannel;
    private long startedUs;
    private int respawnDelaySeconds;
    private bool stopping;

    /// <summary>What the serving child says.</summary>
    public required Action<ControlMessage> Said { get; init; }

    /// <summary>A child that knows of nothing is about to start: what is sent now it reads first.</summary>
    public required Action Starting { get; init; }

    /// <summary>No child any more, and none will be started; the daemon's exit code.</summary>
    public required Action<int> Ended { get; init; }

    public bool IsRunning => child is not null;

    public int ProcessId => child?.ProcessId ?? 0;

    /// <summary>When a dead child is due to be started again.</summary>
    public long NextEventUs { get; private set; } = long.MaxValue;

    public void Start() => Start(takeOver: false);

    /// <summary>After the parent has executed itself anew: the child of before goes on until the one started now is ready.</summary>
    public void StartInPlaceOf(int processId, int descriptor)
    {
        predecessor = ChildProcess.Adopt(processId);
        predecessorChannel = new ControlChannel(descriptor);
        polls.Add(predecessorChannel.Descriptor, OnPredecessor);
        if (page.IsOfThisLayout)
        {
            Start(takeOver: true);
            return;
        }

        // A version with another layout of the page: nothing can be handed over.
        predecessor.Signal(PosixProcess.SigTerm);
        polls.Add(predecessor.Descriptor, () =>
        {
            if (!predecessor.TryReap(out _)) return;
            Forget();
            page.Clear();
            Start(takeOver: false);
        });
    }

    public void Send(in ControlMessage message) => channel?.Send(message);

    public void OnTimer(long now)
    {
        if (now < NextEventUs || stopping) return;
        NextEventUs = long.MaxValue;
        Start();
    }

    public void Stop()
    {
        stopping = true;
        predecessor?.Signal(PosixProcess.SigTerm);
        if (child is null) Ended(0);
        else child.Signal(PosixProcess.SigTerm);
    }

    /// <summary>The end did not come in time.</summary>
    public void Kill() => child?.Signal(PosixProcess.SigKill);

    /// <summary>Descriptors and id of the child for the parent that this process is about to become.</summary>
    public (int ProcessId, int Channel) HandOver() => (child!.ProcessId, channel!.Descriptor);

    public void Dispose()
    {
        channel?.Dispose();
        child?.Dispose();
        Forget();
    }

    private void Start(bool takeOver)
    {
        var (ours, theirs) = PosixProcess.MessagePair();
        channel = new ControlChannel(ours);
        Starting();
        child = ChildProcess.Start(SelfProcess.AsVrrpChild(theirs, snapshot, page.Descriptor, VrrpProcess.Signals, takeOver), out var error);
        PosixProcess.Close(theirs);
        if (child is null)
        {
            log.Write($"VRRP child process: cannot start, error {error}");
            channel.Dispose();
            channel = null;
            Ended(1);
            return;
        }

        startedUs = MonotonicClock.NowUs;
        log.Write($"Starting VRRP child process, pid={child.ProcessId}");
        polls.Add(channel.Descriptor, OnMessages);
        polls.Add(child.Descriptor, OnEnd);
    }

    private void OnMessages()
    {
        while (channel is not null && channel.TryReceive(out var message, out _))
        {
            if (message.Kind == ControlKind.Ready) predecessorChannel?.Send(new(ControlKind.Yield));
            else Said(message);
        }
    }

    /// <summary>The old child still tells what happens, and at last that it has stopped.</summary>
    private void OnPredecessor()
    {
        while (predecessorChannel is not null && predecessorChannel.TryReceive(out var message, out var closed))
        {
            if (message.Kind == ControlKind.Yielded)
            {
                channel?.Send(new(ControlKind.TakeOver));
                log.Write($"VRRP child process {predecessor!.ProcessId} has handed over to {ProcessId}");
                polls.Add(predecessor.Descriptor, ReapPredecessor);
            }
            else if (message.Kind is ControlKind.Notify or ControlKind.NotifyGroup)
            {
                Said(message);
            }

            if (closed) return;
        }
    }

    private void ReapPredecessor()
    {
        if (predecessor is not null && predecessor.TryReap(out _)) Forget();
    }

    private void Forget()
    {
        if (predecessorChannel is not null)
        {
            polls.Remove(predecessorChannel.Descriptor);
            predecessorChannel.Dispose();
            predecessorChannel = null;
        }

        if (predecessor is null) return;
        polls.Remove(predecessor.Descriptor);
        predecessor.Dispose();
        predecessor = null;
    }

    private void OnEnd()
    {
        if (child is null || !child.TryReap(out var status)) return;
        OnMessages();
        polls.Remove(child.Descriptor);
        var processId = child.ProcessId;
        child.Dispose();
        child = null;
        if (channel is not null)
        {
            polls.Remove(channel.Descriptor);
            channel.Dispose();
            channel = null;
        }

        if (stopping)
        {
            Ended(0);
            return;
        }

        if (status is { Exited: true, ExitCode: PermanentError })
        {
            log.Write($"pid {processId} exited with permanent error CONFIG. Terminating");
            Ended(PermanentError);
            return;
        }

        if (!status.Exited) log.Write($"pid {processId} exited due to signal {status.Signal}");
        else if (status.ExitCode != 0) log.Write($"pid {processId} exited with status {status.ExitCode}");
        if (options.DontRespawn)
        {
            log.Write($"VRRP child process({processId}) died: Exiting");
            Ended(0);
            return;
        }

        log.Write($"VRRP child process({processId}) died: Respawning");
        if (MonotonicClock.NowUs - startedUs > HealthyLifeUs) respawnDelaySeconds = 0;
        log.Write($"Restart of VRRP process delayed {respawnDelaySeconds} seconds to limit respawn rate");
        NextEventUs = MonotonicClock.NowUs + (respawnDelaySeconds * 1_000_000L);
        respawnDelaySeconds = Math.Min(60, respawnDelaySeconds == 0 ? 1 : respawnDelaySeconds * 2);
    }
}
