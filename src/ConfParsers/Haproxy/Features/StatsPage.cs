using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keywords <c>stats ...</c> of a proxy. Any of them makes the page exist (configuration.txt 4.2 "stats enable").</summary>
internal static class StatsPageKeywords
{
    private const string Accepted =
        "expects 'admin', 'uri', 'realm', 'auth', 'scope', 'enable', 'hide-version', 'show-node', 'show-desc' or 'show-legends'.";

    public static readonly ProxyKeyword[] Rows =
    [
        new("stats", In.Everywhere, "<parameter> [<arguments>]", Stats) { Manual = "4.2" },
    ];

    public static readonly SubKeyword[] Kinds =
    [
        new("enable", In.Everywhere, "", (_, p) => Enable(p, s => s)) { Manual = "4.2" },
        new("uri", In.Everywhere, "<prefix>", (w, p) => Text(w, p, "'uri' needs an URI prefix.", (s, v) => s with { Uri = v })) { Manual = "4.2" },
        new("realm", In.Everywhere, "<realm>", Realm) { Manual = "4.2" },
        new("refresh", In.Everywhere, "<delay>", Refresh) { Manual = "4.2" },
        new("auth", In.Everywhere, "<user>:<passwd>", Auth) { Manual = "4.2" },
        new("scope", In.Everywhere, "{ <name> | \".\" }", (w, p) => Text(w, p, "'scope' needs a proxy name.", (s, v) => s with { Scopes = [.. s.Scopes, p.Context.Names.AnyProxy(v)] })) { Manual = "4.2" },
        new("hide-version", In.Everywhere, "", (_, p) => Enable(p, s => s with { HideVersion = true })) { Manual = "4.2" },
        new("show-legends", In.Everywhere, "", (_, p) => Enable(p, s => s with { ShowLegends = true })) { Manual = "4.2" },
        new("show-modules", In.Everywhere, "", (_, p) => Enable(p, s => s with { ShowModules = true })) { Manual = "4.2" },
        new("show-node", In.Everywhere, "[ <name> ]", ShowNode) { Manual = "4.2" },
        new("show-desc", In.Everywhere, "[ <desc> ]", ShowDescription) { Manual = "4.2" },
        new("admin", In.Frontend | In.Listen | In.Backend, "{ if | unless } <cond>", Admin) { Manual = "4.2" },
        new("http-request", In.Frontend | In.Listen | In.Backend, "{ allow | deny | auth [ realm <realm> ] } [ { if | unless } <cond> ]", Request) { Manual = "4.2" },
    ];

    private static void Stats(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"missing keyword in 'stats', {Accepted}", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next();
        words.Keyword = $"stats {name.Text}";
        if (Catalog.Catalog.Stats.TryGetValue(name.Text, out var row))
        {
            proxy.StatsPlace ??= words.Line;
            words.Use(KeywordKind.Stats, row.Name, name);
            row.Bind(words, proxy);
        }
        else
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"unknown stats parameter '{name.Text}', {Accepted}", PlaceForm.ParsingTight, at: name);
        }
    }

    private static void Enable(ProxyBuilder proxy, Func<StatsPage, StatsPage> with) => proxy.Stats = with(proxy.Stats) with { Enabled = true };

    private static void Text(Words words, ProxyBuilder proxy, string missing, Func<StatsPage, string, StatsPage> with)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, missing);
            return;
        }

        var value = words.Next().Text;
        Enable(proxy, s => with(s, value));
    }

    private static void Realm(Words words, ProxyBuilder proxy)
    {
        Text(words, proxy, "'realm' needs an realm name.", (s, v) => s with { Realm = v });
        proxy.StatsRealmIsSet = true;
    }

    private static void Refresh(Words words, ProxyBuilder proxy)
    {
        var value = words.Next();
        var time = words.Time(value, "s", "s");
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime,
                    $"timer overflow in argument <{value.Text}> to stats refresh interval, maximum value is 2147483647 s (~68 years).", PlaceForm.ParsingTight, at: value);
                return;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to stats refresh interval.", PlaceForm.ParsingTight, at: value);
                return;
        }

        Enable(proxy, s => s with { Refresh = TimeSpan.FromSeconds((int)time.Value.TotalSeconds) });
    }

    private static void Auth(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'auth' needs a user:password account.");
            return;
        }

        var account = words.Next().Text;
        var colon = account.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? account : account[..colon];
        if (proxy.Stats.Users.Any(u => u.Name == user))
        {
            words.Warning(DiagnosticKind.Duplicate, $"uri auth: ignoring duplicated user '{user}'.", PlaceForm.None);
            return;
        }

        Enable(proxy, s => s with { Users = [.. s.Users, new StatsUser(user, colon < 0 ? "" : account[(colon + 1)..])] });
    }

    private static void ShowNode(Words words, ProxyBuilder proxy)
    {
        var name = words.HasMore ? words.Next().Text : proxy.Context.Global.Process.Node;
        // The message does not say that dots are permitted, too (measured).
        if (words.At > 2 && name!.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
        {
            words.Alert(DiagnosticKind.BadValue, "'stats show-node' invalid node name - should be a stringwith digits(0-9), letters(A-Z, a-z), hyphen(-) or underscode(_).", PlaceForm.ParsingTight);
            return;
        }

        Enable(proxy, s => s with { Node = name ?? Environment.MachineName });
    }

    private static void ShowDescription(Words words, ProxyBuilder proxy)
    {
        var text = words.HasMore ? string.Join(' ', words.RemainingTexts()) : proxy.Context.Global.Process.Description;
        if (text is null)
        {
            words.Warning(DiagnosticKind.MissingArgument, "'show-desc' requires a parameter or 'desc' to be set in the global section.", PlaceForm.ParsingTight, at: words[0]);
            return;
        }

        Enable(proxy, s => s with { Description = text });
    }

    private static void Admin(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, "'stats admin' not allowed in 'defaults' section.", PlaceForm.ParsingTight, at: words[0]);
            return;
        }

        if (!RuleConditions.Follows(words))
        {
            words.Alert(DiagnosticKind.MissingArgument, "'stats admin' requires either 'if' or 'unless' followed by a condition.");
            return;
        }

        if (RuleConditions.Read(words, proxy, proxy.RequestRules, out var error) is not { } condition)
        {
            words.Alert(DiagnosticKind.BadCondition, $"error detected while parsing a 'stats admin' rule : {error}.");
            return;
        }

        Enable(proxy, s => s with { Admin = [.. s.Admin, condition] });
    }

    private static void Request(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, "'stats' not allowed in 'defaults' section.", PlaceForm.ParsingTight, at: words[0]);
            return;
        }

        if (proxy.Stats.Rules is [.., { Condition: null }])
        {
            words.Warning(DiagnosticKind.Order, "previous 'stats' action has no condition attached, further entries are NOOP.", PlaceForm.ParsingTight, at: words[0]);
        }

        if (HttpRuleKeywords.ReadRequest(words, proxy) is { } rule) Enable(proxy, s => s with { Rules = [.. s.Rules, rule] });
        else words.Abort();
    }
}
