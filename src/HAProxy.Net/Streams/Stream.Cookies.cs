using ConfParsers.Haproxy.Features;
using HAProxy.Net.Protocols;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>Persistence by a cookie that names the server (configuration.txt 4.2 "cookie").</summary>
internal sealed partial class Stream
{
    /// <summary>The server that the client's cookie names, if it may be used; notes what the cookie was worth.</summary>
    private Server? PersistentServer(Backend backend)
    {
        if (backend.Cookie is not { } cookie) return null;
        Termination.ClientCookie = (byte)'N';
        Termination.ServerCookie = (byte)'N';
        Server? found = null;
        for (var slot = Request.Find("cookie"u8); slot >= 0; slot = Request.Find("cookie"u8, slot + 1))
        {
            if (!CookiePairs.Find(Request.Value(slot), cookie.Name, out var value, out var start, out var end)) continue;
            if (found is null)
            {
                found = backend.FindByCookie(value);
                if (found is null) Termination.ClientCookie = (byte)'I';
                else if (found.IsRunning) Termination.ClientCookie = (byte)'V';
                else
                {
                    Termination.ClientCookie = (byte)'D';
                    if (!backend.Model.Limits.Persist) found = null;
                }
            }

            // "indirect": the cookie is between the client and the proxy only.
            if (cookie.Indirect) CookiePairs.Cut(Request, slot, start, end);
        }

        return found;
    }

    private void InsertCookie()
    {
        if (Backend!.Cookie is not { } cookie || cookie.Mode != CookieMode.Insert) return;
        if (Server?.SetCookie is not { } header) return;
        // Indirect: a client that has the right cookie already is not told again.
        if (Termination.ClientCookie == (byte)'V' && !Counts.Redispatched && cookie.Indirect) return;
        if (cookie.PostOnly && !Request.Method.SequenceEqual("POST"u8)) return;
        Response.Add("set-cookie"u8, header);
        Termination.ServerCookie = (byte)'I';
        if (cookie.NoCache && Cacheability.MayBeKept(Request, Response)) Response.Add("cache-control"u8, "private"u8);
    }
}

/// <summary>Finding and cutting out one pair of a Cookie header (RFC 6265 §4.2.1).</summary>
internal static class CookiePairs
{
    /// <param name="start">Where the pair begins in the header's value, with the separator before or behind it.</param>
    public static bool Find(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out int start, out int end)
    {
        value = default;
        start = end = 0;
        var at = 0;
        while (at < header.Length)
        {
            var next = header[at..].IndexOf((byte)';');
            var stop = next < 0 ? header.Length : at + next;
            var from = at;
            while (from < stop && header[from] is (byte)' ' or (byte)'\t') from++;
            var pair = header[from..stop];
            var equals = pair.IndexOf((byte)'=');
            if (equals >= 0 && pair[..equals].TrimEnd(" \t"u8).SequenceEqual(name))
            {
                value = pair[(equals + 1)..].Trim(" \t"u8);
                start = from;
                end = stop;
                return true;
            }

            at = stop + 1;
        }

        return false;
    }

    public static void Cut(MessageHead head, int slot, int start, int end)
    {
        var value = head.Value(slot);
        // The pair goes with the separator that follows it, or, as the last one, with the one before it.
        if (end < value.Length)
        {
            end++;
            while (end < value.Length && value[end] == ' ') end++;
        }
        else
        {
            while (start > 0 && value[start - 1] is (byte)' ' or (byte)';') start--;
        }

        if (start == 0 && end == value.Length)
        {
            head.Remove(slot);
            return;
        }

        var rest = System.Buffers.ArrayPool<byte>.Shared.Rent(value.Length);
        value[..start].CopyTo(rest);
        value[end..].CopyTo(rest.AsSpan(start));
        head.SetValue(slot, rest.AsSpan(0, start + value.Length - end));
        System.Buffers.ArrayPool<byte>.Shared.Return(rest);
    }
}
