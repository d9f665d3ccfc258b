using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>use-fcgi-app</c>: which <c>fcgi-app</c> section a backend speaks FastCGI with (configuration.txt 10.1.2).</summary>
internal static class FcgiAppKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("use-fcgi-app", In.Listen | In.Backend, "<name>", Use) { Listed = true, Manual = "10.1.2", Since = "2.1", Misplaced = Misplaced.Binder },
    ];

    private static void Use(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults || !proxy.HasBackend)
        {
            words.Alert(DiagnosticKind.WrongSection, "'use-fcgi-app' only available in backend or listen section", at: words[0]);
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'use-fcgi-app' expects <name> as argument");
            return;
        }

        var name = words.Next();
        if (proxy.FcgiApp is { } before && before.Name != name.Text)
        {
            words.Alert(DiagnosticKind.Duplicate, "'use-fcgi-app' : only one fcgi-app supported per backend");
            return;
        }

        proxy.FcgiApp = (name.Text, words.Line);
    }
}
