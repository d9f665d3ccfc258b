using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Daemon.Linux;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Cli;

/// <summary>
/// One connection to a stats socket: a line in, its answers out, and the end, unless the line asked for a conversation. Lines that came
/// together are all answered. (management.txt 9.3; haproxy reference cli.md §4)
/// </summary>
internal sealed class CliConnection(Socket connection, CliSocketSettings settings)
{
    private const int MaxLineBytes = 16384;

    public async Task Run(CancellationToken closing)
    {
        using var pipe = ControlSocket.Over(connection);
        var reader = pipe.Input;
        var session = settings.Session();
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(closing);
        var answered = false;
        while (!session.Ended)
        {
            ReadResult read;
            if (answered && !session.Interactive)
            {
                // Only what is already here is still answered.
                if (!reader.TryRead(out read)) break;
            }
            else
            {
                idle.CancelAfter(settings.Idle);
                read = await reader.ReadAsync(idle.Token);
            }

            if (TakeLine(read.Buffer, out var line, out var rest))
            {
                reader.AdvanceTo(rest);
                idle.CancelAfter(Timeout.InfiniteTimeSpan);
                await session.Execute(line, Answer);
                if (session.WantsListeners) await Task.Run(SendListeners, closing);
                if (session.WantsListeners) break;
                answered = true;
                continue;
            }

            if (read.IsCompleted || answered && !session.Interactive || read.Buffer.Length > MaxLineBytes) break;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        async ValueTask Answer(string text) => await pipe.Output.WriteAsync(Encoding.UTF8.GetBytes(text), closing);
    }

    private void SendListeners()
    {
        if (settings.Listeners is { } listeners) ListenerTransfer.Send((int)connection.Handle, listeners());
    }

    private static bool TakeLine(in ReadOnlySequence<byte> buffer, out string line, out SequencePosition rest)
    {
        line = "";
        rest = buffer.Start;
        if (buffer.PositionOf((byte)'\n') is not { } end) return false;
        line = Encoding.UTF8.GetString(buffer.Slice(0, end)).TrimEnd('\r');
        rest = buffer.GetPosition(1, end);
        return true;
    }
}
