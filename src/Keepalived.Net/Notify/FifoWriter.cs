using System.Globalization;
using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Notify;

/// <summary>What notify_fifo or vrrp_notify_fifo says.</summary>
/// <param name="Kind">As the log calls it: <c>notify fifo</c>, <c>vrrp notify fifo</c>.</param>
public sealed record FifoSettings(string Kind, string Path, string? User, string? Group, ScriptCommand? Script)
{
    /// <summary>The same pipe and the same script: nothing need be opened anew.</summary>
    public bool IsSameAs(FifoSettings other) => Kind == other.Kind && Path == other.Path && User == other.User && Group == other.Group
        && Script?.User == other.Script?.User && Script?.Group == other.Script?.Group
        && (Script?.Arguments ?? []).AsSpan().SequenceEqual(other.Script?.Arguments ?? []);
}

/// <summary>
/// A named pipe that gets a line for each event, in their order, and the script that reads it, started with the pipe's path as its last argument. One
/// that ends is started again by a reload. (keepalived.conf(5) "notify_fifo")
/// </summary>
public sealed class FifoWriter : IDisposable
{
    private readonly PollSet polls;
    private readonly DaemonLog log;
    private readonly FifoSettings settings;
    private readonly NamedPipe? pipe;
    private ChildProcess? script;

    /// <param name="place">The pipe and its script as the process left them that this one was before.</param>
    public FifoWriter(FifoSettings settings, PollSet polls, DaemonLog log, FifoPlace? place = null)
    {
        this.settings = settings;
        this.polls = polls;
        this.log = log;
        if (!ScriptUser.TryResolve(settings.User, settings.Group, out var user, out var group)) log.Write($"Unable to resolve user {settings.User} of {settings.Kind} {settings.Path}");
        pipe = NamedPipe.Open(settings.Path, user, group, out var error);
        if (pipe is null) log.Write($"Unable to open {settings.Kind} {settings.Path} - {(error == 0 ? "it is no FIFO" : System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error))}");
        if (place is not null) GoOn(place);
        StartScript();
    }

    public FifoSettings Settings => settings;

    /// <summary>For the process that goes on in this one's place; null: there is no pipe.</summary>
    public FifoPlace? Place => pipe is null ? null : new(settings.Kind, pipe.IsMade, pipe.Descriptor, script?.ProcessId ?? 0);

    public void Write(in NotifyEvent happened)
    {
        if (pipe is null) return;
        var line = string.Create(CultureInfo.InvariantCulture, $"{happened.Kind} \"{happened.Name}\" {happened.Word} {happened.Priority}\n");
        if (!pipe.TryWrite(Encoding.UTF8.GetBytes(line))) log.Write($"{settings.Kind} {settings.Path} is full: lost {line.TrimEnd()}");
    }

    /// <summary>Starts the script unless it runs.</summary>
    public void StartScript()
    {
        if (settings.Script is null || script is not null || pipe is null) return;
        if (ScriptProcess.Start(settings.Script, [settings.Path], log, out var error) is { } started) Watch(started);
        else log.Write($"Unable to start {settings.Kind} script {settings.Script.Arguments[0]} - errno {error}");
    }

    public void Dispose()
    {
        if (script is not null)
        {
            polls.Remove(script.Descriptor);
            script.SignalGroup(PosixProcess.SigTerm);
            script.Dispose();
        }

        pipe?.Dispose();
    }

    private void GoOn(FifoPlace place)
    {
        PosixProcess.Close(place.Descriptor);
        if (pipe is not null) pipe.IsMade = place.IsMade;
        if (place.ProcessId != 0) Watch(ChildProcess.Adopt(place.ProcessId));
    }

    private void Watch(ChildProcess started)
    {
        script = started;
        polls.Add(started.Descriptor, OnScriptEnd);
    }

    private void OnScriptEnd()
    {
        if (script is null || !script.TryReap(out var status)) return;
        polls.Remove(script.Descriptor);
        script.Dispose();
        script = null;
        log.Write($"{settings.Kind} script terminated{(status.Exited && status.ExitCode != 0 ? $" with status {status.ExitCode}" : "")}");
    }
}
