using System.Text;
using HAProxy.Net.Protocols;

namespace HAProxy.Net.Streams;

/// <summary>
/// Whether a shared cache would keep a response: <c>cookie ... nocache</c> marks only those as private. RFC 9111 §3, with what 2.6.12 asks for beyond it: an explicit
/// lifetime or a validator (measured).
/// </summary>
internal static class Cacheability
{
    public static bool MayBeKept(MessageHead request, MessageHead response)
    {
        // Without a word of the server it depends on method and status; "public" is such a word.
        var kept = (request.Method.SequenceEqual("GET"u8) || request.Method.SequenceEqual("HEAD"u8))
            && response.Status is (200 or 203 or 204 or 206 or 300 or 301 or 404 or 405 or 410 or 414 or 501);
        var lasts = false;
        for (var slot = 0; slot < response.Count; slot++)
        {
            if (response.IsRemoved(slot)) continue;
            var name = response.Name(slot);
            var value = response.Value(slot);
            if (name.SequenceEqual("pragma"u8) && Ascii.EqualsIgnoreCase(value, "no-cache"u8)) return false;
            if (name.SequenceEqual("etag"u8) || name.SequenceEqual("last-modified"u8) || name.SequenceEqual("expires"u8)) lasts = true;
            if (!name.SequenceEqual("cache-control"u8)) continue;
            foreach (var part in value.Split((byte)','))
            {
                var directive = value[part].Trim((byte)' ');
                if (Forbids(directive)) return false;
                kept |= Ascii.EqualsIgnoreCase(directive, "public"u8);
                lasts |= Begins(directive, "max-age="u8) || Begins(directive, "s-maxage="u8);
            }
        }

        return kept && lasts;
    }

    private static bool Forbids(ReadOnlySpan<byte> directive) =>
        Begins(directive, "no-cache"u8) || Begins(directive, "no-store"u8) || Begins(directive, "private"u8)
        || Ascii.EqualsIgnoreCase(directive, "max-age=0"u8) || Ascii.EqualsIgnoreCase(directive, "s-maxage=0"u8);

    private static bool Begins(ReadOnlySpan<byte> directive, ReadOnlySpan<byte> word) =>
        directive.Length >= word.Length && Ascii.EqualsIgnoreCase(directive[..word.Length], word);
}
