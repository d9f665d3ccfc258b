using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>
/// One bit from a process to the one that started it: "I serve". A byte says it; the end of the stream before the byte says that the process has
/// failed. A stream socket pair, so that more may pass over it later.
/// </summary>
public static unsafe class ReadyPipe
{
    private const int UnixFamily = 1;

    /// <summary>Two connected, blocking, close-on-exec descriptors.</summary>
    /// <exception cref="IOException">The process has no descriptors left.</exception>
    public static (int Own, int Peer) Create()
    {
        var pair = stackalloc int[2];
        if (Sockets.SocketPair(UnixFamily, Sockets.Stream | Sockets.CloseOnExec, 0, pair) != 0) throw new IOException(Libc.ErrorText(Libc.Errno));
        return (pair[0], pair[1]);
    }

    public static void Signal(int descriptor, byte value = 1)
    {
        while (Libc.Write(descriptor, &value, 1) < 0 && Libc.Errno == Errno.Interrupted)
        {
        }
    }

    /// <summary>Blocks. The byte, or null at the end of the stream.</summary>
    public static byte? Wait(int descriptor)
    {
        byte value;
        while (true)
        {
            var read = Libc.Read(descriptor, &value, 1);
            if (read == 1) return value;
            if (read == 0 || Libc.Errno != Errno.Interrupted) return null;
        }
    }
}
