using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Whether a section may have the defaults section that it names or that stands before it: rules fit one side only, and a named
/// section is better not used both ways (configuration.txt 4).
/// </summary>
internal static class DefaultsInheritance
{
    /// <param name="isExplicit">By <c>from</c>; otherwise because it is the last before the section.</param>
    /// <returns>False when HAProxy stops reading because of it.</returns>
    public static bool Check(Words words, In kind, ProxyBuilder defaults, bool isExplicit)
    {
        if (isExplicit) WarnOfName(words, defaults);
        if (kind == In.Defaults && !isExplicit) return true;
        NoteUse(words, kind, defaults, isExplicit);
        var refusal = Refusal(kind, defaults);
        if (refusal is not null) words.Alert(DiagnosticKind.Conflict, refusal, PlaceForm.ParsingTight, at: words[0]);
        if (kind == In.Frontend || !defaults.HasCaptureRules) return refusal is null;
        words.Alert(DiagnosticKind.Conflict, "backend or defaults sections cannot inherit from a defaults section defining capptures"
            + $" (defaults section at {defaults.Place}).", PlaceForm.ParsingTight, at: words[0]);
        return false;
    }

    /// <summary>A section can be called anything, but not be referred to by it.</summary>
    public static void WarnOfName(Words words, ProxyBuilder defaults)
    {
        foreach (var c in defaults.Name.Where(c => !ProxySections.IsNameCharacter(c)))
        {
            words.Alert(DiagnosticKind.BadValue,
                $"character '{c}' is not permitted in defaults section name '{defaults.Name}' when designated by its name (section found at {defaults.Place}).", at: words[3]);
            return;
        }
    }

    private static void NoteUse(Words words, In kind, ProxyBuilder defaults, bool isExplicit)
    {
        defaults.IsUsedExplicitly |= isExplicit;
        defaults.IsUsedImplicitly |= !isExplicit;
        if (defaults.IsUsedExplicitly && defaults.IsUsedImplicitly)
        {
            words.Tolerated($"defaults section '{defaults.Name}' (declared at {defaults.Place}) is explicitly referenced by another proxy and implicitly used here."
                + " To avoid any ambiguity don't mix both usage. Add a last defaults section not explicitly used or always use explicit references.");
        }
    }

    private static string? Refusal(In kind, ProxyBuilder defaults)
    {
        if (!defaults.HasRules) return null;
        var place = $"(defaults section at {defaults.Place})";
        switch (kind)
        {
            case In.Defaults: return $"a defaults section cannot inherit from a defaults section defining TCP/HTTP rules {place}.";
            case In.Listen: return "a listen section cannot inherit from a defaults section defining TCP/HTTP rules.";
        }

        if (kind == In.Frontend ? defaults.ServesBackends : defaults.ServesFrontends)
        {
            return $"frontends and backends cannot inherit from the same defaults section if it defines TCP/HTTP rules {place}.";
        }

        defaults.ServesFrontends |= kind == In.Frontend;
        defaults.ServesBackends |= kind == In.Backend;
        if (kind == In.Frontend && defaults.HasServerSideRules) return $"a frontend section cannot inherit from a defaults section defining 'tcp-response content' rules {place}.";
        if (kind == In.Backend && defaults.HasClientSideRules)
        {
            return $"a backend section cannot inherit from a defaults section defining 'tcp-request connection' or 'tcp-request session' rules {place}.";
        }

        return null;
    }
}
