using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What HAProxy hands to OpenSSL 3 while it reads: providers and property queries (configuration.txt 3.1).</summary>
internal static class TlsProviders
{
    /// <summary>Compiled into libcrypto; <c>legacy</c> is a module that is installed with it.</summary>
    private static readonly string[] BuiltIn = ["default", "base", "null"];

    public static void Provider(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects a valid engine provider name as an argument.");
            return;
        }

        var name = words.Next();
        var module = global.Tls.ProviderPath is { } path ? global.Files.TryRead($"{path}/{name.Text}.so", out _, out _) : name.Text == "legacy";
        if (module || Array.IndexOf(BuiltIn, name.Text) >= 0)
        {
            global.Tls = global.Tls with { Providers = [.. global.Tls.Providers, name.Text] };
            return;
        }

        words.Alert(DiagnosticKind.UnresolvedName, $"ssl-provider {name.Text}: unknown provider", PlaceForm.None, at: name);
        words.Alert(DiagnosticKind.UnresolvedName, "(null)", at: name);
    }

    public static void Query(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects a property string as an argument.");
            return;
        }

        var query = words.Next();
        if (IsQuery(query.Text)) global.Tls = global.Tls with { PropertyQuery = query.Text };
        else words.Alert(DiagnosticKind.BadValue, "(null)", at: query);
    }

    /// <summary>A query that no implementation fits leaves HAProxy's own client without TLS.</summary>
    public static void Check(GlobalBuilder global)
    {
        if (global.Tls.PropertyQuery is not { } query || query.Split(',').All(IsMet)) return;
        global.Context.Diagnostics.Alert(DiagnosticKind.UnresolvedName, null, PlaceForm.None, "'server <HTTPCLIENT>/<HTTPSCLIENT>' : unable to allocate ssl context.");
    }

    // openssl property(7): clauses by comma, each an optional ? or -, a name that begins with a letter, and perhaps a value.
    private static bool IsQuery(string query) => query.Split(',').All(clause =>
    {
        var name = clause.Trim().TrimStart('?', '-').Split('=', '!')[0].Trim();
        return name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');
    });

    private static bool IsMet(string clause)
    {
        clause = clause.Trim();
        if (clause.StartsWith('?') || clause.StartsWith('-')) return true;
        var parts = clause.Split('=', 2);
        var differs = parts[0].EndsWith('!');
        var given = parts[0].TrimEnd('!').Trim();
        var value = parts.Length > 1 ? parts[1].Trim() : "yes";
        return (given == "provider" && value == "default") != differs;
    }
}
