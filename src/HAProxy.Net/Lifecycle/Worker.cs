using System.Net.Sockets;
using System.Text;
using ConfParsers.Haproxy.Features;
using Daemon.Hosting;
using Daemon.Linux;
using HAProxy.Net.Cli;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// A worker as its master sees it: a process, and a channel over which it says that it serves and gets connections to its stats socket.
/// </summary>
internal sealed class Worker : IDisposable
{
    private readonly int _channel;

    private Worker(int processId, int channel)
    {
        ProcessId = processId;
        _channel = channel;
    }

    public int ProcessId { get; }

    public long StartedMs { get; } = Environment.TickCount64;

    /// <summary>Reloads that it has outlived.</summary>
    public int Reloads { get; set; }

    /// <summary>It has said that it serves.</summary>
    public bool Serves { get; set; }

    /// <summary>Starts the process with the files and the sockets.</summary>
    public static Worker? Start(StartRequest start, FileSnapshot files, IReadOnlyList<int> sockets, out string error)
    {
        var (own, peer) = ReadyPipe.Create();
        var memory = files.ToDescriptor();
        try
        {
            var pid = Reexec.Start(start.Arguments, ProcessRole.ForWorker(peer, memory, sockets), [.. sockets, peer, memory], newSession: false, out var errno);
            error = Libc.ErrorText(errno);
            if (pid > 0) return new Worker(pid, own);
            _ = Libc.Close(own);
            return null;
        }
        finally
        {
            _ = Libc.Close(memory);
            _ = Libc.Close(peer);
        }
    }

    /// <summary>Tells of its life, from a thread of its own.</summary>
    public void Watch(Action serves, Action<Processes.Ending> ended)
    {
        var thread = new Thread(() =>
        {
            while (ReadyPipe.Wait(_channel) is not null) serves();
            ended(Processes.WaitFor(ProcessId) ?? new Processes.Ending(1, 0));
        }) { IsBackground = true, Name = $"worker {ProcessId}" };
        thread.Start();
    }

    public void Signal(DaemonSignal signal) => _ = Processes.Kill(ProcessId, (int)signal);

    /// <summary>Asks the worker's stats socket.</summary>
    /// <param name="level">What the asking connection may.</param>
    /// <returns>The answer without the empty line that ends it.</returns>
    public async Task<string> Ask(string command, StatsLevel level)
    {
        var (own, peer) = ReadyPipe.Create();
        var sent = DescriptorPassing.Send(_channel, [(byte)level], [peer]);
        _ = Libc.Close(peer);
        using var pipe = ControlSocket.Over(new Socket(new SafeSocketHandle(own, ownsHandle: true)));
        if (sent != 1) return "";
        await pipe.Output.WriteAsync(Encoding.UTF8.GetBytes(command + "\n"));
        using var reader = new StreamReader(pipe.Input.AsStream(), Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        return answer.EndsWith('\n') ? answer[..^1] : answer;
    }

    public void Dispose() => _ = Libc.Close(_channel);
}
