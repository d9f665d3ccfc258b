using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum CookieMode
{
    Passive,
    Rewrite,
    Insert,
    Prefix,
}

/// <summary><c>cookie NAME ...</c> (configuration.txt 4.2).</summary>
public sealed record CookiePersistence(string Name)
{
    public CookieMode Mode { get; internal set; } = CookieMode.Passive;

    public bool Indirect { get; internal set; }

    public bool NoCache { get; internal set; }

    public bool PostOnly { get; internal set; }

    public bool Preserve { get; internal set; }

    /// <summary>Servers without a value of their own get one computed from their address and <c>dynamic-cookie-key</c>.</summary>
    public bool Dynamic { get; internal set; }

    public bool HttpOnly { get; internal set; }

    public bool Secure { get; internal set; }

    public string[] Domains { get; internal set; } = [];

    public TimeSpan MaxIdle { get; internal set; }

    public TimeSpan MaxLife { get; internal set; }

    public string[] Attributes { get; internal set; } = [];
}

/// <summary>The keyword <c>cookie</c> of a backend (configuration.txt 4.2).</summary>
internal static class CookieKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("cookie", In.BackSide, "<name> [ rewrite | insert | prefix ] [ indirect ] [ nocache ] [ postonly ] [ preserve ] [ httponly ] [ secure ]"
            + " [ domain <domain> ]* [ maxidle <idle> ] [ maxlife <life> ] [ dynamic ] [ attr <value> ]*", Cookie) { Manual = "4.2" },
        new("dynamic-cookie-key", In.BackSide, "<string>", DynamicKey) { Manual = "4.2", Since = "1.8" },
    ];

    private static void Cookie(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("<cookie_name> as argument.", out var name)) return;
        var cookie = new CookiePersistence(name.Text);
        var modes = new HashSet<CookieMode>();
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "rewrite":
                    modes.Add(cookie.Mode = CookieMode.Rewrite);
                    words.Use(KeywordKind.Value, "cookie rewrite", option);
                    break;
                case "insert":
                    modes.Add(cookie.Mode = CookieMode.Insert);
                    break;
                case "prefix":
                    modes.Add(cookie.Mode = CookieMode.Prefix);
                    words.Use(KeywordKind.Value, "cookie prefix", option);
                    break;
                case "indirect": cookie.Indirect = true; break;
                case "nocache": cookie.NoCache = true; break;
                case "postonly": cookie.PostOnly = true; break;
                case "preserve":
                    cookie.Preserve = true;
                    words.Use(KeywordKind.Value, "cookie preserve", option);
                    break;
                case "httponly": cookie.HttpOnly = true; break;
                case "secure": cookie.Secure = true; break;
                case "dynamic":
                    cookie.Dynamic = true;
                    words.Use(KeywordKind.Value, "cookie dynamic", option);
                    break;
                case "domain":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, "'domain' expects <domain> as argument.", PlaceForm.ParsingTight, at: option);
                        return;
                    }

                    var domain = words.Next().Text;
                    if (!domain.Contains('.', StringComparison.Ordinal))
                    {
                        words.Warning(DiagnosticKind.BadValue,
                            $"domain '{domain}' contains no embedded dot, this configuration may not work properly (see RFC6265#5.2.3).", PlaceForm.ParsingTight, at: option);
                    }

                    cookie.Domains = [.. cookie.Domains, domain];
                    break;
                case "attr":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, "'attr' expects <value> as argument.", PlaceForm.ParsingTight, at: option);
                        return;
                    }

                    var attribute = words.Next().Text;
                    foreach (var c in attribute.Where(c => c is < ' ' or '\x7f' or ';'))
                    {
                        words.Alert(DiagnosticKind.BadValue, $"character '%x{(int)c:X2}' is not permitted in attribute value.", PlaceForm.ParsingTight, at: option);
                        return;
                    }

                    cookie.Attributes = [.. cookie.Attributes, attribute];
                    break;
                case "maxidle" or "maxlife":
                    if (!Age(words, option.Text, out var age)) return;
                    words.Use(KeywordKind.Value, "cookie " + option.Text, option);
                    if (option.Text == "maxidle") cookie.MaxIdle = age;
                    else cookie.MaxLife = age;
                    break;
                default:
                    words.Alert(DiagnosticKind.BadValue, "'cookie' supports 'rewrite', 'insert', 'prefix', 'indirect', 'nocache', 'postonly', "
                        + "'domain', 'maxidle', 'dynamic', 'maxlife' and 'attr' options.", at: option);
                    return;
            }
        }

        if (modes.Count > 1) words.Alert(DiagnosticKind.Conflict, "cookie 'rewrite', 'insert' and 'prefix' modes are incompatible.", at: words[0]);
        proxy.Cookie = cookie;
    }

    private static void DynamicKey(Words words, ProxyBuilder proxy)
    {
        if (words.NextArg("<secret_key> as argument.", out var key)) proxy.DynamicCookieKey = key.Text;
    }

    private static bool Age(Words words, string option, out TimeSpan age)
    {
        age = default;
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{option}' expects {(option == "maxidle" ? "<idletime>" : "<lifetime>")} in seconds as argument.", PlaceForm.ParsingTight);
            return false;
        }

        var value = words.Next();
        var time = words.Time(value, "s", "s");
        age = time.Value;
        if (time.Fault == TimeFault.None) return true;
        words.Alert(DiagnosticKind.BadTime, time.Fault == TimeFault.BadCharacter
            ? $"unexpected character '{time.Culprit}' in argument to <{option}>."
            : $"timer overflow in argument <{value.Text}> to <{option}>, maximum value is 2147483647 s (~68 years).", PlaceForm.ParsingTight, at: value);
        return false;
    }
}
