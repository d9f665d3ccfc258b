using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Hands descriptors to another process over a unix socket: SCM_RIGHTS (unix(7), cmsg(3)). At most 253 a message.</summary>
public static unsafe class DescriptorPassing
{
    /// <summary>SCM_MAX_FD of the kernel.</summary>
    public const int MaxDescriptors = 253;

    private const int SolSocket = 1, ScmRights = 1, ControlHeader = 16, CloseOnExecFlag = 0x40000000;

    /// <summary>Sends bytes (at least one) with descriptors beside them. The bytes sent, or -1 with errno.</summary>
    public static nint Send(int socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> descriptors)
    {
        if (descriptors.Length > MaxDescriptors) throw new ArgumentOutOfRangeException(nameof(descriptors));
        var control = stackalloc byte[Space(MaxDescriptors)];
        fixed (byte* data = bytes)
        {
            var vector = new IoVector { Base = data, Length = bytes.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (!descriptors.IsEmpty)
            {
                *(nint*)control = ControlHeader + (descriptors.Length * sizeof(int));
                ((int*)control)[2] = SolSocket;
                ((int*)control)[3] = ScmRights;
                descriptors.CopyTo(new Span<int>(control + ControlHeader, descriptors.Length));
                message.Control = control;
                message.ControlLength = Space(descriptors.Length);
            }
            return Sockets.SendMessage(socket, &message, Sockets.NoSignal);
        }
    }

    /// <summary>
    /// Receives bytes and the descriptors sent beside them, which are close-on-exec. The bytes received (0: the peer closed), or -1 with errno.
    /// </summary>
    /// <param name="descriptors">Filled from the start; those that do not fit are closed.</param>
    public static nint Receive(int socket, Span<byte> bytes, Span<int> descriptors, out int descriptorCount)
    {
        descriptorCount = 0;
        var control = stackalloc byte[Space(MaxDescriptors)];
        fixed (byte* data = bytes)
        {
            var vector = new IoVector { Base = data, Length = bytes.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = Space(MaxDescriptors) };
            var received = Sockets.ReceiveMessage(socket, &message, CloseOnExecFlag);
            if (received < 0) return received;
            var at = 0;
            while (at + ControlHeader <= message.ControlLength)
            {
                var length = (int)*(nint*)(control + at);
                if (length < ControlHeader) break;
                if (((int*)(control + at))[2] == SolSocket && ((int*)(control + at))[3] == ScmRights)
                {
                    foreach (var descriptor in new ReadOnlySpan<int>(control + at + ControlHeader, (length - ControlHeader) / sizeof(int)))
                    {
                        if (descriptorCount < descriptors.Length) descriptors[descriptorCount++] = descriptor;
                        else _ = Libc.Close(descriptor);
                    }
                }
                at += (length + 7) & ~7;
            }
            return received;
        }
    }

    private static int Space(int count) => ControlHeader + (((count * sizeof(int)) + 7) & ~7);
}
