namespace Interop.Keepalived;

/// <summary>What a process writes, line by line, to be awaited in order: a wait ends at the first line that fits behind the last one found.</summary>
internal sealed class LineFeed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int seen;
    private bool ended;

    public string All
    {
        get
        {
            lock (gate) return string.Join('\n', lines);
        }
    }

    public void Add(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            lines.Add(line);
            more.TrySetResult();
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Nothing more will come: whoever still waits need not wait any longer.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
            more.TrySetResult();
        }
    }

    /// <summary>From now on only lines that are still to come are found.</summary>
    public void SkipToEnd()
    {
        lock (gate) seen = lines.Count;
    }

    /// <summary>Waits for a line wherever it stands, and leaves the order of later waits alone.</summary>
    public async Task Has(string fragment)
    {
        var start = DateTimeOffset.UtcNow;
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (lines.Exists(line => line.Contains(fragment, StringComparison.Ordinal))) return;
                next = more.Task;
            }

            await next.WaitAsync(Patience - (DateTimeOffset.UtcNow - start));
        }
    }

    /// <returns>The line that holds <paramref name="fragment"/>.</returns>
    /// <exception cref="TimeoutException">With all that was written.</exception>
    public async Task<string> WaitFor(string fragment)
    {
        using var end = new CancellationTokenSource(Patience);
        while (true)
        {
            Task next;
            lock (gate)
            {
                for (; seen < lines.Count; seen++)
                {
                    if (lines[seen].Contains(fragment, StringComparison.Ordinal)) return lines[seen++];
                }

                if (ended) throw new TimeoutException($"'{fragment}' will not come: the program has ended. What came:\n{All}");
                next = more.Task;
            }

            try
            {
                await next.WaitAsync(end.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"'{fragment}' did not come. What came:\n{All}", e);
            }
        }
    }
}
