using System.Buffers.Binary;
using System.Text;

namespace Daemon.Linux;

public enum ProcessEventKind
{
    /// <summary>A new process; <see cref="ProcessEvent.ParentId"/> forked it.</summary>
    Fork,
    Execute,

    /// <summary>It gave itself another name.</summary>
    Rename,
    Exit,
}

public readonly record struct ProcessEvent(ProcessEventKind Kind, int ProcessId, int ParentId, string Name);

/// <summary>
/// Hears of every process that starts, executes, renames itself or ends: the process events connector of the kernel, which exists in the first
/// network namespace only and needs CAP_NET_ADMIN. (Documentation/driver-api/connector.rst, linux/cn_proc.h)
/// </summary>
public sealed class ProcessEvents : IDisposable
{
    private const int Connector = 11;
    private const uint ProcessGroup = 1;
    private const int NetlinkHeader = 16;
    private const int ConnectorHeader = 20;
    private const int EventHeader = 16;
    private const int NoBufferSpace = 105;

    private const uint ForkEvent = 1;
    private const uint ExecuteEvent = 2;
    private const uint RenameEvent = 0x200;
    private const uint ExitEvent = 0x80000000;

    private readonly NetlinkSocket socket;
    private readonly byte[] buffer = new byte[8192];

    private ProcessEvents(NetlinkSocket socket) => this.socket = socket;

    public int Descriptor => socket.Descriptor;

    /// <summary>Null with errno in <paramref name="error"/>: not here, or not allowed.</summary>
    /// <param name="receiveBuffer">Bytes; 0: as for any netlink socket.</param>
    /// <param name="force">Also beyond the limit of the system.</param>
    public static ProcessEvents? Open(uint receiveBuffer, bool force, out int error)
    {
        try
        {
            var opened = new NetlinkSocket(ProcessGroup, Connector);
            opened.SetReceiveBuffer(receiveBuffer, force);
            error = Listen(opened);
            if (error == 0) return new ProcessEvents(opened);
            opened.Dispose();
        }
        catch (IOException e)
        {
            error = e.HResult;
        }

        return null;
    }

    /// <summary>What happened since the last call. False in <paramref name="complete"/>: events were lost, and all processes must be looked at anew.</summary>
    public IReadOnlyList<ProcessEvent> Read(out bool complete)
    {
        complete = true;
        var events = new List<ProcessEvent>();
        while (true)
        {
            var length = socket.Receive(buffer, wait: false);
            if (length == -NoBufferSpace)
            {
                complete = false;
                continue;
            }

            if (length <= 0) return events;
            if (length >= NetlinkHeader + ConnectorHeader + EventHeader + 8) Decode(buffer.AsSpan(NetlinkHeader + ConnectorHeader, length - NetlinkHeader - ConnectorHeader), events);
        }
    }

    public void Dispose() => socket.Dispose();

    private static int Listen(NetlinkSocket socket)
    {
        Span<byte> request = stackalloc byte[NetlinkHeader + ConnectorHeader + 4];
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], 3);
        var message = request[NetlinkHeader..];
        BinaryPrimitives.WriteInt32LittleEndian(message, 1);
        BinaryPrimitives.WriteInt32LittleEndian(message[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(message[16..], 4);
        // PROC_CN_MCAST_LISTEN
        BinaryPrimitives.WriteInt32LittleEndian(message[20..], 1);
        return socket.Send(request);
    }

    private static void Decode(ReadOnlySpan<byte> bytes, List<ProcessEvent> events)
    {
        var what = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var data = bytes[EventHeader..];
        var first = BinaryPrimitives.ReadInt32LittleEndian(data);
        var second = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
        switch (what)
        {
            case ForkEvent when data.Length >= 16:
                // parent pid and tgid, child pid and tgid: a new thread has another tgid than pid.
                var child = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
                if (child == BinaryPrimitives.ReadInt32LittleEndian(data[12..])) events.Add(new(ProcessEventKind.Fork, child, second, ""));
                break;
            case ExecuteEvent:
                events.Add(new(ProcessEventKind.Execute, second, 0, ""));
                break;
            case RenameEvent when data.Length >= 24 && first == second:
                events.Add(new(ProcessEventKind.Rename, second, 0, Encoding.UTF8.GetString(data.Slice(8, 16)).TrimEnd('\0')));
                break;
            case ExitEvent when first == second:
                events.Add(new(ProcessEventKind.Exit, second, 0, ""));
                break;
        }
    }
}
