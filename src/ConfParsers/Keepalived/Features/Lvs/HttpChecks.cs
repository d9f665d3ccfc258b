using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary><c>HTTP_GET</c> and <c>SSL_GET</c> (keepalived.conf(5) "CHECKERS").</summary>
internal static class HttpChecks
{
    private const string Manual = "Virtual server(s)";
    private const int DigestLength = 32;

    public static readonly Keyword<RealServerDraft>[] Keywords = [Section("HTTP_GET", isTls: false), Section("SSL_GET", isTls: true)];

    /// <summary>One <c>url</c> while its lines are read.</summary>
    private sealed class UrlDraft(Span place)
    {
        public CheckUrl Url { get; set; } = new("", place);
    }

    private static Section<RealServerDraft, CheckDraft<HttpCheck>> Section(string name, bool isTls)
    {
        var path = "virtual_server/real_server/" + name;
        var rows = new Block<CheckDraft<HttpCheck>>(path,
        [
            .. CheckerRows.Connecting<CheckDraft<HttpCheck>>(),
            new Setting<CheckDraft<HttpCheck>>("nb_get_retry", "<number>", OldRetry) { Manual = Manual },
            new Setting<CheckDraft<HttpCheck>>("virtualhost", "[name]", VirtualHost) { Manual = Manual },
            new Setting<CheckDraft<HttpCheck>>("http_protocol", "[1.0|1.1|1.0C|1.1C]", Protocol) { Manual = Manual },
            CheckerRows.Switch<CheckDraft<HttpCheck>>("enable_sni", (draft, on) => draft.Own = draft.Own with { EnableSni = on }),
            new Setting<CheckDraft<HttpCheck>>("sni_name", "<name>", SniName) { Manual = Manual, Since = Since.V24 },
            CheckerRows.Switch<CheckDraft<HttpCheck>>("fast_recovery", (draft, on) => draft.Own = draft.Own with { FastRecovery = on }),
            Rows.Flag<CheckDraft<HttpCheck>>("tls_compliant", Manual, draft => draft.Own = draft.Own with { TlsCompliant = true }) with { Since = Since.V24 },
            new Section<CheckDraft<HttpCheck>, UrlDraft>("url", "{ }", (words, _) => new UrlDraft(words.Place), UrlRows(path), CloseUrl) { Manual = Manual },
        ]);
        return new(name, "{ }", (words, server) => new CheckDraft<HttpCheck>(new HttpCheck(words.Place, isTls, []), server), rows, Close) { Manual = Manual };
    }

    private static Block<UrlDraft> UrlRows(string path) => new(path + "/url",
    [
        new Setting<UrlDraft>("path", "<path>", (words, draft) =>
        {
            words.Next(out var word);
            draft.Url = draft.Url with { Path = word };
        }) { Manual = Manual },
        new Setting<UrlDraft>("digest", "<md5>", Digest) { Manual = Manual },
        new Setting<UrlDraft>("status_code", "[code[-code] ...]", StatusCodes) { Manual = Manual },
        new Setting<UrlDraft>("virtualhost", "[name]", UrlVirtualHost) { Manual = Manual },
        Text("regex", (url, text) => url with { Regex = text, RegexMustNotMatch = false }),
        Text("regex_no_match", (url, text) => url with { Regex = text, RegexMustNotMatch = true }),
        new Setting<UrlDraft>("regex_options", "[option ...]", RegexOptions) { Manual = Manual },
        Text("regex_min_offset", (url, text) => Words.IsNumber(text, 0, int.MaxValue, out var offset) ? url with { RegexMinOffset = offset } : url),
        Text("regex_max_offset", (url, text) => Words.IsNumber(text, 0, int.MaxValue, out var offset) ? url with { RegexMaxOffset = offset } : url),
        new Setting<UrlDraft>("regex_stack", "[start [max]]", RegexStack) { Manual = Manual },
        Rows.Flag<UrlDraft>("tls_compliant", Manual, draft => draft.Url = draft.Url with { TlsCompliant = true }) with { Since = Since.V24 },
    ]);

    private static Setting<UrlDraft> Text(string name, Func<CheckUrl, string, CheckUrl> set) => new(name, "[text]", (words, draft) =>
    {
        if (words.Next(out var text)) draft.Url = set(draft.Url, text);
    })
    { Manual = Manual };

    private static void CloseUrl(Words words, CheckDraft<HttpCheck> http, UrlDraft draft)
    {
        if (draft.Url.Path.Length == 0) words.Warn(DiagnosticKind.MissingArgument, "HTTP/SSL_GET checker url has no path - ignoring");
        else http.Own = http.Own with { Urls = [.. http.Own.Urls, draft.Url] };
    }

    private static void Close(Words words, RealServerDraft server, CheckDraft<HttpCheck> draft)
    {
        if (draft.Own.Urls.Length == 0) words.Warn(DiagnosticKind.MissingArgument, "HTTP/SSL_GET checker has no urls specified - ignoring");
        else server.Checks.Add(draft.Own);
    }

    private static void OldRetry(Words words, CheckDraft<HttpCheck> draft)
    {
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, "nb_get_retry is deprecated - please use 'retry'");
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var retry)) draft.Own = draft.Own with { Retry = retry };
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid nb_get_retry value '{word}'");
    }

    private static void VirtualHost(Words words, CheckDraft<HttpCheck> draft)
    {
        if (words.Next(out var name)) draft.Own = draft.Own with { VirtualHost = name };
        else words.Warn(DiagnosticKind.MissingArgument, "HTTP_GET virtualhost name missing");
    }

    private static void SniName(Words words, CheckDraft<HttpCheck> draft)
    {
        words.Next(out var name);
        draft.Own = draft.Own with { SniName = name };
    }

    private static void Protocol(Words words, CheckDraft<HttpCheck> draft)
    {
        if (!words.Next(out var word)) words.Warn(DiagnosticKind.MissingArgument, "Missing http_protocol version");
        else if (word is "1.0" or "1.1" or "1.0c" or "1.1c" or "1.0C" or "1.1C") draft.Own = draft.Own with { Protocol = word.ToUpperInvariant() };
        else words.Warn(DiagnosticKind.BadValue, $"Invalid http_protocol version {word}");
    }

    private static void Digest(Words words, UrlDraft draft)
    {
        words.Next(out var word);
        if (word.Length != DigestLength) words.Warn(DiagnosticKind.BadValue, $"digest '{word}' character length should be {DigestLength} rather than {word.Length}");
        else if (draft.Url.Digests.Contains(word, StringComparer.OrdinalIgnoreCase)) words.Warn(DiagnosticKind.Duplicate, $"Digest '{word}' is a duplicate");
        else draft.Url = draft.Url with { Digests = [.. draft.Url.Digests, word] };
    }

    private static void StatusCodes(Words words, UrlDraft draft)
    {
        while (words.Next(out var word))
        {
            var parts = word.Split('-');
            var last = 0;
            if (parts.Length > 2 || !Words.IsNumber(parts[0], 100, 599, out var first) || (parts.Length == 2 && (!Words.IsNumber(parts[1], 100, 599, out last) || last < first)))
            {
                words.Warn(DiagnosticKind.BadValue, $"Invalid HTTP_GET status code '{word}'");
                continue;
            }

            draft.Url = draft.Url with { StatusCodes = [.. draft.Url.StatusCodes, (first, parts.Length == 2 ? last : first)] };
        }
    }

    private static void UrlVirtualHost(Words words, UrlDraft draft)
    {
        if (words.Next(out var name)) draft.Url = draft.Url with { VirtualHost = name };
        else words.Warn(DiagnosticKind.MissingArgument, "Missing HTTP_GET virtualhost name");
    }

    private static void RegexOptions(Words words, UrlDraft draft)
    {
        while (words.Next(out var option)) draft.Url = draft.Url with { RegexOptions = [.. draft.Url.RegexOptions, option] };
    }

    private static void RegexStack(Words words, UrlDraft draft)
    {
        if (!words.Next(out var first) || !Words.IsNumber(first, 1, int.MaxValue, out var start)) return;
        var max = words.Next(out var second) && Words.IsNumber(second, 1, int.MaxValue, out var most) ? most : start;
        draft.Url = draft.Url with { RegexStack = (start, max) };
    }
}
