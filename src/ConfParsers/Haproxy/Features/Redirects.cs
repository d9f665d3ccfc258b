using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>redirect</c>, the elder brother of <c>http-request redirect</c> (configuration.txt 4.2).</summary>
internal static class RedirectKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("redirect", In.Frontend | In.Listen | In.Backend, "{ location <loc> | prefix <pfx> | scheme <sch> } [ code <code> ] [ drop-query ] [ append-slash ] [ ignore-empty ]"
            + " [ set-cookie NAME[=value] ] [ clear-cookie NAME[=] ] [ { if | unless } <condition> ]", Redirect) { Manual = "4.2" },
    ];

    private static void Redirect(Words words, ProxyBuilder proxy)
    {
        var line = new ActionLine(words, proxy, isResponse: false, proxy.RequestRules, "redirect rule");
        var action = Redirects.Read(line, isFormat: false);
        Condition? condition = null;
        if (action is not null && !RuleConditions.Follows(words))
        {
            RuleOrder.Warn(words, proxy, RuleStage.Redirect);
        }
        else if (action is not null)
        {
            condition = RuleConditions.Read(words, proxy, proxy.RequestRules, out var error, read: () => RuleOrder.Warn(words, proxy, RuleStage.Redirect));
            if (condition is null) action = line.Fail($"error in condition: {error}", words.Current);
        }

        if (action is null)
        {
            words.Alert(DiagnosticKind.BadValue, $"error detected in {proxy.TypeName} '{proxy.Name}' while parsing redirect rule : {line.Error}.", at: line.At);
            return;
        }

        proxy.Redirects.Add(new HttpRule(action, condition, words.Line));
    }
}

/// <summary>The arguments of <c>redirect</c> (configuration.txt 4.2 "http-request redirect", "redirect").</summary>
internal static class Redirects
{
    public static RuleAction? Read(ActionLine line) => Read(line, isFormat: true);

    /// <param name="isFormat">The target is a log-format; for the keyword <c>redirect</c> it is plain text.</param>
    public static RuleAction? Read(ActionLine line, bool isFormat)
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
        var format = isFormat ? line.Format(target!, line.Context with { Expression = "redirect format string", IsHttpFormat = true }) : new LogFormat([new LogFormatItem.Literal(target!)], target!, line.Words.Line);
        if (format is null) return null;
        return new RuleAction.Redirect(known, code, format)
        {
            DropQuery = dropQuery, AppendSlash = appendSlash, IgnoreEmpty = ignoreEmpty, SetCookie = cookie,
        };
    }
}
