using Daemon.Linux;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary>
/// <c>replace-header</c> and <c>replace-value</c>: a value that the expression matches is replaced as a whole by the format, in which
/// <c>\1</c> and so on stand for the groups (configuration.txt 4.2 "http-request replace-header").
/// </summary>
/// <param name="whole">The value of a header line as a whole; otherwise each of its comma-separated values.</param>
internal sealed class ReplaceHeaderStep(byte[] name, Pcre2 expression, FormattedText template, bool whole, bool isResponse) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public override StepOutcome Run(StreamContext stream)
    {
        var head = isResponse ? stream.Response : stream.Request;
        var buffer = t_buffer ??= new byte[64 * 1024];
        var slots = head.Count;
        for (var slot = head.Find(name); slot >= 0 && slot < slots; slot = head.Find(name, slot + 1))
        {
            var written = whole ? One(stream, head.Value(slot), buffer) : Each(stream, head.Value(slot), buffer);
            if (written == Untouched) continue;
            if (written < 0 || !head.SetValue(slot, buffer.AsSpan(0, written))) return StepOutcome.Failed;
        }

        return StepOutcome.Next;
    }

    private const int Untouched = -2;

    private int One(StreamContext stream, ReadOnlySpan<byte> value, Span<byte> target)
    {
        var groups = Substitution.GroupsOfThread;
        return expression.Find(value, 0, groups) ? Substitution.Expand(template.Make(stream), value, groups, target) : Untouched;
    }

    private int Each(StreamContext stream, ReadOnlySpan<byte> line, Span<byte> target)
    {
        var touched = false;
        var written = 0;
        while (true)
        {
            var length = HeaderValues.End(line, 0);
            var value = line[..length];
            var inner = value.Trim(" \t"u8);
            var replaced = inner.IsEmpty ? Untouched : One(stream, inner, target[written..]);
            if (replaced == -1) return -1;
            if (replaced == Untouched)
            {
                if (!value.TryCopyTo(target[written..])) return -1;
                replaced = value.Length;
            }
            else
            {
                // The blanks around a replaced value go with it (measured).
                touched = true;
            }

            written += replaced;
            if (length == line.Length) return touched ? written : Untouched;
            if (written >= target.Length) return -1;
            target[written++] = (byte)',';
            line = line[(length + 1)..];
        }
    }
}

/// <summary><c>replace-path</c>, <c>replace-pathq</c>, <c>replace-uri</c>: the part that the expression matches is replaced as a whole (configuration.txt 4.2).</summary>
internal sealed class ReplaceTargetStep(TargetPart part, Pcre2 expression, FormattedText template) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public override StepOutcome Run(StreamContext stream)
    {
        var subject = SetTargetStep.Part(stream.Request, part);
        var groups = Substitution.GroupsOfThread;
        if (!expression.Find(subject, 0, groups)) return StepOutcome.Next;
        var buffer = t_buffer ??= new byte[64 * 1024];
        var written = Substitution.Expand(template.Make(stream), subject, groups, buffer);
        return written < 0 ? StepOutcome.Failed : SetTargetStep.Replace(stream.Request, part, buffer.AsSpan(0, written));
    }
}
