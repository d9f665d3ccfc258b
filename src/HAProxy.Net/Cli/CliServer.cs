using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace HAProxy.Net.Cli;

/// <summary>What a stats socket is like.</summary>
/// <param name="Session">A fresh session of the socket's level.</param>
/// <param name="Idle">A connection that says nothing for so long is closed (<c>stats timeout</c>).</param>
/// <param name="MaxConnections"><c>stats maxconn</c>: further ones wait to be accepted.</param>
/// <param name="Listeners">The descriptors for <c>_getsocks</c>; null: not exposed.</param>
public sealed record CliSocketSettings(Func<CliSession> Session, TimeSpan Idle, int MaxConnections, Func<int[]>? Listeners);

/// <summary>
/// Serves stats sockets: ordinary asynchronous .NET, beside the loops of the data path (docs/architecture.md, the engine). What a command changes
/// in a loop's own state it posts there.
/// </summary>
public sealed class CliServer : IDisposable
{
    private readonly List<Socket> _listeners = [];
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Connections at work and ended, for the GLOBAL proxy's line at a soft stop.</summary>
    public int Accepted => _accepted;

    /// <summary>Called with each connection that comes in.</summary>
    public Action? Accepting { get; set; }

    private int _accepted;
    private int _current;

    /// <summary>Connections at work now.</summary>
    public int Current => _current;

    /// <summary>Accepts on a listening descriptor, which belongs to the server from now on.</summary>
    public void Listen(int descriptor, CliSocketSettings settings)
    {
        var listener = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        _listeners.Add(listener);
        _ = Accept(listener, settings);
    }

    /// <summary>Accepts no more; connections that are served go on.</summary>
    public void StopAccepting()
    {
        foreach (var listener in _listeners) listener.Dispose();
        _listeners.Clear();
    }

    /// <summary>Serves one connected descriptor, such as the master's way in.</summary>
    public Task Serve(int descriptor, CliSocketSettings settings) =>
        Converse(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)), settings);

    public void Dispose()
    {
        StopAccepting();
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task Accept(Socket listener, CliSocketSettings settings)
    {
        using var free = new SemaphoreSlim(Math.Max(1, settings.MaxConnections));
        while (true)
        {
            await free.WaitAsync();
            Socket connection;
            try
            {
                connection = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (!_listeners.Contains(listener)) return;
                // Out of descriptors for a moment: what waits in the backlog is taken later.
                free.Release();
                await Task.Delay(100);
                continue;
            }

            Interlocked.Increment(ref _accepted);
            Accepting?.Invoke();
            _ = Run(connection);
        }

        async Task Run(Socket connection)
        {
            await Converse(connection, settings);
            try
            {
                free.Release();
            }
            catch (ObjectDisposedException)
            {
                // The listener went away meanwhile.
            }
        }
    }

    private async Task Converse(Socket connection, CliSocketSettings settings)
    {
        Interlocked.Increment(ref _current);
        using (connection)
        {
            try
            {
                await new CliConnection(connection, settings).Run(_closing.Token);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or IOException or ConnectionResetException)
            {
                // The peer has gone, or was silent for too long.
            }
        }

        Interlocked.Decrement(ref _current);
    }
}
