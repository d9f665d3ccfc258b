using Daemon.Linux;

namespace HAProxy.Net.Samples;

/// <summary>
/// What replaces the matches of a regular expression: text with <c>\0</c> to <c>\9</c> for the groups and <c>\xHH</c> for bytes
/// (configuration.txt 4.2 "http-request replace-header", 7.3.1 "regsub").
/// </summary>
internal static class Substitution
{
    private const int Groups = 10;

    [ThreadStatic]
    private static (int Start, int End)[]? t_groups;

    public static (int Start, int End)[] GroupsOfThread => t_groups ??= new (int, int)[Groups];

    /// <summary>Writes the replacement of one match.</summary>
    /// <param name="groups">As <see cref="Pcre2.Find"/> found them; those that did not take part are nothing.</param>
    /// <returns>Bytes written, or -1 when they do not fit.</returns>
    public static int Expand(ReadOnlySpan<byte> template, ReadOnlySpan<byte> subject, ReadOnlySpan<(int Start, int End)> groups, Span<byte> target)
    {
        var written = 0;
        for (var at = 0; at < template.Length; at++)
        {
            var piece = template.Slice(at, 1);
            if (template[at] == (byte)'\\' && at + 1 < template.Length)
            {
                at++;
                piece = template.Slice(at, 1);
                if (template[at] is >= (byte)'0' and <= (byte)'9')
                {
                    var (start, end) = groups[template[at] - '0'];
                    piece = start < 0 ? default : subject[start..end];
                }
                else if (template[at] == (byte)'x')
                {
                    if (at + 2 >= template.Length || !TryReadHex(template.Slice(at + 1, 2), out var value)) return -1;
                    at += 2;
                    if (written >= target.Length) return -1;
                    target[written++] = value;
                    continue;
                }
            }

            if (!piece.TryCopyTo(target[written..])) return -1;
            written += piece.Length;
        }

        return written;
    }

    /// <summary>Replaces the first match, or all of them, and keeps what stands between.</summary>
    /// <returns>Bytes written, or -1 when they do not fit.</returns>
    public static int Replace(Pcre2 expression, ReadOnlySpan<byte> template, bool all, ReadOnlySpan<byte> subject, Span<byte> target)
    {
        var groups = GroupsOfThread;
        var written = 0;
        var at = 0;
        while (at <= subject.Length && expression.Find(subject, at, groups))
        {
            var (start, end) = groups[0];
            if (!subject[at..start].TryCopyTo(target[written..])) return -1;
            written += start - at;
            var length = Expand(template, subject, groups, target[written..]);
            if (length < 0) return -1;
            written += length;
            at = end;
            if (!all) break;
            if (end > start) continue;

            // An empty match stands still: the byte behind it goes over.
            if (at == subject.Length) return written;
            if (written >= target.Length) return -1;
            target[written++] = subject[at++];
        }

        if (!subject[Math.Min(at, subject.Length)..].TryCopyTo(target[written..])) return -1;
        return written + subject.Length - Math.Min(at, subject.Length);
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out byte value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            value = (byte)(value << 4 | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10));
        }

        return true;
    }
}
