using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What a health check sends: <c>http-check send</c>, <c>tcp-check send</c> and its kin (configuration.txt 4.2).</summary>
internal static class CheckSends
{
    /// <summary><c>http-check send</c>.</summary>
    public static CheckRule? Request(CheckLine line)
    {
        var words = line.Words;
        var request = new CheckRule.SendRequest(words.Line);
        var headers = new List<(Word Name, Word Value)>();
        string? host = null;
        string? uriFormat = null;
        string? bodyFormat = null;
        while (words.HasMore)
        {
            var option = words.Next().Text;
            switch (option)
            {
                case "meth" or "uri" or "uri-lf" or "ver" or "body" or "body-lf" or "comment":
                    if (line.Text(option, ".") is not { } value) return null;
                    request = option switch
                    {
                        "meth" => request with { Method = value },
                        "uri" => request with { Uri = value },
                        "ver" => request with { Version = value },
                        "body" => request with { Body = ByteText.Encode(value) },
                        "comment" => request with { Comment = value },
                        _ => request,
                    };
                    if (option is "uri" or "uri-lf") uriFormat = option == "uri-lf" ? value : null;
                    if (option is "body" or "body-lf") bodyFormat = option == "body-lf" ? value : null;
                    break;
                case "hdr":
                    if (words.Count - words.At < 2 || words.Current.Text.Length == 0 || words[words.At + 1].IsEmpty) return line.Fail(DiagnosticKind.MissingArgument, "'hdr' expects <name> and <value> as arguments");
                    var header = words.Next();
                    if (header.Text.Equals("host", StringComparison.OrdinalIgnoreCase))
                    {
                        if (host is not null) return line.Fail(DiagnosticKind.Duplicate, $"'{header.Text}' header already defined (previous value is '{host}')", header);
                        host = words.Current.Text;
                    }

                    headers.Add((header, words.Next()));
                    break;
                default:
                    return line.Fail(DiagnosticKind.UnknownKeyword, $"expects 'comment', 'meth', 'uri', 'uri-lf', 'ver', 'hdr', 'body' or 'body-lf' but got '{option}' as argument.");
            }
        }

        if (uriFormat is not null)
        {
            if (line.Format(uriFormat) is not { } format) return null;
            request = request with { Uri = null, UriFormat = format };
        }

        foreach (var ((name, _), value) in headers)
        {
            // A check writes these itself; HAProxy drops them without a word.
            if (name.Equals("connection", StringComparison.OrdinalIgnoreCase) || name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
                || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)) continue;
            if (LogFormatReader.Read(value.Text, line.Context, out var error) is not { } format) return line.Fail(DiagnosticKind.BadFormat, error, value);
            request = request with { Headers = [.. request.Headers, (name, format)] };
        }

        if (bodyFormat is null) return request;
        return line.Format(bodyFormat) is { } body ? request with { Body = null, BodyFormat = body } : null;
    }

    /// <summary><c>tcp-check send</c>, <c>send-lf</c>, <c>send-binary</c>, <c>send-binary-lf</c>.</summary>
    public static CheckRule? Bytes(CheckLine line)
    {
        var words = line.Words;
        if (!words.HasMore) return line.Fail(DiagnosticKind.MissingArgument, $"'{(line.Step == "send-binary" ? "binary string" : "string")}' expects a {line.Step} as argument");

        var text = words.Next().Text;
        string? comment = null;
        while (words.HasMore)
        {
            if (!words.Take("comment")) return line.Fail(DiagnosticKind.UnknownKeyword, $"expects 'comment' but got '{words.Current.Text}' as argument.");
            comment = line.Text("comment", ".");
            if (comment is null) return null;
        }

        if (line.Step is "send-lf" or "send-binary-lf")
        {
            return line.Format(text) is { } format ? new CheckRule.SendFormat(format, line.Step == "send-binary-lf", words.Line) { Comment = comment } : null;
        }

        if (line.Step == "send") return new CheckRule.SendBytes(ByteText.Encode(text), words.Line) { Comment = comment };
        return CheckLine.Binary(text, out var error) is { } bytes
            ? new CheckRule.SendBytes(bytes, words.Line) { Comment = comment }
            : line.Fail(DiagnosticKind.BadValue, $"'{text}' invalid binary string ({error}).\n");
    }
}
