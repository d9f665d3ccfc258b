using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Keepalived.Net.Process;

namespace Keepalived.Net.Snmp.AgentX;

/// <summary>
/// The session with a master agent: connects, opens, registers, answers, sends notifications, and begins again when it ends. Everything happens
/// beside the loop, which only makes the answers. (RFC 2741 §7)
/// </summary>
/// <param name="subtrees">What is ours.</param>
public sealed class AgentXConnection(string address, IReadOnlyList<ObjectId> subtrees, AgentXAgent agent, Mailbox mailbox, DaemonLog log) : IAsyncDisposable
{
    private const int MostWaiting = 1024;

    /// <summary>As net-snmp's subagent.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>After so much silence the master is asked whether it is there.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(120);

    private static readonly ObjectId Identity = ObjectId.Parse("1.3.6.1.4.1.9586.100.5");

    private readonly CancellationTokenSource end = new();
    private Channel<byte[]>? outgoing;
    private Task? life;
    private uint session;
    private uint packets;
    private bool isLost;
    private volatile bool stopping;

    public void Start() => life = Live();

    /// <summary>Never waits: it stands in the queue, or there is no master.</summary>
    public void Notify(IEnumerable<Binding> bindings)
    {
        if (session != 0) outgoing?.Writer.TryWrite(AgentXWriter.Notify(session, Interlocked.Increment(ref packets), bindings));
    }

    /// <summary>What waits is sent, and the session closed.</summary>
    public async ValueTask DisposeAsync()
    {
        stopping = true;
        if (session != 0) outgoing?.Writer.TryWrite(AgentXWriter.Close(session, Interlocked.Increment(ref packets)));
        outgoing?.Writer.TryComplete();
        // A master that reads nothing is not waited for.
        end.CancelAfter(session == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        if (life is not null) await life;
        end.Dispose();
    }

    private async Task Live()
    {
        await Task.Yield();
        if (AgentXAddress.Parse(address) is not { } where)
        {
            log.Write($"Warning: Failed to connect to the agentx master agent ({address}): no unix:PATH and no tcp:HOST:PORT");
            return;
        }

        while (!stopping)
        {
            try
            {
                await Serve(where);
                if (stopping) return;
                log.Write($"AgentX master disconnected us, reconnecting in {Pause.TotalSeconds}");
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidDataException or OperationCanceledException)
            {
                if (!isLost && !stopping) log.Write($"Warning: Failed to connect to the agentx master agent ({address}): {e.Message}");
                isLost = true;
            }

            session = 0;
            await Task.Delay(Pause, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Serve(EndPoint where)
    {
        using var socket = new Socket(where is UnixDomainSocketEndPoint ? AddressFamily.Unix : where is IPEndPoint ip ? ip.AddressFamily : AddressFamily.InterNetwork, SocketType.Stream, where is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(where, end.Token);
        outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
        await Introduce(socket);
        isLost = false;
        log.Write("AgentX subagent connected");
        var sending = Send(socket, outgoing.Reader);
        try
        {
            await Answer(socket);
        }
        catch (Exception e) when (e is SocketException or IOException or ChannelClosedException or OperationCanceledException)
        {
            // The master is gone, or we are about to go.
        }

        session = 0;
        outgoing.Writer.TryComplete();
        await sending;
    }

    /// <summary>Opens the session and registers, one request after the other.</summary>
    private async Task Introduce(Socket socket)
    {
        var opened = await Request(socket, AgentXWriter.Open(Interlocked.Increment(ref packets), timeout: 0, Identity, "Keepalived"));
        foreach (var subtree in subtrees) await Request(socket, AgentXWriter.Register(opened, Interlocked.Increment(ref packets), subtree));
        session = opened;
    }

    /// <returns>The session that the response names.</returns>
    /// <exception cref="IOException">The master refuses.</exception>
    private async Task<uint> Request(Socket socket, byte[] packet)
    {
        await SendAll(socket, packet);
        while (true)
        {
            var (header, payload) = await Receive(socket);
            // What it may already ask for is asked for again later.
            if (header.Kind != AgentXKind.Response) continue;
            var error = ErrorOf(header, payload);
            if (error != 0) throw new IOException($"the master agent refuses: error {error}");
            return header.Session;
        }
    }

    private static ushort ErrorOf(in AgentXHeader header, byte[] payload)
    {
        var reader = new AgentXReader(header, payload);
        reader.Number();
        return reader.Short();
    }

    private async Task Answer(Socket socket)
    {
        while (true)
        {
            var (header, payload) = await Receive(socket);
            if (header.Kind == AgentXKind.Close) return;
            if (header.Kind == AgentXKind.Response) continue;
            if (await mailbox.Ask(() => agent.Answer(header, payload)) is { } answer) await outgoing!.Writer.WriteAsync(answer, end.Token);
        }
    }

    private async Task Send(Socket socket, ChannelReader<byte[]> packets)
    {
        try
        {
            await foreach (var packet in packets.ReadAllAsync(end.Token)) await SendAll(socket, packet);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Who reads has noticed too.
        }
    }

    private async Task SendAll(Socket socket, byte[] packet)
    {
        for (var sent = 0; sent < packet.Length;) sent += await socket.SendAsync(packet.AsMemory(sent), end.Token);
    }

    private async Task<(AgentXHeader Header, byte[] Payload)> Receive(Socket socket)
    {
        var head = new byte[AgentXHeader.Size];
        await Fill(socket, head, mayBeSilent: true);
        var header = AgentXReader.Header(head);
        var payload = new byte[header.Length];
        await Fill(socket, payload, mayBeSilent: false);
        return (header, payload);
    }

    /// <param name="mayBeSilent">Silence is answered by a ping, and only if that stays without a word it is an end.</param>
    private async Task Fill(Socket socket, byte[] buffer, bool mayBeSilent)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            patience.CancelAfter(Silence);
            try
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), patience.Token);
                if (read == 0) throw new IOException("closed");
                filled += read;
                mayBeSilent = false;
            }
            catch (OperationCanceledException e) when (!end.IsCancellationRequested)
            {
                if (!mayBeSilent || session == 0) throw new IOException("silent", e);
                mayBeSilent = false;
                outgoing?.Writer.TryWrite(AgentXWriter.Ping(session, Interlocked.Increment(ref packets)));
            }
        }
    }
}
