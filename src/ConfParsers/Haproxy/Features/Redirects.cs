using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>The arguments of <c>redirect</c> (configuration.txt 4.2 "http-request redirect", "redirect").</summary>
internal static class Redirects
{
    public static RuleAction? Read(ActionLine line)
    {
        RedirectKind? kind = null;
        string? target = null;
        string? cookie = null;
        var code = 302;
        var dropQuery = false;
        var appendSlash = false;
        var ignoreEmpty = false;
        for (var words = line.Words; !line.AtCondition;)
        {
            var word = words.Next().Text;
            switch (word)
            {
                case "drop-query":
                    dropQuery = true;
                    continue;
                case "append-slash":
                    appendSlash = true;
                    continue;
                case "ignore-empty":
                    ignoreEmpty = true;
                    continue;
                case "location" or "prefix" or "scheme" or "code" or "set-cookie" or "clear-cookie":
                    break;
                default:
                    return line.Fail($"expects 'code', 'prefix', 'location', 'scheme', 'set-cookie', 'clear-cookie', 'drop-query', 'ignore-empty' or 'append-slash' (was '{word}')");
            }

            if (!words.HasMore) return line.Fail($"missing argument for '{word}'");
            var value = words.Next().Text;
            switch (word)
            {
                case "code":
                    code = (int)Math.Clamp(Words.LooseInteger(value), 0, 999);
                    if (code is 301 or 302 or 303 or 307 or 308) continue;
                    return line.Fail($"'code': unsupported HTTP code '{value}' (must be one of 301, 302, 303, 307 or 308)");
                case "set-cookie":
                    cookie = value + "; path=/;";
                    continue;
                case "clear-cookie":
                    cookie = value + "; path=/; Max-Age=0;";
                    continue;
                default:
                    kind = word switch { "location" => RedirectKind.Location, "prefix" => RedirectKind.Prefix, _ => RedirectKind.Scheme };
                    target = value;
                    continue;
            }
        }

        if (kind is not { } known) return line.Fail("redirection type expected ('prefix', 'location', or 'scheme')");
        if (line.IsResponse && known != RedirectKind.Location) return line.Fail("response only supports redirect type 'location'");
        if (line.Format(target!) is not { } format) return null;
        return new RuleAction.Redirect(known, code, format)
        {
            DropQuery = dropQuery, AppendSlash = appendSlash, IgnoreEmpty = ignoreEmpty, SetCookie = cookie,
        };
    }
}
