using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>acl name expression [flags] patterns</c> (configuration.txt 4.2 "acl", 7.1). Lines of one name are one ACL.</summary>
internal static class AclKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("acl", In.Everywhere, "<aclname> <criterion> [flags] [operator] <value> ...", Declare) { Manual = "4.2" },
    ];

    private static void Declare(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults && proxy.Name.Length == 0)
        {
            words.Alert(DiagnosticKind.WrongSection, "'acl' not allowed in anonymous 'defaults' section.", at: words[0]);
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "character '' is not permitted in acl name ''.");
            return;
        }

        var name = words.Next();
        foreach (var c in name.Text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':') continue;
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in acl name '{name.Text}'.", at: name);
            return;
        }

        if (name.Text == "or")
        {
            words.Alert(DiagnosticKind.BadValue, "acl name 'or' will never match. 'or' is used to express a logical disjunction within a condition.", at: name);
            return;
        }

        var rest = words.RemainingTexts();
        var test = AclReader.Read(rest, proxy.Expressions(words.Line, SamplePlaces.Everywhere, acl: name.Text), out var error, out var at);
        if (test is not null || !proxy.Context.Options.Strict)
        {
            // Declared even when the line is faulty: one fault must not breed others in the conditions that use it.
            var acl = proxy.Acls.FirstNamed(name.Text);
            if (acl is null) proxy.Acls.Add(acl = new Acl(name.Text, []));
            if (test is not null) acl.Add(test);
        }

        if (test is null) words.Alert(DiagnosticKind.BadExpression, $"error detected while parsing ACL '{name.Text}' : {error}.", at: words[words.At + at]);
    }
}
