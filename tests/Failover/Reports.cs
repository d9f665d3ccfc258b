using System.Diagnostics;

namespace Failover;

/// <summary>The numbers that a helper process writes, a line of them at a time.</summary>
internal sealed class Reports
{
    private readonly Lock gate = new();
    private readonly List<long[]> lines = [];
    private readonly Process process;
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reports(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
    }

    /// <summary>Done at the next line.</summary>
    public Task Next
    {
        get
        {
            lock (gate) return next.Task;
        }
    }

    /// <summary>What was written up to now.</summary>
    public long[][] Lines
    {
        get
        {
            lock (gate) return [.. lines];
        }
    }

    /// <summary>What was written up to now, which counts no longer.</summary>
    public long[][] Take()
    {
        lock (gate)
        {
            var taken = lines.ToArray();
            lines.Clear();
            return taken;
        }
    }

    public async Task Stop()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            lines.Add([.. line.Split(' ').Select(long.Parse)]);
            next.TrySetResult();
            next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
