using static HAProxy.Net.Protocols.Http1.Http1Grammar;

namespace HAProxy.Net.Protocols.Http1;

/// <summary>
/// Forms of request targets (RFC 9112 §3.2) and their agreement with Host: an absolute target or CONNECT that names another host than
/// Host does is refused, since two readers could understand it in two ways.
/// </summary>
internal static class Authority
{
    public static bool IsTarget(ReadOnlySpan<byte> target, bool connect)
    {
        if (connect) return PortOf(target) is not { IsEmpty: true };
        if (target[0] == '/') return true;
        if (target.Length == 1 && target[0] == '*') return true;
        return target.IndexOf("://"u8) > 0;
    }

    /// <returns>False when target and Host disagree. Default ports are taken out of both, as HAProxy does.</returns>
    public static bool Check(MessageHead head, bool connect, int hostSlot)
    {
        var target = head.Target;
        if (target[0] is (byte)'/' or (byte)'*' && !connect) return true;
        var schemeEnd = connect ? 0 : target.IndexOf("://"u8) + 3;
        var authority = target[schemeEnd..];
        var end = authority.IndexOfAny((byte)'/', (byte)'?');
        if (end >= 0) authority = authority[..end];
        var user = authority.LastIndexOf((byte)'@');
        var hostStart = schemeEnd + user + 1;
        var named = authority[(user + 1)..];
        if (named.IsEmpty) return true;

        var defaultPort = connect ? PortOf(named) : Is(target[..schemeEnd], "http://"u8) ? "80"u8 : Is(target[..schemeEnd], "https://"u8) ? "443"u8 : default;
        if (connect && !(defaultPort.SequenceEqual("80"u8) || defaultPort.SequenceEqual("443"u8))) defaultPort = default;
        var plain = WithoutPort(named, defaultPort);
        if (hostSlot >= 0)
        {
            var host = head.Value(hostSlot);
            var plainHost = WithoutPort(host, defaultPort);
            if (!Is(plain, plainHost)) return false;
            if (plainHost.Length != host.Length && (connect || plain.Length != named.Length))
            {
                Span<byte> copy = stackalloc byte[plainHost.Length <= 256 ? 256 : plainHost.Length];
                plainHost.CopyTo(copy);
                if (!head.SetValue(hostSlot, copy[..plainHost.Length])) return false;
            }
        }

        if (connect || plain.Length == named.Length) return true;
        var rewritten = System.Buffers.ArrayPool<byte>.Shared.Rent(target.Length);
        target[..(hostStart + plain.Length)].CopyTo(rewritten);
        var tail = target[(hostStart + named.Length)..];
        tail.CopyTo(rewritten.AsSpan(hostStart + plain.Length));
        var set = head.SetTarget(rewritten.AsSpan(0, hostStart + plain.Length + tail.Length));
        System.Buffers.ArrayPool<byte>.Shared.Return(rewritten);
        return set;
    }

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host, ReadOnlySpan<byte> port)
    {
        if (port.IsEmpty) return host;
        var own = PortOf(host);
        return own.SequenceEqual(port) ? host[..(host.Length - own.Length - 1)] : host;
    }

    /// <summary>Digits after the last colon, which may not stand inside the brackets of an IPv6 address; empty when there are none.</summary>
    private static ReadOnlySpan<byte> PortOf(ReadOnlySpan<byte> host)
    {
        var colon = host.LastIndexOf((byte)':');
        if (colon <= 0 || host[colon..].Contains((byte)']')) return default;
        var port = host[(colon + 1)..];
        return port.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? default : port;
    }
}
