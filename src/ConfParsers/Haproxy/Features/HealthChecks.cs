using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum CheckKind
{
    /// <summary>A connection that is accepted is a success.</summary>
    Tcp,
    Http,
}

/// <summary><c>option httpchk</c>, <c>http-check send</c>, <c>http-check expect</c> of a backend (configuration.txt 4.2).</summary>
public sealed record HealthCheck
{
    public CheckKind Kind { get; init; } = CheckKind.Tcp;

    public string Method { get; init; } = "OPTIONS";

    public string Uri { get; init; } = "/";

    public string Version { get; init; } = "HTTP/1.0";

    public (string Name, string Value)[] Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>Null: 2xx and 3xx are a success.</summary>
    public StatusExpectation? Expect { get; init; }

    /// <summary><c>http-check disable-on-404</c>.</summary>
    public bool DisableOn404 { get; init; }
}

/// <summary><c>http-check expect [!] status 200-299,302</c>.</summary>
/// <param name="Text">The pattern as written, for messages.</param>
public sealed record StatusExpectation(bool Negated, (int Low, int High)[] Ranges, string Text);

/// <summary>The keywords about health checks of a backend (configuration.txt 4.2 "option httpchk", "http-check ...").</summary>
internal static class HealthCheckKeywords
{
    private const string Kinds =
        "'http-check' only supports 'disable-on-404', 'send-state', 'comment', 'connect', 'send', 'expect', 'set-var-fmt(*)', 'set-var(*)', 'unset-var(*)'.";

    private const string Patterns =
        "'only supports min-recv, [!]string', '[!]rstring', '[!]string-lf', '[!]status', '[!]rstatus', [!]hdr, [!]fhdr or comment but got ";

    public static readonly ProxyKeyword[] Rows =
    [
        new("http-check", In.BackSide, "{ expect | send | disable-on-404 } [<arguments>]", HttpCheck) { Manual = "4.2" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("httpchk", In.BackSide, "[<method>] [<uri> [<version>]]", HttpChk) { Manual = "4.2" },
        new("tcp-check", In.BackSide, "", TcpCheck) { Manual = "4.2" },
    ];

    private static void HttpChk(Words words, ProxyBuilder proxy, bool on)
    {
        if (words.Count > 5)
        {
            words.At = 5;
            words.End();
            return;
        }

        var check = proxy.Check with { Kind = CheckKind.Http, Method = "OPTIONS", Uri = "/", Version = "HTTP/1.0" };
        if (words.Count == 3) check = check with { Uri = words.Next().Text };
        if (words.Count > 3) check = check with { Method = words.Next().Text, Uri = words.Next().Text };
        if (words.HasMore && !Version(words, ref check)) return;
        proxy.Check = check;
    }

    /// <summary>Before http-check send, headers and a body were hidden behind the version, each after an escaped CR LF.</summary>
    private static bool Version(Words words, ref HealthCheck check)
    {
        var version = words.Next().Text;
        var end = version.IndexOf("\r\n", StringComparison.Ordinal);
        check = check with { Version = end < 0 ? version : version[..end] };
        if (end < 0) return true;

        words.Warning(DiagnosticKind.Deprecated, "'option httpchk' : hiding headers or body at the end of the version string is deprecated."
            + " Please, consider to use 'http-check send' directive instead.", PlaceForm.ParsingTight, at: words[4]);
        var rest = version[(end + 2)..];
        var blank = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = blank < 0 ? rest : rest[..blank];
        if (blank >= 0) check = check with { Body = ByteText.Encode(rest[(blank + 4)..]) };
        var headers = new List<(string Name, string Value)>(check.Headers);
        foreach (var line in head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        check = check with { Headers = [.. headers] };
        return true;
    }

    private static void TcpCheck(Words words, ProxyBuilder proxy, bool on)
    {
        if (words.End()) proxy.Check = proxy.Check with { Kind = CheckKind.Tcp };
    }

    private static void HttpCheck(Words words, ProxyBuilder proxy)
    {
        var what = words.Next();
        words.Use(KeywordKind.Check, "http-check " + what.Text, what);
        switch (what.Text)
        {
            case "expect":
                Expect(words, proxy);
                break;
            case "send":
                Send(words, proxy);
                break;
            case "disable-on-404":
                if (words.End()) proxy.Check = proxy.Check with { DisableOn404 = true };
                break;
            default:
                if (what.Text is "send-state" or "comment" or "connect" || what.Text.StartsWith("set-var", StringComparison.Ordinal) || what.Text.StartsWith("unset-var(", StringComparison.Ordinal))
                {
                    words.Alert(DiagnosticKind.Unsupported, $"'http-check {what.Text}' is known to HAProxy 2.6 but not built yet.", at: what);
                    return;
                }

                words.Alert(DiagnosticKind.UnknownKeyword, $"{Kinds} but got '{what.Text}'", at: what);
                break;
        }
    }

    private static void Expect(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            ExpectFault(words, "expects at least a matching pattern as arguments", DiagnosticKind.MissingArgument);
            return;
        }

        StatusExpectation? expectation = null;
        while (words.HasMore)
        {
            var negated = expectation is null && words.Take("!");
            var pattern = words.Next().Text;
            if (expectation is null && pattern.StartsWith('!'))
            {
                negated = true;
                pattern = pattern[1..];
            }

            if (pattern is "status" && expectation is null)
            {
                if (!words.HasMore)
                {
                    ExpectFault(words, "'status' expects a <pattern> as argument", DiagnosticKind.MissingArgument);
                    return;
                }

                var text = words.Next().Text;
                if (!Ranges(words, text, out var ranges)) return;
                expectation = new StatusExpectation(negated, ranges, text);
                continue;
            }

            if (pattern is "string" or "rstring" or "string-lf" or "rstatus" or "hdr" or "fhdr" or "min-recv" or "comment" or "ok-status" or "error-status" or "tout-status" or "on-success" or "on-error" or "status-code")
            {
                words.Alert(DiagnosticKind.Unsupported, $"'http-check expect {pattern}' is known to HAProxy 2.6 but not built yet.");
                return;
            }

            ExpectFault(words, $"{Patterns}'{pattern}' as argument.", DiagnosticKind.UnknownKeyword);
            return;
        }

        proxy.Check = proxy.Check with { Expect = expectation };
    }

    private static void ExpectFault(Words words, string text, DiagnosticKind kind) => words.Alert(kind, $"'http-check expect' : {text}.");

    private static bool Ranges(Words words, string text, out (int Low, int High)[] ranges)
    {
        var list = new List<(int, int)>();
        ranges = [];
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var low = dash < 0 ? part : part[..dash];
            var high = dash < 0 ? part : part[(dash + 1)..];
            if (!int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || !int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            {
                var culprit = text.FirstOrDefault(c => !char.IsAsciiDigit(c) && c is not ('-' or ','));
                ExpectFault(words, $"invalid character '{(culprit == '\0' ? part.FirstOrDefault('-') : culprit)}' in the list of status codes", DiagnosticKind.BadNumber);
                return false;
            }

            list.Add((from, to));
        }

        ranges = [.. list];
        return true;
    }

    private static void Send(Words words, ProxyBuilder proxy)
    {
        var check = proxy.Check with { Headers = [] };
        var headers = new List<(string Name, string Value)>();
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "meth" or "uri" or "ver" or "body":
                    if (!words.HasMore)
                    {
                        SendFault(words, $"'{option.Text}' expects a string as argument.", DiagnosticKind.MissingArgument);
                        return;
                    }

                    var value = words.Next().Text;
                    check = option.Text switch
                    {
                        "meth" => check with { Method = value },
                        "uri" => check with { Uri = value },
                        "ver" => check with { Version = value },
                        _ => check with { Body = ByteText.Encode(value) },
                    };
                    break;
                case "hdr":
                    if (words.Count - words.At < 2)
                    {
                        SendFault(words, "'hdr' expects <name> and <value> as arguments", DiagnosticKind.MissingArgument);
                        return;
                    }

                    headers.Add((words.Next().Text, words.Next().Text));
                    break;
                case "uri-lf" or "body-lf" or "comment":
                    words.Alert(DiagnosticKind.Unsupported, $"'http-check send {option.Text}' is known to HAProxy 2.6 but not built yet.", at: option);
                    return;
                default:
                    SendFault(words, $"expects 'comment', 'meth', 'uri', 'uri-lf', 'ver', 'hdr', 'body' or 'body-lf' but got '{option.Text}' as argument.", DiagnosticKind.UnknownKeyword);
                    return;
            }
        }

        proxy.Check = check with { Headers = [.. headers] };
    }

    private static void SendFault(Words words, string text, DiagnosticKind kind) => words.Alert(kind, $"'http-check send' : {text}.");
}
