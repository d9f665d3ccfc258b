using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>The families a <see cref="SockAddr"/> can hold; the numbers are the kernel's.</summary>
public enum SockFamily : ushort
{
    Unspecified = 0,
    Unix = 1,
    IPv4 = 2,
    IPv6 = 10,
}

/// <summary>
/// A socket address by value: IPv4, IPv6 or unix, 40 bytes, without an allocation on the way from and to the kernel. IPv6 bytes are kept
/// in network order; an IPv4 address occupies the first four. (ip(7), ipv6(7), unix(7))
/// </summary>
public readonly struct SockAddr : IEquatable<SockAddr>
{
    /// <summary>Room for every address this type can write: sockaddr_un is the largest.</summary>
    public const int MaxRawBytes = 112;

    private const int UnixPathBytes = 108;
    private readonly ulong _high;
    private readonly ulong _low;
    private readonly string? _path;

    private SockAddr(SockFamily family, ushort port, ulong high, ulong low, uint scope, string? path)
    {
        Family = family;
        Port = port;
        _high = high;
        _low = low;
        ScopeId = scope;
        _path = path;
    }

    public SockFamily Family { get; }

    /// <summary>In host order; 0 for unix.</summary>
    public ushort Port { get; }

    /// <summary>IPv6 zone index; 0 elsewhere.</summary>
    public uint ScopeId { get; }

    /// <summary>Unix: the path, or the name after a leading NUL for an abstract one; null for an unnamed peer and other families.</summary>
    public string? Path => _path;

    public bool IsIp => Family is SockFamily.IPv4 or SockFamily.IPv6;

    /// <summary>A path in the file system, at most 107 bytes.</summary>
    /// <exception cref="ArgumentException">The path does not fit into sockaddr_un.</exception>
    public static SockAddr Unix(string path) => NamedUnix(path);

    /// <summary>A name in the abstract name space, without its leading NUL.</summary>
    /// <exception cref="ArgumentException">The name does not fit into sockaddr_un.</exception>
    public static SockAddr AbstractUnix(string name) => NamedUnix("\0" + name);

    public static SockAddr From(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            address.TryWriteBytes(bytes, out _);
            return IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)port);
        }
        address.TryWriteBytes(bytes, out _);
        return IPv6(bytes, (ushort)port, (uint)address.ScopeId);
    }

    public static SockAddr From(IPEndPoint endpoint) => From(endpoint.Address, endpoint.Port);

    /// <param name="address">In host order: 127.0.0.1 is 0x7f000001.</param>
    public static SockAddr IPv4(uint address, ushort port) => new(SockFamily.IPv4, port, (ulong)address << 32, 0, 0, null);

    /// <param name="address">Sixteen bytes in network order.</param>
    public static SockAddr IPv6(ReadOnlySpan<byte> address, ushort port, uint scope = 0) => new(
        SockFamily.IPv6, port, BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), scope, null);

    /// <summary>Reads what the kernel wrote. An unnamed unix peer comes as family Unix without a path; an unknown family as Unspecified.</summary>
    public static SockAddr Read(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2) return default;
        switch ((SockFamily)MemoryMarshal.Read<ushort>(raw))
        {
            case SockFamily.IPv4 when raw.Length >= 8:
                return IPv4(BinaryPrimitives.ReadUInt32BigEndian(raw[4..]), BinaryPrimitives.ReadUInt16BigEndian(raw[2..]));
            case SockFamily.IPv6 when raw.Length >= 28:
                return IPv6(raw.Slice(8, 16), BinaryPrimitives.ReadUInt16BigEndian(raw[2..]), MemoryMarshal.Read<uint>(raw[24..]));
            case SockFamily.Unix:
                return new SockAddr(SockFamily.Unix, 0, 0, 0, 0, ReadPath(raw[2..]));
            default:
                return default;
        }
    }

    /// <summary>Writes the kernel's form. The length in bytes; 0 for an unspecified address.</summary>
    /// <param name="raw">At least <see cref="MaxRawBytes"/> long.</param>
    public int Write(Span<byte> raw)
    {
        MemoryMarshal.Write(raw, (ushort)Family);
        switch (Family)
        {
            case SockFamily.IPv4:
                BinaryPrimitives.WriteUInt16BigEndian(raw[2..], Port);
                BinaryPrimitives.WriteUInt32BigEndian(raw[4..], (uint)(_high >> 32));
                raw.Slice(8, 8).Clear();
                return 16;
            case SockFamily.IPv6:
                BinaryPrimitives.WriteUInt16BigEndian(raw[2..], Port);
                raw.Slice(4, 4).Clear();
                BinaryPrimitives.WriteUInt64BigEndian(raw[8..], _high);
                BinaryPrimitives.WriteUInt64BigEndian(raw[16..], _low);
                MemoryMarshal.Write(raw[24..], ScopeId);
                return 28;
            case SockFamily.Unix when _path is not null:
                var bytes = Encoding.UTF8.GetBytes(_path, raw[2..]);
                if (_path[0] == '\0') return 2 + bytes;
                raw[2 + bytes] = 0;
                return 3 + bytes;
            case SockFamily.Unix:
                return 2;
            default:
                return 0;
        }
    }

    /// <summary>The same address with another port.</summary>
    public SockAddr WithPort(int port) => new(Family, (ushort)port, _high, _low, ScopeId, _path);

    /// <summary>The address bytes in network order: 4 or 16; 0 for other families.</summary>
    public int WriteAddressBytes(Span<byte> bytes)
    {
        if (Family == SockFamily.IPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(_high >> 32));
            return 4;
        }
        if (Family != SockFamily.IPv6) return 0;
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
        return 16;
    }

    /// <summary>IPv4 in host order; 0 for other families.</summary>
    public uint IPv4Address => Family == SockFamily.IPv4 ? (uint)(_high >> 32) : 0;

    /// <summary>Writes the address without port as text (<c>192.0.2.1</c>, <c>2001:db8::1</c>, the path, or <c>unix</c>). The bytes written.</summary>
    public int FormatAddress(Span<byte> utf8)
    {
        switch (Family)
        {
            case SockFamily.IPv4:
                return FormatIPv4((uint)(_high >> 32), utf8);
            case SockFamily.IPv6:
                return ToIPAddress().TryFormat(utf8, out var written) ? written : 0;
            case SockFamily.Unix:
                return Encoding.UTF8.GetBytes(string.IsNullOrEmpty(_path) ? "unix" : _path.Replace('\0', '@'), utf8);
            default:
                return 0;
        }
    }

    /// <summary>A fresh object; for the control plane, not for each request.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        var count = WriteAddressBytes(bytes);
        return count switch
        {
            4 => new IPAddress(bytes[..4]),
            16 => new IPAddress(bytes, ScopeId),
            _ => IPAddress.None,
        };
    }

    /// <summary>A fresh object; for the control plane, not for each request.</summary>
    public IPEndPoint ToIPEndPoint() => new(ToIPAddress(), Port);

    public bool Equals(SockAddr other) =>
        Family == other.Family && Port == other.Port && _high == other._high && _low == other._low && ScopeId == other.ScopeId
        && string.Equals(_path, other._path, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is SockAddr other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Family, Port, _high, _low, ScopeId, _path is null ? 0 : _path.GetHashCode(StringComparison.Ordinal));

    public static bool operator ==(SockAddr left, SockAddr right) => left.Equals(right);

    public static bool operator !=(SockAddr left, SockAddr right) => !left.Equals(right);

    /// <summary><c>192.0.2.1:80</c>, <c>2001:db8::1:80</c> as HAProxy writes it (no brackets), a path, or <c>abns@name</c>.</summary>
    public override string ToString() => Family switch
    {
        SockFamily.IPv4 or SockFamily.IPv6 => string.Create(CultureInfo.InvariantCulture, $"{ToIPAddress()}:{Port}"),
        SockFamily.Unix when _path is ['\0', ..] => "abns@" + _path[1..],
        SockFamily.Unix => "unix@" + _path,
        _ => "",
    };

    private static SockAddr NamedUnix(string path)
    {
        if (path.Length == 0) throw new ArgumentException("a unix address needs a path", nameof(path));
        var limit = path[0] == '\0' ? UnixPathBytes : UnixPathBytes - 1;
        if (Encoding.UTF8.GetByteCount(path) > limit) throw new ArgumentException($"socket path '{path}' too long (max {limit})", nameof(path));
        return new SockAddr(SockFamily.Unix, 0, 0, 0, 0, path);
    }

    private static string? ReadPath(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty) return null;
        if (raw[0] == 0) return raw.Length == 1 ? null : Encoding.UTF8.GetString(raw);
        var end = raw.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? raw : raw[..end]);
    }

    private static int FormatIPv4(uint address, Span<byte> utf8)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            var part = (byte)(address >> shift);
            part.TryFormat(utf8[length..], out var written, default, CultureInfo.InvariantCulture);
            length += written;
            if (shift > 0) utf8[length++] = (byte)'.';
        }
        return length;
    }
}
