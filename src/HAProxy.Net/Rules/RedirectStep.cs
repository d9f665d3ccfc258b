using ConfParsers.Haproxy.Features;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary>
/// <c>redirect location|prefix|scheme</c> (configuration.txt 4.2). Headers and their order as 2.6.12 sends them: content-length 0, location,
/// cache-control unless the code is permanent, set-cookie.
/// </summary>
internal sealed class RedirectStep(RuleAction.Redirect action, FormattedText target, byte[] reason, byte[]? cookie) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_location;

    public override StepOutcome Run(StreamContext stream)
    {
        var text = target.Make(stream);
        if (action.IgnoreEmpty && text.IsEmpty) return StepOutcome.Next;
        var location = t_location ??= new byte[64 * 1024];
        var length = 0;
        if (!Append(location, ref length, text)) return StepOutcome.Failed;
        switch (action.Kind)
        {
            case RedirectKind.Prefix:
                // A prefix of "/" stands for none at all.
                if (text is [(byte)'/']) length = 0;
                if (!AppendPath(stream, location, ref length)) return StepOutcome.Failed;
                break;
            case RedirectKind.Scheme:
                if (!Append(location, ref length, "://"u8)) return StepOutcome.Failed;
                var host = stream.Request.Find("host"u8);
                if (host >= 0 && !Append(location, ref length, stream.Request.Value(host))) return StepOutcome.Failed;
                if (!AppendPath(stream, location, ref length)) return StepOutcome.Failed;
                break;
        }

        var head = stream.Response;
        head.Clear();
        head.Version = 11;
        head.Status = action.Code;
        var stored = head.SetReason(reason) && head.Add("content-length"u8, "0"u8) && head.Add("location"u8, location.AsSpan(0, length))
            && (action.Code is 301 or 308 || head.Add("cache-control"u8, "no-cache"u8))
            && (cookie is null || head.Add("set-cookie"u8, cookie));
        stream.ReplyBody = default;
        return stored ? StepOutcome.Answered : StepOutcome.Failed;
    }

    private bool AppendPath(StreamContext stream, byte[] location, ref int length)
    {
        if (!HttpFetches.FindPath(stream, out var whole)) return true;
        var path = whole.Span;
        var query = path.IndexOf((byte)'?');
        var end = action.DropQuery && query >= 0 ? query : path.Length;
        if (!Append(location, ref length, path[..end])) return false;
        var slashWanted = action.AppendSlash && end > 0 && (query < 0 || end == query) && path[end - 1] != (byte)'/';
        return !slashWanted || Append(location, ref length, "/"u8);
    }

    private static bool Append(byte[] buffer, ref int length, ReadOnlySpan<byte> text)
    {
        if (text.Length > buffer.Length - length) return false;
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
        return true;
    }
}
