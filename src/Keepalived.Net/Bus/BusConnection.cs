using System.Net.Sockets;
using Keepalived.Net.Process;
using Tmds.DBus.Protocol;

namespace Keepalived.Net.Bus;

/// <summary>
/// The daemon's place on the system bus: it connects, asks for its name, hands calls to the loop and sends signals. Everything happens beside the
/// loop; a bus that is missing or goes away is tried again. (D-Bus specification "Message Bus Specification")
/// </summary>
/// <param name="connected">Called on the loop when calls can come and signals can go.</param>
/// <param name="answer">Called on the loop for each call.</param>
public sealed class BusConnection(string name, Mailbox mailbox, DaemonLog log, Action connected, Func<BusCall, BusAnswer> answer) : IPathMethodHandler, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource end = new();
    private DBusConnection? connection;
    private Task? life;
    private bool isLost;

    string IPathMethodHandler.Path => "/";

    bool IPathMethodHandler.HandlesChildPaths => true;

    /// <summary>The name on the bus.</summary>
    public string Name => name;

    public void Start() => life = Live();

    /// <summary>Never waits: the message stands in the connection's queue, or there is no connection.</summary>
    /// <param name="number">The only argument; null: there is none.</param>
    public void Signal(string path, string busInterface, string member, uint? number)
    {
        if (connection is not { } open) return;
        try
        {
            using var writer = open.GetMessageWriter();
            writer.WriteSignalHeader(destination: null, path, busInterface, member, number is null ? null : "u");
            if (number is { } value) writer.WriteUInt32(value);
            open.TrySendMessage(writer.CreateMessage());
        }
        catch (ObjectDisposedException)
        {
            // The bus went away at this moment.
        }
    }

    /// <summary>What was signalled is sent, the name given back. The task ends when the bus has both.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (connection is { } open) await open.ReleaseNameAsync(name);
        }
        catch (Exception e) when (IsOfTheBus(e))
        {
            // It is gone already.
        }

        await end.CancelAsync();
        if (life is not null) await life;
        end.Dispose();
    }

    async ValueTask IPathMethodHandler.HandleMethodAsync(MethodContext context)
    {
        var call = Read(context.Request);
        (await mailbox.Ask(() => answer(call))).Reply(context);
    }

    private async Task Live()
    {
        // Away from the loop before anything is opened.
        await Task.Yield();
        while (!end.IsCancellationRequested)
        {
            try
            {
                await Serve();
            }
            catch (Exception e) when (IsOfTheBus(e))
            {
                TellLost();
                if (e is not OperationCanceledException) log.Detail($"DBus: {e.Message}");
            }

            connection = null;
            await Task.Delay(Pause, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Serve()
    {
        using var open = new DBusConnection(DBusAddress.System ?? throw new DBusConnectionException("no address of a system bus"));
        await open.ConnectAsync().AsTask().WaitAsync(end.Token);
        open.AddMethodHandler(this);
        log.Write($"Acquired DBus bus {name}");
        await mailbox.Ask(() =>
        {
            connection = open;
            connected();
            return true;
        });
        if (await open.TryRequestNameAsync(name, RequestNameOptions.None))
        {
            TellAcquired();
        }
        else
        {
            // Somebody else has it: the bus gives it to us when that one is gone.
            TellLost();
            await open.QueueNameRequestAsync(name, RequestNameOptions.None, (_, _) => TellAcquired(), onLost: null, actionState: null, emitOnCapturedContext: false);
        }

        using var ended = end.Token.Register(open.Dispose);
        await open.DisconnectedAsync();
        TellLost();
    }

    private void TellAcquired()
    {
        isLost = false;
        log.Write($"Acquired the name {name} on the session bus");
    }

    /// <summary>Once, however often it is tried again.</summary>
    private void TellLost()
    {
        if (isLost || end.IsCancellationRequested) return;
        isLost = true;
        log.Write($"Lost the name {name} on the session bus");
    }

    private static bool IsOfTheBus(Exception e) =>
        e is DBusConnectionException or DBusConnectionClosedException or DBusErrorReplyException or SocketException or IOException or OperationCanceledException or ObjectDisposedException or ArgumentException;

    private static BusCall Read(Message request)
    {
        var signature = request.SignatureAsString ?? "";
        var strings = signature.TakeWhile(letter => letter == 's').Count();
        var words = new string[strings];
        var body = request.GetBodyReader();
        for (var i = 0; i < strings; i++) words[i] = body.ReadString();
        return new BusCall(request.PathAsString ?? "", request.InterfaceAsString ?? "", request.MemberAsString ?? "", signature, words);
    }
}
