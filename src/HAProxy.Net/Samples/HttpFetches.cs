using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Start line of the request and of the response (configuration.txt 7.3.6).</summary>
internal static class HttpFetches
{
    public static bool Method(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!stream.HasRequest) return false;
        sample.Type = SampleType.Method;
        sample.Bytes = stream.Request.ReceivedMethodMemory;
        return true;
    }

    public static bool Url(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) => Text(stream.HasRequest, stream.Request.TargetMemory, ref sample);

    public static bool Path(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!FindPath(stream, out var path)) return false;
        var query = path.Span.IndexOf((byte)'?');
        sample.SetString(query < 0 ? path : path[..query]);
        return true;
    }

    public static bool PathAndQuery(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        Text(FindPath(stream, out var path), path, ref sample);

    /// <summary>What follows the first question mark.</summary>
    public static bool Query(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!FindPath(stream, out var path)) return false;
        var query = path.Span.IndexOf((byte)'?');
        return Text(query >= 0, path[(query + 1)..], ref sample);
    }

    /// <summary>The Host header followed by the path.</summary>
    public static bool Base(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!stream.HasRequest) return false;
        var slot = stream.Request.Find("host"u8);
        if (slot < 0) return Path(stream, operands, ref cursor, ref sample);
        var host = stream.Request.Value(slot);
        var hasPath = FindPath(stream, out var path);
        var query = path.Span.IndexOf((byte)'?');
        if (query >= 0) path = path[..query];
        var bytes = Scratch.Current.Take(host.Length + path.Length);
        host.CopyTo(bytes.Span);
        if (hasPath) path.Span.CopyTo(bytes.Span[host.Length..]);
        sample.SetString(bytes);
        return true;
    }

    public static bool RequestVersion(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasRequest && Version(stream.Request.Version, ref sample);

    public static bool ResponseVersion(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) =>
        stream.HasResponse && Version(stream.Response.Version, ref sample);

    public static bool Status(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (!stream.HasResponse) return false;
        sample.SetInteger(stream.Response.Status);
        return true;
    }

    public static bool IsHttp(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetBoolean(stream.HasRequest);
        return stream.HasRequest;
    }

    /// <summary>The path within a target: all of the origin form, what follows the authority of the absolute form, nothing of <c>*</c> and of CONNECT's.</summary>
    public static bool FindPath(StreamContext stream, out ReadOnlyMemory<byte> path)
    {
        path = default;
        if (!stream.HasRequest) return false;
        var target = stream.Request.TargetMemory;
        var start = PathStart(target.Span);
        if (start < 0) return false;
        path = target[start..];
        return true;
    }

    /// <summary>Offset of the path, or -1.</summary>
    public static int PathStart(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty) return -1;
        if (target[0] == (byte)'/') return 0;
        var scheme = target.IndexOf("://"u8);
        if (scheme < 0) return -1;
        var slash = target[(scheme + 3)..].IndexOf((byte)'/');
        return slash < 0 ? -1 : scheme + 3 + slash;
    }

    private static bool Text(bool found, ReadOnlyMemory<byte> text, ref Sample sample)
    {
        if (found) sample.SetString(text);
        return found;
    }

    private static readonly byte[][] Versions = ["0.9"u8.ToArray(), "1.0"u8.ToArray(), "1.1"u8.ToArray(), "2.0"u8.ToArray()];

    private static bool Version(int version, ref Sample sample)
    {
        sample.SetString(Versions[version switch { 9 => 0, 10 => 1, 20 => 3, _ => 2 }]);
        return true;
    }
}
