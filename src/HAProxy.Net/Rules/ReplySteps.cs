using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Protocols;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary><c>deny</c> with the proxy's own message, and <c>return default-errorfiles</c>.</summary>
internal sealed class OwnReplyStep(int status, StepOutcome outcome, bool isResponse) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        Replies(stream, isResponse).Fill(stream, status);
        return outcome;
    }

    /// <summary>The answers of the proxy whose rule it is: the backend's once there is one.</summary>
    internal static OwnReplies Replies(StreamContext stream, bool isResponse) =>
        stream.Backend is { } backend && (isResponse || !ReferenceEquals(stream.Frontend.Model, backend.Model)) ? backend.Replies : stream.Frontend.Replies;
}

/// <summary>
/// <c>http-request auth</c>: 401 with the realm (RFC 7617 §2).
/// </summary>
internal sealed class AuthStep(byte[] challenge) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        OwnReplyStep.Replies(stream, isResponse: false).Fill(stream, 401);
        return stream.Response.Add("www-authenticate"u8, challenge) ? StepOutcome.Answered : StepOutcome.Failed;
    }
}

/// <summary>
/// <c>return</c> and <c>deny</c> with a reply of their own: its headers, then content-length (but for 204), then content-type
/// (order of 2.6.12).
/// </summary>
internal sealed class ReplyStep : RuleStep
{
    private const int MaxValues = 64 * 1024;

    public required int Status { get; init; }

    public required byte[] Reason { get; init; }

    public required StepOutcome Outcome { get; init; }

    public byte[]? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    public FormattedText? FormattedBody { get; init; }

    public (byte[] Name, FormattedText Value)[] Headers { get; init; } = [];

    [ThreadStatic]
    private static byte[]? t_values;

    public override StepOutcome Run(StreamContext stream)
    {
        // All values first: in a response rule they may read the very response that is replaced.
        var values = t_values ??= new byte[MaxValues];
        Span<int> ends = stackalloc int[Headers.Length + 1];
        var used = 0;
        for (var i = 0; i < Headers.Length; i++)
        {
            if (!Append(values, ref used, Headers[i].Value.Make(stream))) return StepOutcome.Failed;
            ends[i] = used;
        }

        if (FormattedBody is not null && !Append(values, ref used, FormattedBody.Make(stream))) return StepOutcome.Failed;
        ends[Headers.Length] = used;

        var head = stream.Response;
        head.Clear();
        head.Version = 11;
        head.Status = Status;
        head.SetReason(Reason);
        for (var i = 0; i < Headers.Length; i++)
        {
            // 2.6 leaves out a header whose value came out empty
            var value = values.AsSpan((i == 0 ? 0 : ends[i - 1])..ends[i]);
            if (!value.IsEmpty && !head.Add(Headers[i].Name, value)) return StepOutcome.Failed;
        }

        ReadOnlyMemory<byte> body = Body;
        var bodyStart = Headers.Length == 0 ? 0 : ends[Headers.Length - 1];
        if (FormattedBody is not null && !head.TryKeep(values.AsSpan(bodyStart..used), out body)) return StepOutcome.Failed;
        if (Status != 204 && !head.Add("content-length"u8, body.Length)) return StepOutcome.Failed;
        if (ContentType is not null && !head.Add("content-type"u8, ContentType)) return StepOutcome.Failed;
        stream.ReplyBody = body;
        return Outcome;
    }

    private static bool Append(byte[] buffer, ref int used, ReadOnlySpan<byte> text)
    {
        if (text.Length > buffer.Length - used) return false;
        text.CopyTo(buffer.AsSpan(used));
        used += text.Length;
        return true;
    }
}

/// <summary>A whole message from a file (<c>errorfile</c>), taken apart once.</summary>
internal sealed class RawReplyStep : RuleStep
{
    private readonly MessageHead _head = new();
    private readonly ReadOnlyMemory<byte> _body;
    private readonly StepOutcome _outcome;

    public RawReplyStep(byte[] message, StepOutcome outcome)
    {
        _outcome = outcome;
        _head.Reset(new byte[message.Length + 64], 101);
        var parsed = default(Http1Message);
        if (ResponseParser.Parse(message, _head, 101, default, ref parsed, out var consumed) != ParseStatus.Done)
        {
            throw new InvalidOperationException("an errorfile that is no HTTP response");
        }

        _body = message.AsMemory(consumed);
    }

    public override StepOutcome Run(StreamContext stream)
    {
        var head = stream.Response;
        head.Clear();
        head.Version = 11;
        head.Status = _head.Status;
        head.SetReason(_head.Reason);
        for (var slot = 0; slot < _head.Count; slot++)
        {
            if (!_head.IsRemoved(slot) && !head.Add(_head.Name(slot), _head.Value(slot))) return StepOutcome.Failed;
        }

        stream.ReplyBody = _body;
        return _outcome;
    }
}
