using HAProxy.Net.Protocols;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

internal enum TargetPart
{
    Method,
    Uri,
    Path,
    PathAndQuery,
    Query,
}

/// <summary>
/// <c>set-method</c>, <c>set-uri</c>, <c>set-pathq</c>, <c>set-path</c> (the query stays) and <c>set-query</c> (the path stays; an empty query leaves its
/// question mark). (configuration.txt 4.2; measured)
/// </summary>
internal sealed class SetTargetStep(TargetPart part, FormattedText value) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public override StepOutcome Run(StreamContext stream) => part == TargetPart.Method
        ? Fits(stream.Request.SetMethod(value.Make(stream)))
        : Replace(stream.Request, part, value.Make(stream));

    /// <summary>What a part is now; without a path that is the whole target.</summary>
    public static ReadOnlySpan<byte> Part(MessageHead request, TargetPart part)
    {
        var target = request.Target;
        if (part == TargetPart.Uri) return target;
        var path = Math.Max(HttpFetches.PathStart(target), 0);
        var query = target[path..].IndexOf((byte)'?');
        return part == TargetPart.PathAndQuery || query < 0 ? target[path..] : target.Slice(path, query);
    }

    public static StepOutcome Replace(MessageHead request, TargetPart part, ReadOnlySpan<byte> text)
    {
        if (part == TargetPart.Uri) return Fits(request.SetTarget(text));
        var target = request.Target;
        var path = Math.Max(HttpFetches.PathStart(target), 0);
        var query = target[path..].IndexOf((byte)'?');
        var pathEnd = query < 0 ? target.Length : path + query;
        return part switch
        {
            TargetPart.Path => Store(request, target[..path], text, default, target[pathEnd..]),
            TargetPart.PathAndQuery => Store(request, target[..path], text, default, default),
            _ => Store(request, target[..pathEnd], "?"u8, text, default),
        };
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
