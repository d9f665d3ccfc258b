namespace Keepalived.Net.Process;

/// <summary>Connections that are taking their leave, each beside the loop: what was said last is still under way.</summary>
public sealed class Departures
{
    private int leaving;

    /// <summary>The other side has not everything yet.</summary>
    public bool IsBusy => Volatile.Read(ref leaving) > 0;

    public void Add(IAsyncDisposable connection) => _ = Leave(connection);

    private async Task Leave(IAsyncDisposable connection)
    {
        Interlocked.Increment(ref leaving);
        await connection.DisposeAsync();
        Interlocked.Decrement(ref leaving);
    }
}
