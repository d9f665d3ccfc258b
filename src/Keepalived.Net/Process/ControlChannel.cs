using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>One end of the socket between parent and VRRP child. Sending never waits: what does not fit is lost and counted.</summary>
public sealed class ControlChannel(int descriptor) : IDisposable
{
    private readonly byte[] buffer = new byte[ControlMessage.MaxLength];

    public int Descriptor { get; } = descriptor;

    public int Lost { get; private set; }

    public void Send(in ControlMessage message)
    {
        Span<byte> bytes = stackalloc byte[ControlMessage.MaxLength];
        if (PosixProcess.Write(Descriptor, bytes[..message.Encode(bytes)]) < 0) Lost++;
    }

    /// <summary>The next message. False: there is none now, or the other side is gone, which <paramref name="closed"/> says.</summary>
    public bool TryReceive(out ControlMessage message, out bool closed)
    {
        var length = PosixProcess.Read(Descriptor, buffer);
        closed = length == 0 || length == -104;
        message = default;
        return length > 0 && ControlMessage.TryDecode(buffer.AsSpan(0, length), out message);
    }

    public void Dispose() => PosixProcess.Close(Descriptor);
}
