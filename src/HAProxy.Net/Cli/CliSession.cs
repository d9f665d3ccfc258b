using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Cli;

/// <summary>
/// What one connection to the stats socket may and has set: its level, whether it converses, and that it wants to end. A line becomes its
/// answers here; sockets stand outside. (management.txt 9.3)
/// </summary>
public class CliSession(CommandTable table, StatsLevel level)
{
    public CommandTable Table { get; } = table;

    /// <summary>May only fall.</summary>
    public StatsLevel Level { get; private set; } = level;

    /// <summary>After <c>prompt</c>: the connection stays, and each answer is followed by the prompt.</summary>
    public bool Interactive { get; set; }

    public bool Ended { get; set; }

    /// <summary>True when the connection asks for its process's listening sockets instead of an answer.</summary>
    public bool WantsListeners { get; set; }

    /// <summary>What stands before each command of a conversation.</summary>
    public virtual string Prompt => "> ";

    public void Lower(StatsLevel wanted)
    {
        if (wanted < Level) Level = wanted;
    }

    /// <summary>Carries out the commands of one line, separated by <c>;</c>.</summary>
    public async ValueTask Execute(string line, Func<string, ValueTask> answer)
    {
        foreach (var command in Split(line))
        {
            var text = await Run(command);
            if (WantsListeners || (Ended && string.IsNullOrEmpty(text))) return;
            await answer((text is null ? "" : text + "\n") + (Interactive && !Ended ? Prompt : ""));
            if (Ended) return;
        }
    }

    /// <summary>Answers one command, without the empty line behind the answer; null: not even that line.</summary>
    protected virtual ValueTask<string?> Run(string command)
    {
        var words = WordsOf(command);
        if (words.Length == 0 && Interactive) return ValueTask.FromResult<string?>("");
        if (Table.Find(words) is not { } found) return ValueTask.FromResult<string?>(Table.Unknown(words));
        if (found.Level > Level) return ValueTask.FromResult<string?>("Permission denied\n");
        return ValueTask.FromResult<string?>(found.Handler(new CliCall(this, words[found.Parts.Length..])));
    }

    // A backslash takes the special meaning of the next character away (management.txt 9.3).
    private static List<string> Split(string line)
    {
        var commands = new List<string>();
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == ';')
            {
                commands.Add(line[start..i]);
                start = i + 1;
            }
        }

        commands.Add(line[start..]);
        return commands;
    }

    internal static string[] WordsOf(string command)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var within = false;
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (c is ' ' or '\t')
            {
                if (within) words.Add(word.ToString());
                word.Clear();
                within = false;
                continue;
            }

            within = true;
            if (c == '\\' && i + 1 < command.Length) c = command[++i];
            word.Append(c);
        }

        if (within) words.Add(word.ToString());
        return [.. words];
    }
}
