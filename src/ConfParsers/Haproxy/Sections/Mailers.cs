using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>mailers</c>: where mails of <c>email-alert</c> go (configuration.txt 3.6).</summary>
/// <param name="Timeout">For a mail to be sent, default 10 s.</param>
public sealed record MailersSection(string Name, Mailer[] Mailers, TimeSpan Timeout, Span Place) : INamed;

/// <summary>One mail server; it is reached by TCP.</summary>
public sealed record Mailer(string Name, Endpoint Address);

/// <summary>A mailers section while it is read.</summary>
internal sealed class MailersBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public List<Mailer> Mailers { get; } = [];

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public MailersSection Build() => new(Name, [.. Mailers], Timeout, Place);
}

/// <summary>The section <c>mailers</c>.</summary>
internal static class MailersKeywords
{
    public static readonly SectionKeyword<MailersBuilder> Section = new("mailers", "<mailersect>", Enter,
    [
        new("mailer", "<mailername> <ip>:<port>", Mailer) { Manual = "3.6" },
        new("timeout", "mail <time>", Timeout) { Manual = "3.6" },
    ])
    {
        Manual = "3.6",
        Since = "1.6",
    };

    private static MailersBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "missing name for mailers section.");
            return null;
        }

        if (!SectionHeads.ValidName(head))
        {
            head.Abort();
            return null;
        }

        var name = head[1].Text;
        if (context.Sections.Mailers.Find(m => m.Name == name) is { } first)
        {
            head.Alert(DiagnosticKind.Duplicate, $"mailers section '{name}' has the same name as another mailers section declared at {first.Place}.", PlaceForm.ParsingCapital, at: head[1]);
        }

        var section = new MailersBuilder(context, name, head.Line);
        context.Sections.Mailers.Add(section);
        return section;
    }

    private static void Mailer(Words words, MailersBuilder section)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'mailer' expects <name> and <addr>[:<port>] as arguments.");
            return;
        }

        var name = words.Next();
        if (SectionHeads.InvalidCharacter(name.Text) is { } c)
        {
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in server name '{name.Text}'.", at: name);
            return;
        }

        const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(words.Next().Text, Rules, section.Context.Surroundings, out var fault);
        if (address is null) words.Alert(DiagnosticKind.BadAddress, $"'mailer {name.Text}' : {fault}");
        else if (address.Family is not (EndpointFamily.IPv4 or EndpointFamily.IPv6)) words.Alert(DiagnosticKind.BadAddress, $"'mailer {name.Text}' : TCP not supported for this address family.");
        else section.Mailers.Add(new Mailer(name.Text, address));
    }

    private static void Timeout(Words words, MailersBuilder section)
    {
        var what = words.Next();
        if (what.Text != "mail")
        {
            words.Alert(DiagnosticKind.BadValue, $"'timeout' expects 'mail' and <time> as arguments{(what.IsEmpty ? "" : $" got '{what.Text}'")}.", at: what);
            return;
        }

        if (SectionTimes.Read(words, "timeout mail") is { } time) section.Timeout = time;
    }
}
