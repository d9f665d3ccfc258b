using System.Collections.Concurrent;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>The way into a process's one loop from other threads: what is posted runs on the loop, in its order, and nothing there needs a lock.</summary>
public sealed class Mailbox : IDisposable
{
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly PollSet polls;
    private readonly int wake = EventFd.Create();

    public Mailbox(PollSet polls)
    {
        this.polls = polls;
        polls.Add(wake, Deliver);
    }

    public void Post(Action action)
    {
        posted.Enqueue(action);
        EventFd.Signal(wake);
    }

    /// <summary>What the loop answers.</summary>
    public Task<T> Ask<T>(Func<T> question)
    {
        // The answer goes on elsewhere: the loop waits for nobody.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    public void Dispose()
    {
        polls.Remove(wake);
        PosixProcess.Close(wake);
    }

    private void Deliver()
    {
        Span<byte> count = stackalloc byte[8];
        PosixProcess.Read(wake, count);
        while (posted.TryDequeue(out var action)) action();
    }
}
