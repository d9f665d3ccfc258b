using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Bench;

/// <summary>Receives the log lines of both proxies (one datagram a line) and counts them.</summary>
internal sealed unsafe class LogReceiver
{
    private const int Batch = 64;
    private const int LineBytes = 2048;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private long _lines;

    public LogReceiver()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var bytes = 64 * 1024 * 1024;
        _ = Native.SetOption((int)_socket.Handle, 1 /* SOL_SOCKET */, Native.ReceiveBufferForce, &bytes, sizeof(int));
        new Thread(Run) { IsBackground = true, Name = "log receiver" }.Start();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Lines so far.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    private void Run()
    {
        // struct mmsghdr { struct msghdr (56 bytes); unsigned msg_len; } padded to 64 bytes; iovec { base, length }.
        var messages = (byte*)NativeMemory.AllocZeroed(Batch * 64);
        var vectors = (nint*)NativeMemory.AllocZeroed((nuint)(Batch * 2 * sizeof(nint)));
        var buffers = (byte*)NativeMemory.Alloc(Batch * LineBytes);
        for (var i = 0; i < Batch; i++)
        {
            vectors[i * 2] = (nint)(buffers + (i * LineBytes));
            vectors[(i * 2) + 1] = LineBytes;
            *(nint**)(messages + (i * 64) + 16) = vectors + (i * 2);
            *(nint*)(messages + (i * 64) + 24) = 1;
        }

        while (true)
        {
            var count = Native.ReceiveMany((int)_socket.Handle, messages, Batch, Native.WaitForOne, null);
            if (count > 0) Interlocked.Add(ref _lines, count);
        }
    }
}
