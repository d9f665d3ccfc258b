using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The arguments of <c>return</c> and <c>deny</c>: status, content type, one payload, headers (configuration.txt 4.2 "http-request return").</summary>
internal static class HttpReplies
{
    private static readonly string[] Payloads = ["default-errorfiles", "errorfile", "errorfiles", "file", "lf-file", "string", "lf-string"];

    public static RuleAction? Return(ActionLine line) => Read(line, 200, isDeny: false, null) is { } reply ? new RuleAction.Return(reply) : null;

    public static RuleAction? Deny(ActionLine line) =>
        OfDenial(line, line.IsResponse ? 502 : 403, out var status, out var reply) ? new RuleAction.Deny(status, reply) : null;

    public static RuleAction? Tarpit(ActionLine line) => OfDenial(line, 500, out var status, out var reply) ? new RuleAction.Tarpit(status, reply) : null;

    /// <summary>With nothing but <c>deny_status</c>, or nothing at all, the proxy's own message is sent; all else is a reply as <c>return</c> makes it.</summary>
    private static bool OfDenial(ActionLine line, int status, out int given, out HttpReply? reply)
    {
        (given, reply) = (status, null);
        if (line.AtCondition) return true;
        var words = line.Words;
        var left = words.Count - words.At;
        var bare = words.Current.Text == "deny_status" && left > 1 && (left == 2 || words[words.At + 2].Text is "if" or "unless");
        reply = Read(line, status, isDeny: true, bare ? "default-errorfiles" : null);
        given = reply?.Status ?? 0;
        if (reply is null) return false;
        if (reply.DefaultErrorFiles) reply = null;
        return true;
    }

    /// <summary>The reply of <c>http-error</c>, which must say its status.</summary>
    public static HttpReply? OfError(ActionLine line)
    {
        if (Read(line, 0, isDeny: false, null) is not { } reply) return null;
        return reply.Status == 0 ? Fail(line, "expects at least a <status> as arguments.\n") : reply;
    }

    /// <param name="fallback">The kind of payload when none is said.</param>
    private static HttpReply? Read(ActionLine line, int status, bool isDeny, string? fallback)
    {
        var words = line.Words;
        var headers = new List<(string, LogFormat)>();
        string? type = null;
        string? kind = null;
        var payload = "";
        while (!line.AtCondition)
        {
            var word = words.Current.Text;
            if (word == "status" || (isDeny && word == "deny_status"))
            {
                words.Next();
                if (!words.HasMore) return Fail(line, "'status' expects <status_code> as argument");
                status = Words.LooseInt32(words.Next().Text);
                if (status is < 200 or > 599) return Fail(line, $"Unexpected status code '{status}'");
            }
            else if (word == "content-type")
            {
                words.Next();
                if (!words.HasMore) return Fail(line, "'content-type' expects <ctype> as argument");
                type = words.Next().Text;
            }
            else if (word == "hdr")
            {
                words.Next();
                var name = words.Next().Text;
                var value = words.Next().Text;
                if (name.Length == 0 || value.Length == 0) return Fail(line, "'hdr' expects <name> and <value> as arguments");
                if (line.Format(value) is not { } format) return null;
                headers.Add((name, format));
            }
            else if (Array.IndexOf(Payloads, word) >= 0)
            {
                words.Next();
                if (kind is not null) return Fail(line, $"unexpected '{word}' argument, '{kind}' already defined");
                kind = word;
                if (word == "default-errorfiles") continue;
                if (!words.HasMore) return Fail(line, $"'{word}' expects <{ArgumentOf(word)}> as argument");
                payload = words.Next().Text;
            }
            else
            {
                // Not a word of the reply: what follows must be a condition, and the rule says so.
                break;
            }
        }

        return Complete(line, new HttpReply(status) { Place = line.Words.Line, ContentType = type, Headers = [.. headers] }, kind ?? fallback, payload);
    }

    private static HttpReply? Complete(ActionLine line, HttpReply reply, string? kind, string payload)
    {
        if (kind is "default-errorfiles" or "errorfile" or "errorfiles" && reply.Headers.Length > 0)
        {
            line.Words.Warning(DiagnosticKind.Ignored, "hdr parameters ignored by the http reply when used with an erorrfile.");
            reply = reply with { Headers = [] };
        }

        if (kind is "default-errorfiles" or "errorfile" or "errorfiles" && reply.ContentType is not null)
        {
            line.Words.Warning(DiagnosticKind.Ignored, $"content-type '{reply.ContentType}' ignored by the http reply when used with an erorrfile.");
            reply = reply with { ContentType = null };
        }

        switch (kind)
        {
            case null:
                WarnOfType(line, reply);
                return reply with { ContentType = null };

            case "default-errorfiles":
                if (!OwnStatuses.Has(reply.Status) && reply.Status != 0) return Fail(line, $"status code '{reply.Status}' not handled by default with 'default-errorfiles' argument.");
                return reply with { DefaultErrorFiles = true };

            case "errorfiles":
                line.Words.Use(KeywordKind.Value, "http reply errorfiles");
                return reply with { ErrorFilesSection = line.Proxy.Context.Names.HttpErrors(payload) };

            case "errorfile":
                if (!line.Proxy.Context.Files.TryRead(payload, out var message, out _)) return Fail(line, $"error opening file '{payload}'.");
                return message.Span.StartsWith("HTTP/"u8) ? reply with { RawMessage = message.ToArray() } : Fail(line, $"'{payload}': unable to parse headers (error offset: 0)");

            case "string":
                return WithBody(line, reply, ByteText.Encode(payload));

            case "file":
                return line.Proxy.Context.Files.TryRead(payload, out var body, out var bodyError) ? WithBody(line, reply, body.ToArray()) : Unread(line, payload, bodyError);

            default:
                if (kind == "lf-file")
                {
                    if (!line.Proxy.Context.Files.TryRead(payload, out var text, out var textError)) return Unread(line, payload, textError);
                    payload = ByteText.Decode(text.Span);
                }

                if (reply.ContentType is null) return Fail(line, "a content type must be defined with a log-format payload");
                if (reply.Status is 204 or 304) return Fail(line, $"No body expected for {reply.Status} responses");
                return line.Format(payload) is { } format ? reply with { FormattedBody = format } : null;
        }
    }

    private static HttpReply? Unread(ActionLine line, string path, string error) =>
        Fail(line, $"error {(error == "Is a directory" ? "reading" : "opening")} file '{path}'");

    private static string ArgumentOf(string payload) => payload switch
    {
        "string" => "str",
        "lf-string" or "errorfile" => "fmt",
        "errorfiles" => "name",
        _ => "file",
    };

    private static HttpReply? WithBody(ActionLine line, HttpReply reply, byte[] body)
    {
        if (body.Length == 0)
        {
            WarnOfType(line, reply);
            return reply with { ContentType = null, Body = [] };
        }

        if (reply.Status is 204 or 304) return Fail(line, $"No body expected for {reply.Status} responses");
        return reply.ContentType is null ? Fail(line, "a content type must be defined when non-empty payload is configured") : reply with { Body = body };
    }

    private static void WarnOfType(ActionLine line, HttpReply reply)
    {
        if (reply.ContentType is null) return;
        line.Words.Warning(DiagnosticKind.Ignored, $"content-type '{reply.ContentType}' ignored by the http reply because neither errorfile nor payload defined.");
    }

    private static HttpReply? Fail(ActionLine line, string error)
    {
        line.Fail(error);
        return null;
    }
}
