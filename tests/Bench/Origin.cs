using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Bench;

/// <summary>
/// The server behind both proxies: one thread, one epoll instance, prepared answers. It must cost as little as possible, because
/// it shares its core with the load generator. GET /N answers N bytes; anything else 2 bytes.
/// </summary>
internal sealed unsafe class Origin
{
    private const int Again = 11;
    private const int NonBlocking = 0x800;
    private const int NoSignal = 0x4000;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<int, Connection> _connections = [];
    private readonly Dictionary<int, Answer> _answers = [];
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(65536);

    public Origin()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        _listener.Blocking = false;
        new Thread(Run) { IsBackground = true, Name = "origin" }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The body of GET /N: digits that repeat, so that a lost or doubled piece shows.</summary>
    public static byte[] Body(int length)
    {
        var body = new byte[length];
        for (var i = 0; i < length; i++) body[i] = (byte)('0' + (i % 10));
        return body;
    }

    private void Run()
    {
        var epoll = Native.EpollCreate(0);
        var listener = (int)_listener.Handle;
        Watch(epoll, Native.EpollAdd, listener, Native.EpollIn);
        var events = (byte*)NativeMemory.Alloc((nuint)(1024 * Native.EventSize));
        while (true)
        {
            var count = Native.EpollWait(epoll, events, 1024, -1);
            for (var i = 0; i < count; i++)
            {
                var descriptor = *(int*)(events + (i * Native.EventSize) + Native.EventDataOffset);
                if (descriptor == listener) AcceptAll(epoll, listener);
                else if (_connections.TryGetValue(descriptor, out var connection)) Serve(epoll, connection, *(int*)(events + (i * Native.EventSize)));
            }
        }
    }

    private static void Watch(int epoll, int operation, int descriptor, int wanted)
    {
        var change = stackalloc byte[16];
        *(int*)change = wanted;
        *(long*)(change + Native.EventDataOffset) = descriptor;
        _ = Native.EpollControl(epoll, operation, descriptor, change);
    }

    private void AcceptAll(int epoll, int listener)
    {
        while (Native.Accept(listener, null, null, NonBlocking) is >= 0 and var descriptor)
        {
            var one = 1;
            _ = Native.SetOption(descriptor, 6 /* IPPROTO_TCP */, 1 /* TCP_NODELAY */, &one, sizeof(int));
            _connections[descriptor] = new Connection(descriptor);
            Watch(epoll, Native.EpollAdd, descriptor, Native.EpollIn);
        }
    }

    private void Serve(int epoll, Connection connection, int ready)
    {
        if (connection.Pending is not null && (ready & Native.EpollOut) != 0)
        {
            if (!Flush(connection)) return;
            Watch(epoll, Native.EpollModify, connection.Descriptor, Native.EpollIn);
        }

        var got = (int)Native.Receive(connection.Descriptor, _buffer + connection.PartialLength, 65536 - connection.PartialLength, 0);
        if (got < 0 && Marshal.GetLastPInvokeError() == Again) return;
        if (got <= 0)
        {
            _ = Native.Close(connection.Descriptor);
            _connections.Remove(connection.Descriptor);
            return;
        }

        connection.Partial?.AsSpan(0, connection.PartialLength).CopyTo(new Span<byte>(_buffer, connection.PartialLength));
        var input = new ReadOnlySpan<byte>(_buffer, connection.PartialLength + got);
        while (input.IndexOf("\r\n\r\n"u8) is >= 0 and var end)
        {
            connection.Enqueue(Find(input[..end]));
            input = input[(end + 4)..];
        }

        connection.Keep(input);
        if (!Flush(connection)) Watch(epoll, Native.EpollModify, connection.Descriptor, Native.EpollIn | Native.EpollOut);
    }

    private Answer Find(ReadOnlySpan<byte> head)
    {
        var length = 0;
        for (var i = "GET /"u8.Length; i < head.Length && head[i] is >= (byte)'0' and <= (byte)'9'; i++) length = (length * 10) + head[i] - '0';
        var key = length == 0 ? 2 : length;
        if (!_answers.TryGetValue(key, out var answer)) _answers[key] = answer = new Answer(key);
        return answer;
    }

    /// <summary>Sends what is pending; false when the socket is full.</summary>
    private static bool Flush(Connection connection)
    {
        while (connection.Pending is { } answer)
        {
            var sent = Native.Send(connection.Descriptor, answer.Bytes + connection.Sent, answer.Length - connection.Sent, NoSignal);
            if (sent < 0) return false;
            connection.Sent += (int)sent;
            if (connection.Sent == answer.Length) connection.Next();
        }

        return true;
    }

    /// <summary>Head and body in unmanaged memory, made once a size.</summary>
    private sealed class Answer
    {
        public Answer(int bodyLength)
        {
            var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: {bodyLength}\r\n\r\n");
            Length = head.Length + bodyLength;
            Bytes = (byte*)NativeMemory.Alloc((nuint)Length);
            head.CopyTo(new Span<byte>(Bytes, Length));
            Body(bodyLength).CopyTo(new Span<byte>(Bytes + head.Length, bodyLength));
        }

        public byte* Bytes { get; }

        public int Length { get; }
    }

    private sealed class Connection(int descriptor)
    {
        private Queue<Answer>? _more;

        public int Descriptor { get; } = descriptor;

        public Answer? Pending { get; private set; }

        public int Sent { get; set; }

        /// <summary>The beginning of a request whose end has not come yet.</summary>
        public byte[]? Partial { get; private set; }

        public int PartialLength { get; private set; }

        public void Enqueue(Answer answer)
        {
            if (Pending is null) Pending = answer;
            else (_more ??= new Queue<Answer>()).Enqueue(answer);
        }

        public void Next()
        {
            Sent = 0;
            Pending = _more is { Count: > 0 } ? _more.Dequeue() : null;
        }

        public void Keep(ReadOnlySpan<byte> rest)
        {
            PartialLength = rest.Length;
            if (rest.Length > 0) Partial = rest.ToArray();
        }
    }
}
