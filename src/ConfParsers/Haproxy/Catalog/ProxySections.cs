using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Heads of frontend, backend, listen and defaults sections: names, duplicates, and which defaults apply
/// (configuration.txt 4: the last defaults section, or the one named by <c>from</c>).
/// </summary>
internal sealed class ProxySections(ConfigContext context)
{
    private static readonly Dictionary<string, In> Kinds = new(StringComparer.Ordinal)
    {
        ["defaults"] = In.Defaults,
        ["frontend"] = In.Frontend,
        ["backend"] = In.Backend,
        ["listen"] = In.Listen,
    };

    private ProxyBuilder? _lastDefaults;

    /// <summary>Begins a section.</summary>
    /// <param name="abort">True when HAProxy would stop reading altogether.</param>
    /// <returns>The section, or null when its lines cannot belong to one.</returns>
    public ProxyBuilder? Enter(Words words, out bool abort)
    {
        abort = false;
        var kind = Kinds[words.Keyword];
        // "defaults from x" has no name; with more words it is called from.
        var isNameless = kind == In.Defaults && words[1].Text == "from" && !words[2].IsEmpty && words[3].IsEmpty;
        var name = isNameless ? words[1] with { Text = "" } : words[1];
        if (kind != In.Defaults && name.IsEmpty)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects an <id> argument", at: words[0]);
            abort = true;
            return null;
        }

        if (kind != In.Defaults)
        {
            foreach (var c in name.Text)
            {
                if (IsNameCharacter(c)) continue;
                words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in '{words.Keyword}' name '{name.Text}'.", at: name);
                break;
            }

            ReportDuplicate(words, kind, name.Text);
        }

        if (kind != In.Defaults && words[2].Text == "from" && !words[4].IsEmpty)
        {
            words.Alert(DiagnosticKind.SurplusArgument, $"'{words.Keyword}' cannot handle unexpected argument '{words[4].Text}'.", at: words[4]);
            OldAddress(words);
            return null;
        }

        if (kind != In.Defaults && !words[2].IsEmpty && (words[2].Text != "from" || words[3].IsEmpty))
        {
            OldAddress(words);
            return null;
        }

        words.At = isNameless ? 1 : 2;
        var from = ReadFrom(words, name.Text, out var found);
        var isExplicit = from is not null;
        from ??= _lastDefaults;
        if (found == 0 || (from is not null && found == 1 && !DefaultsInheritance.Check(words, kind, from, isExplicit)))
        {
            abort = true;
            return null;
        }

        // A defaults section starts from the built-in values unless it says from.
        var proxy = new ProxyBuilder(context, kind, name.Text, words.Line, kind == In.Defaults && !isExplicit ? null : from,
            new KeywordUses(kind == In.Defaults ? context.SeenInDefaults : context.SeenInProxies));
        if (kind == In.Defaults)
        {
            context.Defaults.Add(proxy);
            _lastDefaults = proxy;
        }
        else
        {
            context.Proxies.Add(proxy);
        }

        return proxy;
    }

    /// <summary>An address behind the name was the way before <c>bind</c>. The section does not exist then, and that alone is no fault.</summary>
    private void OldAddress(Words words)
    {
        // Of a backend nothing is said.
        if (words.Keyword == "backend" && context.Options.Strict) return;
        context.Diagnostics.Add(new Diagnostic(DiagnosticKind.SurplusArgument, Severity.Alert, words[2].Place,
            PlaceForm.Parsing, "please use the 'bind' keyword for listening addresses.") { Tolerated = true });
    }

    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_';

    /// <param name="count">
    /// How many sections have the wanted name, 1 where none is wanted: without any HAProxy reads no further, with several it goes on.
    /// </param>
    private ProxyBuilder? ReadFrom(Words words, string name, out int count)
    {
        count = 1;
        var wantedWord = words[words.At + 1];
        if (words.Current.Text != "from" || wantedWord.IsEmpty) return null;
        var wanted = wantedWord.Text;
        var found = context.Defaults.Where(d => d.Name == wanted).ToArray();
        count = found.Length;
        var kind = words.Keyword == "listen" ? "proxy" : words.Keyword;
        words.At = Math.Min(words.At + 2, words.Count);
        if (count != 1)
        {
            words.Alert(DiagnosticKind.UnresolvedName, count == 0
                ? $"defaults section '{wanted}' not found for {kind} '{name}'."
                : $"ambiguous defaults section name '{wanted}' referenced by {kind} '{name}' exists at least at {found[0].Place} and {found[1].Place}.", at: wantedWord);
            if (count > 1) DefaultsInheritance.WarnOfName(words, found[0]);
        }

        return found.LastOrDefault();
    }

    /// <summary>A frontend and a backend may share a name, and a listen section may have that of a backend before it (measured).</summary>
    private void ReportDuplicate(Words words, In kind, string name)
    {
        var first = context.Proxies.Named(name, p => kind == In.Backend ? p.HasBackend : p.HasFrontend);
        if (first is not null) ReportSame(words, kind, $"{first.TypeName} '{name}'", first.Place);
        else if (context.Sections.LogForwards.Count > 0) ReportForward(words, kind, name);
    }

    private void ReportForward(Words words, In kind, string name)
    {
        if (context.Sections.LogForwards.Find(l => l.Name == name) is { } forward) ReportSame(words, kind, $"log forward section '{name}'", forward.Receiver.Place);
    }

    private void ReportSame(Words words, In kind, string other, Span place) =>
        context.Diagnostics.Add(new Diagnostic(DiagnosticKind.Duplicate, Severity.Alert, words[1].Place, PlaceForm.ParsingCapital,
            $"{(kind == In.Listen ? "proxy" : words.Keyword)} '{words[1].Text}' has the same name as {other} declared at {place}.")
        {
            Related = (place, "first declared here"),
        });
}
