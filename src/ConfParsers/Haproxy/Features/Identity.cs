using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keywords that say what a proxy is: its mode, number, description, and where it sends by default (configuration.txt 4.2).</summary>
internal static class ProxyIdentityKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("mode", In.Everywhere, "{ tcp | http }", Mode) { Manual = "4.2" },
        new("id", In.Frontend | In.Listen | In.Backend, "<value>", Id) { Manual = "4.2", Misplaced = Misplaced.Binder },
        new("description", In.Frontend | In.Listen | In.Backend, "<string>", Description) { Manual = "4.2", Misplaced = Misplaced.Binder },
        new("disabled", In.Everywhere, "", (w, p) => Switch(w, p, disabled: true)) { Manual = "4.2" },
        new("enabled", In.Everywhere, "", (w, p) => Switch(w, p, disabled: false)) { Manual = "4.2" },
    ];

    private static void Mode(Words words, ProxyBuilder proxy)
    {
        if (!words.AtMost(1)) return;
        var mode = words.Next();
        switch (mode.Text)
        {
            case "tcp": proxy.Mode = ProxyMode.Tcp; break;
            case "http": proxy.Mode = ProxyMode.Http; break;
            case "health":
                words.Alert(DiagnosticKind.Removed, "'mode health' doesn't exist anymore. Please use 'http-request return status 200' instead.", at: mode);
                return;
            default:
                words.Alert(DiagnosticKind.BadValue, $"unknown proxy mode '{mode.Text}'.", at: mode);
                return;
        }
    }

    private static void Id(Words words, ProxyBuilder proxy)
    {
        if (InDefaults(words, proxy)) return;
        if (!words.AtMost(1) || !words.NextArg("an integer argument.", out var value, PlaceForm.ParsingTight)) return;
        // Digits beyond 32 bits are lost, the sign may come out of them.
        var id = Words.LooseInt32(value.Text);
        if (id <= 0)
        {
            // The proxy keeps its place among the numbered ones, and its old number is free.
            proxy.Id = 0;
            words.Alert(DiagnosticKind.OutOfRange, "custom id has to be > 0.", PlaceForm.ParsingTight, at: value);
            return;
        }

        // A second id of the same proxy is refused as if it were another's, whatever it is (measured).
        var other = proxy.Context.Proxies.Find(p => p != proxy && p.Id == id) ?? (proxy.HasOwnId ? proxy : null);
        if (other is not null)
        {
            words.Alert(DiagnosticKind.Duplicate,
                $"{proxy.TypeName} {proxy.Name} reuses same custom id as {other.TypeName} {other.Name} (declared at {other.Place}).", PlaceForm.ParsingTight, at: value);
            return;
        }

        proxy.Id = id;
        proxy.HasOwnId = true;
    }

    private static void Description(Words words, ProxyBuilder proxy)
    {
        if (InDefaults(words, proxy)) return;
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'description' expects a string argument.", PlaceForm.ParsingTight);
            // HAProxy takes this for a file that it could not read (measured).
            words.Abort($"Could not open configuration file {words.Line.Source.Path} : Success");
            return;
        }

        proxy.Description = string.Join(' ', words.RemainingTexts());
    }

    private static bool InDefaults(Words words, ProxyBuilder proxy)
    {
        if (!proxy.IsDefaults) return false;
        words.Alert(DiagnosticKind.WrongSection, $"'{words.Keyword}' not allowed in 'defaults' section.", PlaceForm.ParsingTight, at: words[0]);
        return true;
    }

    private static void Switch(Words words, ProxyBuilder proxy, bool disabled)
    {
        if (words.End()) proxy.Disabled = disabled;
    }
}

/// <summary>Where a frontend sends what no rule has sent elsewhere (configuration.txt 4.2 "default_backend").</summary>
internal static class RoutingKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("default_backend", In.FrontSide, "<backend>", DefaultBackend) { Manual = "4.2" },
    ];

    private static void DefaultBackend(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("a backend name.", out var name)) return;
        if (words.End()) proxy.DefaultBackend = (name.Text, name.Place);
    }
}
