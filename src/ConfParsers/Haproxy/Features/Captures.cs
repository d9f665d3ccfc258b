using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What a frontend keeps of messages for its log and for rules (configuration.txt 4.2 "capture", "declare capture").</summary>
public sealed record Captures
{
    /// <summary><c>capture cookie</c>: at most one; the last line counts.</summary>
    public CookieCapture? Cookie { get; init; }

    /// <summary>Slots for requests in the order of their lines; a declared one has no header.</summary>
    public HeaderCapture[] Request { get; init; } = [];

    /// <summary>Slots for responses in the order of their lines; a declared one has no header.</summary>
    public HeaderCapture[] Response { get; init; } = [];
}

/// <summary><c>capture cookie name len N</c>.</summary>
/// <param name="Name">Beginning of the cookie's name; with <c>=</c> at its end the whole name.</param>
/// <param name="Length">Characters kept of name and value.</param>
public sealed record CookieCapture(string Name, int Length);

/// <summary>One slot.</summary>
/// <param name="Header">Null for <c>declare capture</c>: only rules fill it.</param>
/// <param name="Length">Characters kept.</param>
public sealed record HeaderCapture(string? Header, int Length);

/// <summary>The keywords <c>capture</c> and <c>declare capture</c>.</summary>
internal static class CaptureKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("capture", In.FrontSide, "{ cookie | request header | response header } <name> len <length>", Capture) { Manual = "4.2" },
        new("declare", In.FrontSide, "capture { request | response } len <length>", Declare) { Listed = true, Manual = "4.2", Since = "1.6", Misplaced = Misplaced.Binder },
    ];

    private static void Capture(Words words, ProxyBuilder proxy)
    {
        var what = words.Next().Text;
        switch (what)
        {
            case "cookie":
                if (InDefaults(words, proxy, "capture cookie")) return;
                if (words.Count < 5)
                {
                    words.Alert(DiagnosticKind.MissingArgument, "'capture' expects 'cookie' <cookie_name> 'len' <len>.");
                    return;
                }

                words.Use(KeywordKind.Value, "capture cookie", words[1]);
                proxy.Captures = proxy.Captures with { Cookie = new CookieCapture(words[2].Text, Words.LooseInt32(words[4].Text)) };
                return;

            case "request" or "response" when words.Take("header"):
                if (InDefaults(words, proxy, $"capture {what}")) return;
                words.Keyword = $"capture {what}";
                if (!words.AtMost(5)) return;
                if (words.Count < 6 || words[4].Text != "len")
                {
                    words.Alert(DiagnosticKind.MissingArgument, $"'capture {what}' expects 'header' <header_name> 'len' <len>.");
                    return;
                }

                words.Use(KeywordKind.Value, $"capture {what} header", words[1]);
                Add(proxy, what, new HeaderCapture(words[3].Text, Words.LooseInt32(words[5].Text)));
                return;

            default:
                words.Alert(DiagnosticKind.BadValue, "'capture' expects 'cookie' or 'request header' or 'response header'.", at: words[1]);
                return;
        }
    }

    private static bool InDefaults(Words words, ProxyBuilder proxy, string keyword)
    {
        if (!proxy.IsDefaults) return false;
        words.Alert(DiagnosticKind.WrongSection, $"'{keyword}' not allowed in 'defaults' section.", at: words[0]);
        return true;
    }

    private static void Declare(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults || !proxy.HasFrontend)
        {
            words.Alert(DiagnosticKind.WrongSection, proxy.IsDefaults
                ? "'declare' not available in default section"
                : "'declare' only available in frontend or listen section", at: words[0]);
            return;
        }

        var what = words.Next();
        if (what.Text != "capture")
        {
            words.Alert(DiagnosticKind.BadValue, what.IsEmpty
                ? "'declare' needs a second keyword that specify the type of declaration ('capture')"
                : $"unknown declaration type '{what.Text}' (supports 'capture')", at: what);
            return;
        }

        var direction = words.Next().Text;
        if (direction is not ("request" or "response"))
        {
            words.Alert(DiagnosticKind.MissingArgument, "'declare capture' requires a direction ('request' or 'response')");
            return;
        }

        if (!words.Take("len"))
        {
            words.Alert(DiagnosticKind.MissingArgument, "'declare capture' requires a capture length ('len')");
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'declare capture': 'len' requires a numeric value that represents the capture length");
            return;
        }

        var text = words.Next().Text;
        if (text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            words.Alert(DiagnosticKind.BadNumber, "'declare capture': cannot parse the length 'len'.");
            return;
        }

        var length = Words.LooseInt32(text);
        if (length <= 0)
        {
            words.Alert(DiagnosticKind.OutOfRange, "length must be > 0");
            return;
        }

        words.Use(KeywordKind.Value, "declare capture", what);
        Add(proxy, direction, new HeaderCapture(null, length));
    }

    private static void Add(ProxyBuilder proxy, string direction, HeaderCapture slot) => proxy.Captures = direction == "request"
        ? proxy.Captures with { Request = [.. proxy.Captures.Request, slot] }
        : proxy.Captures with { Response = [.. proxy.Captures.Response, slot] };
}
