using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>
/// The section <c>namespace_list</c>: network namespaces that a PROXY protocol header may name. What else stands in it is passed over,
/// as HAProxy does, which does not document the section.
/// </summary>
internal static class NamespaceListKeywords
{
    public static readonly SectionKeyword<ConfigContext> Section = new("namespace_list", "", (_, context) => context,
    [
        new("namespace", "<name>", Namespace) { Since = "1.6" },
    ])
    {
        Since = "1.6",
        Unknown = (_, _) => { },
    };

    private static void Namespace(Words words, ConfigContext context)
    {
        if (!words.HasMore) return;
        if (!SectionHeads.ValidName(words, PlaceForm.ParsingTight)) return;
        var name = words.Next();
        if (NetworkNamespaces.Exists(context.Files, name.Text)) context.Sections.Namespaces.Add(name.Text);
        else words.Alert(DiagnosticKind.UnresolvedName, $"Cannot open namespace '{name.Text}'.", PlaceForm.ParsingTight, at: name);
    }
}
