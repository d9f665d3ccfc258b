using System.Buffers.Text;
using System.Text;
using Daemon.Linux;
using Daemon.Loop;

namespace Daemon.Logging;

/// <summary>
/// Sends log lines of one loop. Lines are put into the loop's own buffer and sent at the end of the loop's turn, several by one system call; nothing
/// waits for a log server: what the kernel refuses is dropped and counted. The form is RFC 3164 as HAProxy 2.6 sends it:
/// <c>&lt;134&gt;Nov 22 21:58:45 haproxy[pid]: text LF</c>. (configuration.txt 3.1 "log"; measured)
/// </summary>
public sealed unsafe class SyslogWriter : IDisposable
{
    private const int MaxBatch = 64;
    private const int BufferBytes = 128 * 1024;
    private const int HeaderRoom = 512;

    private readonly EventLoop _loop;
    private readonly SyslogTimestamp _timestamp = new();
    private readonly IsoTimestamp _isoTimestamp = new(TimeZoneInfo.Local);
    private readonly byte[] _processId;
    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly (int Start, int Length, int Destination)[] _lines = new (int, int, int)[MaxBatch];
    private readonly List<Destination> _destinations = [];
    private int _lineCount;
    private int _used;

    public SyslogWriter(EventLoop loop)
    {
        _loop = loop;
        _processId = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        loop.AtTurnEnd(Flush);
    }

    /// <summary>Lines the kernel took.</summary>
    public long Sent { get; private set; }

    /// <summary>Lines the kernel refused: nobody listens, or its queue is full (<c>DroppedLogs</c>).</summary>
    public long Dropped { get; private set; }

    /// <summary>Queues one line for the end of this turn; nothing when the target does not want the level.</summary>
    /// <param name="tag"><c>log-tag</c>, normally <c>haproxy</c>.</param>
    /// <param name="text">Without a final line feed.</param>
    public void Write(SyslogTarget target, SyslogLevel level, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text)
    {
        if (level > target.Maximum) return;
        if (level < target.Minimum) level = target.Minimum;
        var room = Math.Min(target.MaxLength, HeaderRoom + tag.Length + text.Length) + 1;
        if (room > BufferBytes)
        {
            Dropped++;
            return;
        }
        if (_lineCount == MaxBatch || _used + room > BufferBytes) Flush();
        var line = new LineBuilder(_memory.AsSpan(_used, room), target.MaxLength);
        Header(ref line, target, level, tag);
        line.Add(text);
        var length = line.End();
        _lines[_lineCount++] = (_used, length, DestinationOf(target));
        _used += length;
    }

    /// <summary>Sends what is queued. Called at the end of each turn.</summary>
    public void Flush()
    {
        if (_lineCount == 0) return;
        for (var destination = 0; destination < _destinations.Count; destination++) SendTo(destination);
        _lineCount = 0;
        _used = 0;
    }

    public void Dispose()
    {
        Flush();
        foreach (var destination in _destinations) destination.Close();
    }

    private void Header(ref LineBuilder line, SyslogTarget target, SyslogLevel level, ReadOnlySpan<byte> tag)
    {
        switch (target.Format)
        {
            case SyslogFormat.Rfc5424:
                line.AddPriority((target.Facility << 3) | (int)level);
                line.Add("1 "u8);
                line.Add(_isoTimestamp.At(DateTime.UtcNow));
                line.Add((byte)' ');
                line.Add(target.HostName ?? "-");
                line.Add((byte)' ');
                line.Add(tag);
                line.Add((byte)' ');
                line.Add(_processId);
                line.Add(" - - "u8);
                break;
            case SyslogFormat.Priority:
                line.AddPriority((target.Facility << 3) | (int)level);
                break;
            case SyslogFormat.Short:
                line.AddPriority((int)level);
                break;
            case SyslogFormat.Timed or SyslogFormat.Iso:
                if (target.Format == SyslogFormat.Timed) line.AddPriority((int)level);
                line.Add(_isoTimestamp.At(DateTime.UtcNow));
                line.Add((byte)' ');
                break;
            case SyslogFormat.Raw:
                break;
            default:
                line.AddPriority((target.Facility << 3) | (int)level);
                line.Add(_timestamp.At(_loop.UtcMs));
                line.Add((byte)' ');
                if (target.HostName is not null && target.Format == SyslogFormat.Rfc3164)
                {
                    line.Add(target.HostName);
                    line.Add((byte)' ');
                }
                line.Add(tag);
                line.Add((byte)'[');
                line.Add(_processId);
                line.Add("]: "u8);
                break;
        }
    }

    private int DestinationOf(SyslogTarget target)
    {
        for (var i = 0; i < _destinations.Count; i++)
        {
            if (_destinations[i].Descriptor == target.Descriptor && _destinations[i].Address == target.Address) return i;
        }
        _destinations.Add(new Destination(target.Address, target.Descriptor));
        return _destinations.Count - 1;
    }

    private void SendTo(int destination)
    {
        var headers = stackalloc BatchHeader[MaxBatch];
        var vectors = stackalloc IoVector[MaxBatch];
        var count = 0;
        fixed (byte* memory = _memory)
        {
            for (var i = 0; i < _lineCount; i++)
            {
                if (_lines[i].Destination != destination) continue;
                vectors[count] = new IoVector { Base = memory + _lines[i].Start, Length = _lines[i].Length };
                headers[count] = new BatchHeader { Header = new MessageHeader { Vectors = &vectors[count], VectorCount = 1 } };
                count++;
            }
            if (count == 0) return;
            var sent = _destinations[destination].Send(headers, count);
            Sent += sent;
            Dropped += count - sent;
        }
    }

    /// <summary>A log server's socket; opened when there is something to send, and again after the server was replaced.</summary>
    private sealed class Destination
    {
        private int _fd = -1;

        public Destination(SockAddr address, int descriptor)
        {
            Address = address;
            Descriptor = descriptor;
            if (descriptor >= 0) _ = Libc.SetNonBlocking(descriptor);
        }

        public SockAddr Address { get; }

        public int Descriptor { get; }

        public int Send(BatchHeader* headers, int count)
        {
            if (Descriptor >= 0) return WriteEach(headers, count);
            var sent = 0;
            var reopened = false;
            while (sent < count)
            {
                if (_fd < 0 && !Open()) return sent;
                var now = count - sent == 1
                    ? (Sockets.SendMessage(_fd, &headers[sent].Header, Sockets.DontWait | Sockets.NoSignal) < 0 ? -1 : 1)
                    : Sockets.SendBatch(_fd, headers + sent, (uint)(count - sent), Sockets.DontWait | Sockets.NoSignal);
                if (now > 0)
                {
                    sent += now;
                    continue;
                }
                var errno = Libc.Errno;
                if (errno == Errno.Interrupted) continue;
                if (errno is Errno.Again or Errno.NoBuffers || reopened) return sent;
                if (Address.IsIp)
                {
                    // An ICMP error of an earlier datagram, told once; the socket is as good as before.
                    reopened = true;
                    continue;
                }
                // A unix server that was restarted has another socket under the same path.
                Close();
                reopened = true;
            }
            return sent;
        }

        /// <summary>A pipe or a terminal: one write a line, so that lines of several loops are not torn.</summary>
        private int WriteEach(BatchHeader* headers, int count)
        {
            var written = 0;
            for (var i = 0; i < count; i++)
            {
                var vector = headers[i].Header.Vectors;
                if (Libc.Write(Descriptor, vector->Base, (nint)vector->Length) == (nint)vector->Length) written++;
            }
            return written;
        }

        public void Close()
        {
            if (_fd >= 0) _ = Libc.Close(_fd);
            _fd = -1;
        }

        private bool Open()
        {
            _fd = Sockets.Create(Address.Family, Sockets.Datagram);
            if (_fd < 0) return false;
            if (Sockets.Connect(_fd, Address) == 0) return true;
            Close();
            return false;
        }
    }

    /// <summary>Puts a line together and cuts it to its greatest length.</summary>
    private ref struct LineBuilder(Span<byte> memory, int maxLength)
    {
        private readonly Span<byte> _memory = memory;
        private int _length;

        public void Add(byte value)
        {
            if (_length < maxLength && _length < _memory.Length - 1) _memory[_length++] = value;
        }

        public void Add(scoped ReadOnlySpan<byte> bytes)
        {
            var length = Math.Min(bytes.Length, Math.Min(maxLength, _memory.Length - 1) - _length);
            if (length <= 0) return;
            bytes[..length].CopyTo(_memory[_length..]);
            _length += length;
        }

        public void Add(int value)
        {
            Span<byte> digits = stackalloc byte[11];
            Utf8Formatter.TryFormat(value, digits, out var length);
            Add(digits[..length]);
        }

        public void AddPriority(int value)
        {
            Add((byte)'<');
            Add(value);
            Add((byte)'>');
        }

        public void Add(string text)
        {
            Span<byte> bytes = stackalloc byte[256];
            var taken = text.AsSpan(0, Math.Min(text.Length, 64));
            Add(bytes[..Encoding.UTF8.GetBytes(taken, bytes)]);
        }

        public int End()
        {
            _memory[_length++] = (byte)'\n';
            return _length;
        }
    }
}
