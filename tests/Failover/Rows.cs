namespace Failover;

/// <summary>What is done to the pair in one row, from a pair at rest with node 1 as master.</summary>
/// <param name="Watch">The row lasts at least this long, so that the script's three failures or the return have happened.</param>
internal sealed record Row(string Name, Func<Pair, Task> Event, TimeSpan Watch);

/// <summary>Both nodes and the client's view of them.</summary>
internal sealed class Pair(Laboratory laboratory, Node first, Node second, Recording recording)
{
    /// <summary>A second of good answers.</summary>
    private const int Settled = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static readonly Row[] Rows =
    [
        new("SIGTERM of keepalived on the master", pair => Do(pair.First.TerminateKeepalived), TimeSpan.FromSeconds(6)),
        new("the master's return (keepalived started again)", async pair =>
        {
            await pair.First.StopKeepalived();
            await pair.Second.BecomesMaster.WaitAsync(Patience);
            await pair.Settle(TimeSpan.FromSeconds(2));
            pair.StartOfRow = Client.NowUs;
            pair.First.StartKeepalived();
            await pair.First.BecomesMaster.WaitAsync(Patience);
        }, TimeSpan.FromSeconds(3)),
        new("kill -9 of keepalived on the master (its address stays)", pair => Do(pair.First.KillKeepalived), TimeSpan.FromSeconds(8)),
        new("kill -9 of keepalived and haproxy on the master (a crash)", pair => Do(() =>
        {
            pair.First.KillKeepalived();
            pair.First.KillHAProxy();
        }), TimeSpan.FromSeconds(8)),
        new("link down of the master", pair => Do(() => pair.laboratory.Plug("n1", up: false)), TimeSpan.FromSeconds(8)),
        new("haproxy killed on the master", pair => Do(pair.First.KillHAProxy), TimeSpan.FromSeconds(14)),
        new("haproxy dead on both for 15 s", async pair =>
        {
            pair.First.KillHAProxy();
            pair.Second.KillHAProxy();
            await Task.Delay(TimeSpan.FromSeconds(15));
            pair.First.StartHAProxy();
            pair.Second.StartHAProxy();
        }, TimeSpan.FromSeconds(8)),
    ];

    private readonly Laboratory laboratory = laboratory;

    public Node First { get; } = first;

    public Node Second { get; } = second;

    /// <summary>A row whose event has a preparation moves it.</summary>
    public long StartOfRow { get; private set; }

    public async Task<(int Sent, int Lost, double OutageMs)> Measure(Row row)
    {
        await Rest();
        recording.Forget();
        StartOfRow = Client.NowUs;
        await row.Event(this);
        await Settle(row.Watch);
        return recording.Since(StartOfRow);
    }

    /// <summary>Everything runs, node 1 is master, the client is content.</summary>
    private async Task Rest()
    {
        laboratory.Plug("n1", up: true);
        foreach (var node in (Node[])[First, Second])
        {
            if (!node.RunsHAProxy) node.StartHAProxy();
            if (node.RunsKeepalived) continue;
            node.RemoveStaleAddress();
            node.StartKeepalived();
        }

        await First.BecomesMaster.WaitAsync(Patience);
        await Settle(TimeSpan.FromSeconds(2));
    }

    /// <summary>Waits at least <paramref name="atLeast"/>, and then for a second of good answers.</summary>
    private async Task Settle(TimeSpan atLeast)
    {
        await Task.Delay(atLeast);
        for (var until = Client.NowUs + (long)Patience.TotalMicroseconds; recording.GoodInARow < Settled;)
        {
            if (Client.NowUs > until) throw new TimeoutException("the virtual IP does not come back");
            await Task.Delay(50);
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
