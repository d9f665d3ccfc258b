using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>http-errors</c>: messages that <c>errorfiles</c> takes over (configuration.txt 3.8).</summary>
/// <param name="Messages">By status; as they are sent.</param>
public sealed record HttpErrorsSection(string Name, (int Status, byte[] Message)[] Messages, Span Place) : INamed;

/// <summary>An http-errors section while it is read.</summary>
internal sealed class HttpErrorsBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public Dictionary<int, byte[]> Messages { get; } = [];

    public HttpErrorsSection Build() => new(Name, [.. Messages.OrderBy(m => m.Key).Select(m => (m.Key, m.Value))], Place);
}

/// <summary>The section <c>http-errors</c>.</summary>
internal static class HttpErrorsKeywords
{
    public static readonly SectionKeyword<HttpErrorsBuilder> Section = new("http-errors", "<name>", Enter,
    [
        new("errorfile", "<code> <file>", ErrorFile) { Manual = "3.8" },
    ])
    {
        Manual = "3.8",
        Since = "2.2",
    };

    private static HttpErrorsBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "missing name for http-errors section.");
            return null;
        }

        var section = new HttpErrorsBuilder(context, head[1].Text, head.Line);
        if (!SectionHeads.ValidName(head)) return section;
        foreach (var other in context.Sections.HttpErrors.Where(e => e.Name == section.Name))
        {
            head.Alert(DiagnosticKind.Duplicate, $"http-errors section '{section.Name}' already exists (declared at {other.Place}).", PlaceForm.ParsingTight, at: head[1]);
        }

        context.Sections.HttpErrors.Add(section);
        return section;
    }

    private static void ErrorFile(Words words, HttpErrorsBuilder section)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "errorfile: expects <status_code> and <file> as arguments.");
            return;
        }

        if (ErrorPageKeywords.Message(words, section.Context.Files) is { } message) section.Messages[message.Status] = message.Message;
    }
}
