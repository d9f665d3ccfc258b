using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>program</c>: a command that the master process runs beside its workers (configuration.txt 3.7).</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="StartOnReload">A reload starts it anew, default true.</param>
public sealed record ProgramSection(string Name, string[] Command, bool StartOnReload, Span Place)
{
    public string? User { get; init; }

    public string? Group { get; init; }
}

/// <summary>A program section while it is read.</summary>
internal sealed class ProgramBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public ProgramSection Options { get; set; } = new(name, [], StartOnReload: true, place);
}

/// <summary>The section <c>program</c>.</summary>
internal static class ProgramKeywords
{
    public static readonly SectionKeyword<ProgramBuilder> Section = new("program", "<name>", Enter,
    [
        new("command", "<command> [arguments*]", Command) { Manual = "3.7" },
        new("group", "<group name>", (w, p) => Account(w, p, "group", "/etc/group", v => p.Options = p.Options with { Group = v })) { Manual = "3.7", Since = "2.5" },
        new("option", "start-on-reload", Option) { Manual = "3.7" },
        new("user", "<user name>", (w, p) => Account(w, p, "user", "/etc/passwd", v => p.Options = p.Options with { User = v })) { Manual = "3.7", Since = "2.5" },
    ])
    {
        Manual = "3.7",
        Since = "2.0",
        // HAProxy drops a program that has a faulty line: its name is free again.
        Faulty = (program, context) => context.Sections.Programs.Remove(program),
    };

    private static ProgramBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "'program' expects an <id> argument");
            return null;
        }

        if (!SectionHeads.NothingBehind(head))
        {
            head.Abort();
            return null;
        }

        var name = head[1].Text;
        if (context.Sections.Programs.Exists(p => p.Name == name))
        {
            SectionHeads.Abort(head, DiagnosticKind.Duplicate, $"'{name}' program section already exists in the configuration.", PlaceForm.ParsingTight);
            return null;
        }

        var section = new ProgramBuilder(context, name, head.Line);
        context.Sections.Programs.Add(section);
        return section;
    }

    private static void Command(Words words, ProgramBuilder program)
    {
        if (words.HasMore) program.Options = program.Options with { Command = words.RemainingTexts() };
        else words.Alert(DiagnosticKind.MissingArgument, "'command' expects a command with optional arguments separated in words.", PlaceForm.ParsingTight);
    }

    private static void Account(Words words, ProgramBuilder program, string what, string file, Action<string> set)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{what}' expects a {what} name.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next();
        if (!words.End()) return;
        if ((what == "user" ? program.Options.User : program.Options.Group) is not null)
        {
            words.Tolerated($"{what}/{(what == "user" ? "uid" : "gid")} already specified. Continuing.");
            return;
        }

        if (Accounts.Exists(program.Context.Files, file, name.Text)) set(name.Text);
        else words.Alert(DiagnosticKind.UnresolvedName, $"cannot find {what} id for '{name.Text}' (0:Success)", at: name);
    }

    private static void Option(Words words, ProgramBuilder program)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'option' expects an option name.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next();
        if (name.Text != "start-on-reload")
        {
            words.Alert(DiagnosticKind.UnknownKeyword, $"unknown option '{name.Text}'.", at: name);
            return;
        }

        words.Keyword = $"option {name.Text}";
        if (words.End()) program.Options = program.Options with { StartOnReload = !words.Negated };
    }
}
