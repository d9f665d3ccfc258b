using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>The keywords of <c>spoe-message</c> and <c>spoe-group</c> (SPOE.txt 2.3, 2.4).</summary>
internal static class SpoeMessageKeywords
{
    public static readonly InSectionKeyword<SpoeReading>[] Rows =
    [
        new("acl", "<aclname> <criterion> [flags] [operator] <value> ...", (w, r) => AclKeywords.Rows[0].Bind(w, r.Acls!)) { Manual = "SPOE 2.3" },
        new("args", "[name=]<sample> ...", Arguments) { Manual = "SPOE 2.3" },
        new("event", "<name> [ { if | unless } <condition> ]", Event) { Manual = "SPOE 2.3" },
    ];

    public static readonly InSectionKeyword<SpoeReading>[] GroupRows =
    [
        new("messages", "<msg-name> ...", (w, r) => SpoeAgentKeywords.Names(w, "spoe-message", r.Groups[^1].Messages, v => r.Groups[^1] = (r.Groups[^1].Name, v, r.Groups[^1].Place))) { Manual = "SPOE 2.4" },
    ];

    /// <summary>Another keyword is passed over without a word, as HAProxy does.</summary>
    public static void Line(Words words, SpoeReading reading)
    {
        if (Array.Find(Rows, r => r.Name == words.Keyword) is not { } row) return;
        words.Use(KeywordKind.InSection, $"spoe-message {row.Name}", words[0]);
        row.Bind(words, reading);
    }

    public static void GroupLine(Words words, SpoeReading reading)
    {
        if (Array.Find(GroupRows, r => r.Name == words.Keyword) is not { } row)
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{words.Keyword}' in spoe-group section.", at: words[0]);
            return;
        }

        words.Use(KeywordKind.InSection, $"spoe-group {row.Name}", words[0]);
        row.Bind(words, reading);
    }

    private static void Arguments(Words words, SpoeReading reading)
    {
        var arguments = new List<SpoeArgument>();
        while (words.HasMore)
        {
            var word = words.Next();
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            var bracket = word.Text.IndexOf('(', StringComparison.Ordinal);
            var named = equals >= 0 && (bracket < 0 || equals < bracket);
            var sample = SampleReader.Read(named ? word.Text[(equals + 1)..] : word.Text, reading.Acls!.Expressions(words.Line, SamplePlaces.Everywhere, "SPOE expression"));
            if (sample.Expression is not { } expression)
            {
                words.Alert(DiagnosticKind.BadExpression, $"'args': {sample.Error}.", at: word);
                return;
            }

            arguments.Add(new SpoeArgument(named ? word.Text[..equals] : null, expression));
        }

        reading.Messages[^1] = reading.Messages[^1] with { Arguments = [.. reading.Messages[^1].Arguments, .. arguments] };
    }

    private static void Event(Words words, SpoeReading reading)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "missing event name.");
            return;
        }

        var name = words.Next();
        if (SpoeEvents.Of(name.Text) is not { } known)
        {
            words.Alert(DiagnosticKind.BadValue, $"unknown event '{name.Text}'.", at: name);
            return;
        }

        Condition? condition = null;
        if (RuleConditions.Follows(words))
        {
            condition = RuleConditions.Read(words, reading.Acls!, SpoeEvents.Where(known), out var error);
            if (error.Length > 0)
            {
                words.Alert(DiagnosticKind.BadExpression, $"error detected while parsing an 'event {name.Text}' condition : {error}.");
                return;
            }
        }
        else if (words.HasMore)
        {
            words.Alert(DiagnosticKind.BadValue, $"'event {name.Text}' expects either 'if' or 'unless' followed by a condition but found '{words.Current.Text}'.", PlaceForm.ParsingTight);
            return;
        }

        reading.Messages[^1] = reading.Messages[^1] with { Event = known, Condition = condition };
    }
}
