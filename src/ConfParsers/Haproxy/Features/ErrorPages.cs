using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Statuses of which HAProxy 2.6 keeps a message of its own (configuration.txt 4.2 "errorfile").</summary>
internal static class OwnStatuses
{
    public static readonly int[] All = [200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 422, 425, 429, 500, 501, 502, 503, 504];

    public static bool Has(int status) => Array.IndexOf(All, status) >= 0;
}

/// <summary><c>errorfiles name [code ...]</c>: messages of an <c>http-errors</c> section.</summary>
/// <param name="Statuses">Empty: all that the section has.</param>
public sealed record ErrorFilesUse(Reference<HttpErrorsSection> Section, int[] Statuses, Span Place);

/// <summary>The keywords that replace HAProxy's own answers: <c>errorfile</c>, <c>errorfiles</c>, <c>errorloc</c>, <c>http-error</c>.</summary>
internal static class ErrorPageKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("errorfile", In.Everywhere, "<code> <file>", ErrorFile) { Listed = true, Manual = "4.2" },
        new("errorfiles", In.Everywhere, "<name> [ <code> ... ]", ErrorFiles) { Listed = true, Manual = "4.2", Since = "2.2" },
        new("errorloc", In.Everywhere, "<code> <url>", (w, p) => ErrorLocation(w, p, 302)) { Listed = true, Manual = "4.2" },
        new("errorloc302", In.Everywhere, "<code> <url>", (w, p) => ErrorLocation(w, p, 302)) { Listed = true, Manual = "4.2" },
        new("errorloc303", In.Everywhere, "<code> <url>", (w, p) => ErrorLocation(w, p, 303)) { Listed = true, Manual = "4.2" },
        new("http-error", In.Everywhere, "status <code> [ content-type <type> ] [ { default-errorfiles | errorfile <file> | errorfiles <name> | file <file> | lf-file <file>"
            + " | string <str> | lf-string <fmt> } ] [ hdr <name> <fmt> ]*", HttpError) { Listed = true, Manual = "4.2", Since = "2.2" },
    ];

    private static void ErrorFile(Words words, ProxyBuilder proxy)
    {
        if (Message(words, proxy.Context.Files) is { } message) proxy.Http = proxy.Http with { ErrorFiles = [.. proxy.Http.ErrorFiles.Where(e => e.Status != message.Status), message] };
    }

    /// <summary>Reads <c>errorfile code file</c>, which <c>http-errors</c> sections have too.</summary>
    public static (int Status, byte[] Message)? Message(Words words, IFiles files)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "errorfile : expects <status_code> and <file> as arguments.\n");
            return null;
        }

        if (Status(words) is not { } status) return null;
        var path = words.Next();
        if (!files.TryRead(path.Text, out var bytes, out var error))
        {
            words.Alert(DiagnosticKind.Unreadable, $"errorfile : error {(error == "Is a directory" ? "reading" : "opening")} file '{path.Text}'.", at: path);
            return null;
        }

        if (bytes.IsEmpty || bytes.Span.StartsWith("HTTP/"u8)) return (status, bytes.ToArray());
        words.Alert(DiagnosticKind.BadValue, $"errorfile : '{path.Text}': unable to parse headers (error offset: 0)", at: path);
        return null;
    }

    private static int? Status(Words words)
    {
        var status = Words.LooseInt32(words.Next().Text);
        if (OwnStatuses.Has(status)) return status;
        words.Alert(DiagnosticKind.OutOfRange, $"{words.Keyword} : status code '{status}' not handled.", at: words[words.At - 1]);
        return null;
    }

    private static void ErrorFiles(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "errorfiles : expects <name> as argument.");
            return;
        }

        var name = words.Next().Text;
        var statuses = new List<int>();
        while (words.HasMore)
        {
            if (Status(words) is not { } status) return;
            statuses.Add(status);
        }

        proxy.ErrorFilesUses.Add(new ErrorFilesUse(proxy.Context.Names.HttpErrors(name), [.. statuses], words.Line));
    }

    private static void ErrorLocation(Words words, ProxyBuilder proxy, int code)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"{words.Keyword} : expects <status_code> and <url> as arguments.\n");
            return;
        }

        if (Status(words) is not { } status) return;
        var message = $"HTTP/1.1 {code} {(code == 302 ? "Found" : "See Other")}\r\nCache-Control: no-cache\r\nContent-length: 0\r\nLocation: {words.Next().Text}\r\n\r\n";
        proxy.Http = proxy.Http with { ErrorFiles = [.. proxy.Http.ErrorFiles.Where(e => e.Status != status), (status, ByteText.Encode(message))] };
    }

    private static void HttpError(Words words, ProxyBuilder proxy)
    {
        var line = new ActionLine(words, proxy, isResponse: false, SamplePlaces.Everywhere, "http-error");
        if (HttpReplies.OfError(line) is not { } reply)
        {
            words.Alert(DiagnosticKind.BadValue, $"http-error : {line.Error}");
            return;
        }

        if (words.HasMore)
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"http-error : unknown keyword '{words.Current.Text}'.");
            return;
        }

        if (!OwnStatuses.Has(reply.Status))
        {
            words.Alert(DiagnosticKind.OutOfRange, $"http-error: status code '{reply.Status}' not handled.");
            return;
        }

        proxy.HttpErrors.Add(reply);
    }
}
