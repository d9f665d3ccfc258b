using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The arguments of <c>return</c> and <c>deny</c>: status, content type, one payload, headers (configuration.txt 4.2 "http-request return").</summary>
internal static class HttpReplies
{
    private static readonly string[] Payloads = ["default-errorfiles", "errorfile", "errorfiles", "file", "lf-file", "string", "lf-string"];

    public static RuleAction? Return(ActionLine line) => Read(line, 200, isDeny: false) is { } reply ? new RuleAction.Return(reply) : null;

    public static RuleAction? Deny(ActionLine line)
    {
        if (Read(line, line.IsResponse ? 502 : 403, isDeny: true) is not { } reply) return null;
        return reply.DefaultErrorFiles && reply.Headers.Length == 0 ? new RuleAction.Deny(reply.Status, null) : new RuleAction.Deny(reply.Status, reply);
    }

    /// <summary>The reply of <c>http-error</c>, which must say its status.</summary>
    public static HttpReply? OfError(ActionLine line)
    {
        if (Read(line, 0, isDeny: false) is not { } reply) return null;
        return reply.Status == 0 ? Fail(line, "expects at least a <status> as arguments.\n") : reply;
    }

    private static HttpReply? Read(ActionLine line, int status, bool isDeny)
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
                status = (int)Math.Clamp(Words.LooseInteger(words.Next().Text), int.MinValue, int.MaxValue);
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

        return Complete(line, new HttpReply(status) { ContentType = type, Headers = [.. headers] }, kind ?? (isDeny && headers.Count == 0 ? "default-errorfiles" : null), payload);
    }

    private static HttpReply? Complete(ActionLine line, HttpReply reply, string? kind, string payload)
    {
        if (kind is "default-errorfiles" or "errorfile" or "errorfiles" && reply.Headers.Length > 0)
        {
            line.Words.Warning(DiagnosticKind.Ignored, "hdr parameters ignored by the http reply when used with an erorrfile.");
            reply = reply with { Headers = [] };
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
                return reply with { ErrorFilesSection = (payload, line.Words.Line) };

            case "errorfile":
                if (!line.Proxy.Context.Files.TryRead(payload, out var message, out _)) return Fail(line, $"error opening file '{payload}'.");
                return message.Span.StartsWith("HTTP/"u8) ? reply with { RawMessage = message.ToArray() } : Fail(line, $"'{payload}': unable to parse headers (error offset: 0)");

            case "string":
                return WithBody(line, reply, ByteText.Encode(payload));

            case "file":
                return line.Proxy.Context.Files.TryRead(payload, out var body, out _) ? WithBody(line, reply, body.ToArray()) : Fail(line, $"error opening file '{payload}'");

            default:
                if (kind == "lf-file")
                {
                    if (!line.Proxy.Context.Files.TryRead(payload, out var text, out _)) return Fail(line, $"error opening file '{payload}'");
                    payload = ByteText.Decode(text.Span);
                }

                if (reply.ContentType is null) return Fail(line, "a content type must be defined with a log-format payload");
                if (reply.Status == 204) return Fail(line, "No body expected for 204 responses");
                return line.Format(payload) is { } format ? reply with { FormattedBody = format } : null;
        }
    }

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

        if (reply.Status == 204) return Fail(line, "No body expected for 204 responses");
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
