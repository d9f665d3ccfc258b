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

    /// <summary>How long a new child may take to read and open everything, while the old one serves.</summary>
    private const long PreparationUs = 20_000_000;

    /// <summary>How long nobody may serve: less than any peer waits for a master at intervals of a second.</summary>
    private const long GapUs = 2_000_000;

    private ChildProcess? child;
    private ControlChannel? channel;

    /// <summary>The child before, until the new one serves.</summary>
    private ChildProcess? predecessor;
    private ControlChannel? predecessorChannel;
    private bool isReplacing;
    private bool isReady;
    private long giveUpUs = long.MaxValue;
    private long respawnUs = long.MaxValue;
    private long startedUs;
    private int respawnDelaySeconds;
    private bool stopping;

    /// <summary>What the serving child says.</summary>
    public required Action<ControlMessage> Said { get; init; }

    /// <summary>A child that knows of nothing is about to start: what is sent now it reads first.</summary>
    public required Action Starting { get; init; }

    /// <summary>No child any more, and none will be started; the daemon's exit code.</summary>
    public required Action<int> Ended { get; init; }

    /// <summary>A new child has taken the old one's place (true), or could not and the old one goes on (false).</summary>
    public required Action<bool> Replaced { get; init; }

    public bool IsRunning => child is not null;

    /// <summary>A new child has been started in the old one's place and does not serve yet.</summary>
    public bool IsReplacing => isReplacing;

    public int ProcessId => child?.ProcessId ?? 0;

    /// <summary>When <see cref="OnTimer"/> has something to do.</summary>
    public long NextEventUs => Math.Min(respawnUs, giveUpUs);

    public void Start() => Start(takeOver: false);

    /// <summary>After the parent has executed itself anew: the child of before goes on until the one started now is ready.</summary>
    public void StartInPlaceOf(int processId, int descriptor)
    {
        predecessor = ChildProcess.Adopt(processId);
        predecessorChannel = new ControlChannel(descriptor);
        polls.Add(predecessorChannel.Descriptor, OnPredecessor);
        polls.Add(predecessor.Descriptor, OnPredecessorEnd);
        giveUpUs = MonotonicClock.NowUs + PreparationUs;
        isReplacing = true;
        Start(takeOver: true);
    }

    public void Send(in ControlMessage message) => channel?.Send(message);

    public void OnTimer(long now)
    {
        if (stopping) return;
        if (now >= respawnUs) Start();
        if (now < giveUpUs) return;
        giveUpUs = long.MaxValue;
        log.Write($"VRRP child process {ProcessId} does not take over in time");
        // Its end brings the old one back.
        child?.Signal(PosixProcess.SigKill);
    }

    /// <summary>The end of all: whoever serves says so to the others, whoever does not yet just ends.</summary>
    public void Stop()
    {
        stopping = true;
        if (predecessor is not null)
        {
            child?.Signal(PosixProcess.SigKill);
            predecessor.Signal(PosixProcess.SigTerm);
            return;
        }

        if (child is null) Ended(0);
        else child.Signal(PosixProcess.SigTerm);
    }

    /// <summary>The end did not come in time.</summary>
    public void Kill()
    {
        child?.Signal(PosixProcess.SigKill);
        predecessor?.Signal(PosixProcess.SigKill);
    }

    /// <summary>Descriptors and id of the child for the parent that this process is about to become.</summary>
    public (int ProcessId, int Channel) HandOver() => (child!.ProcessId, channel!.Descriptor);

    public void Dispose()
    {
        channel?.Dispose();
        child?.Dispose();
        predecessorChannel?.Dispose();
        predecessor?.Dispose();
    }

    private void Start(bool takeOver)
    {
        respawnUs = long.MaxValue;
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
            if (predecessor is null) Ended(1);
            else TakeBack("it cannot be started");
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
            switch (message.Kind)
            {
                case ControlKind.Ready:
                    isReady = true;
                    giveUpUs = MonotonicClock.NowUs + GapUs;
                    if (predecessorChannel is not null) predecessorChannel.Send(new(ControlKind.Yield));
                    else Send(new(ControlKind.TakeOver));
                    break;
                case ControlKind.Started when isReplacing:
                    if (predecessor is not null) Release(predecessor);
                    Said(message);
                    EndReplacing(done: true);
                    break;
                default:
                    Said(message);
                    break;
            }
        }
    }

    /// <summary>The old child still tells what happens, and at last that it does nothing more.</summary>
    private void OnPredecessor()
    {
        while (predecessorChannel is not null && predecessorChannel.TryReceive(out var message, out var closed))
        {
            if (message.Kind == ControlKind.Yielded) channel?.Send(new(ControlKind.TakeOver));
            else Said(message);
            if (closed) return;
        }
    }

    /// <summary>It ends when it was released; before that, it has died and the new one goes on from what it left.</summary>
    private void OnPredecessorEnd()
    {
        if (predecessor is null || !predecessor.TryReap(out _)) return;
        OnPredecessor();
        log.Write($"VRRP child process {predecessor.ProcessId} died before it could hand over");
        polls.Remove(predecessor.Descriptor);
        predecessor.Dispose();
        ForgetPredecessor();
        if (stopping && child is null) Ended(0);
        else if (isReady) channel?.Send(new(ControlKind.TakeOver));
    }

    /// <summary>The new child serves: the old one is only waited for.</summary>
    private void Release(ChildProcess last)
    {
        log.Write($"VRRP child process {last.ProcessId} has handed over to {ProcessId}");
        predecessorChannel?.Send(new(ControlKind.Release));
        polls.Remove(last.Descriptor);
        polls.Add(last.Descriptor, () =>
        {
            if (!last.TryReap(out _)) return;
            polls.Remove(last.Descriptor);
            last.Dispose();
        });
        ForgetPredecessor();
    }

    private void ForgetPredecessor()
    {
        predecessor = null;
        if (predecessorChannel is null) return;
        polls.Remove(predecessorChannel.Descriptor);
        predecessorChannel.Dispose();
        predecessorChannel = null;
    }

    private void EndReplacing(bool done)
    {
        isReplacing = false;
        giveUpUs = long.MaxValue;
        Replaced(done);
    }

    /// <summary>The new child is no more, and the old one is the child again.</summary>
    private void TakeBack(string why)
    {
        log.Write($"The new VRRP child process does not take over ({why}): {predecessor!.ProcessId} goes on");
        polls.Remove(predecessor.Descriptor);
        polls.Remove(predecessorChannel!.Descriptor);
        (child, channel, predecessor, predecessorChannel) = (predecessor, predecessorChannel, null, null);
        polls.Add(channel.Descriptor, OnMessages);
        polls.Add(child.Descriptor, OnEnd);
        startedUs = 0;
        channel.Send(new(ControlKind.TakeOver));
        EndReplacing(done: false);
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
            if (predecessor is null) Ended(0);
            return;
        }

        if (predecessor is not null)
        {
            TakeBack(status.Exited ? $"exit code {status.ExitCode}" : $"signal {status.Signal}");
            return;
        }

        if (isReplacing) EndReplacing(done: false);
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
        respawnUs = MonotonicClock.NowUs + (respawnDelaySeconds * 1_000_000L);
        respawnDelaySeconds = Math.Min(60, respawnDelaySeconds == 0 ? 1 : respawnDelaySeconds * 2);
    }
}
