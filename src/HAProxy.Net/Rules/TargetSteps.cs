using HAProxy.Net.Protocols;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

internal enum TargetPart
{
    Method,
    Uri,
    Path,
    Query,
}

/// <summary>
/// <c>set-method</c>, <c>set-uri</c>, <c>set-path</c> (the query stays) and <c>set-query</c> (the path stays; an empty query leaves its
/// question mark). (configuration.txt 4.2; measured)
/// </summary>
internal sealed class SetTargetStep(TargetPart part, FormattedText value) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public override StepOutcome Run(StreamContext stream)
    {
        var text = value.Make(stream);
        var request = stream.Request;
        switch (part)
        {
            case TargetPart.Method:
                return Fits(request.SetMethod(text));
            case TargetPart.Uri:
                return Fits(request.SetTarget(text));
        }

        var target = request.Target;
        var path = Math.Max(HttpFetches.PathStart(target), 0);
        var query = target[path..].IndexOf((byte)'?');
        var pathEnd = query < 0 ? target.Length : path + query;
        return part == TargetPart.Path
            ? Store(request, target[..path], text, default, target[pathEnd..])
            : Store(request, target[..pathEnd], "?"u8, text, default);
    }

    private static StepOutcome Store(MessageHead request, ReadOnlySpan<byte> one, ReadOnlySpan<byte> two, ReadOnlySpan<byte> three, ReadOnlySpan<byte> four)
    {
        var length = one.Length + two.Length + three.Length + four.Length;
        if (length > request.Capacity) return StepOutcome.Failed;
        if (t_buffer is null || t_buffer.Length < length) t_buffer = new byte[Math.Max(length, request.Capacity)];
        one.CopyTo(t_buffer);
        two.CopyTo(t_buffer.AsSpan(one.Length));
        three.CopyTo(t_buffer.AsSpan(one.Length + two.Length));
        four.CopyTo(t_buffer.AsSpan(length - four.Length));
        return Fits(request.SetTarget(t_buffer.AsSpan(0, length)));
    }
}
