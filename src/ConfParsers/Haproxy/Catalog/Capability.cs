using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What HAProxy says of a keyword that stands in a section without the capability it needs: a warning and the line has no
/// effect, or an alert for what a section cannot hold at all (configuration.txt 4.1).
/// </summary>
internal static class Capability
{
    /// <summary>Reports; true when HAProxy reads the line nevertheless.</summary>
    public static bool Report(Words words, ProxyBuilder proxy, ProxyKeyword row) =>
        Report(words, proxy, row.Name, row.Misplaced, row.Instead);

    /// <summary>Reports and returns false when the proxy lacks the capability that the sections ask for.</summary>
    public static bool Check(Words words, ProxyBuilder proxy, In sections, string name)
    {
        if ((sections & proxy.Section) != 0) return true;
        Report(words, proxy, name, Misplaced.Ignored, null);
        return false;
    }

    /// <summary>
    /// The form in which the keywords of HAProxy's registered tables warn: no quotes, no full stop, and after the line was found good.
    /// </summary>
    public static void WarnIgnored(Words words, ProxyBuilder proxy, In sections, string name)
    {
        if ((sections & proxy.Section) != 0) return;
        var side = (sections & In.Backend) != 0 ? "backend" : "frontend";
        words.Warning(DiagnosticKind.WrongSection, $"{name} will be ignored because {proxy.TypeName} '{proxy.Name}' has no {side} capability", at: words[0]);
    }

    private static bool Report(Words words, ProxyBuilder proxy, string name, Misplaced misplaced, string? instead)
    {
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, $"'{name}' not allowed in 'defaults' section.", at: words[0]);
            return false;
        }

        var lacking = $"because {proxy.TypeName} '{proxy.Name}' has no {(proxy.HasFrontend ? "backend" : "frontend")} capability.";
        if (misplaced == Misplaced.Refused)
        {
            words.Alert(DiagnosticKind.WrongSection, $"'{name}' not allowed {lacking}", at: words[0]);
            return false;
        }

        var advice = instead is null ? "" : $" Maybe you want '{instead}' instead ?";
        words.Warning(DiagnosticKind.WrongSection, $"'{name}' ignored {lacking}{advice}", at: words[0]);
        return misplaced != Misplaced.Skipped;
    }
}
