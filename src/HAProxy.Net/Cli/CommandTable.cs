using System.Text;
using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Cli;

/// <summary>
/// The commands of one kind of socket: finding one by its words, and the texts of help and of an unknown command with the nearest ones
/// (management.txt 9.3 "help"; measured on 2.6.12).
/// </summary>
public sealed class CommandTable
{
    private const int MaxSuggestions = 5;

    private readonly CliCommand[] _commands;
    private readonly CliCommand[] _general;

    /// <param name="commands">In any order: help sorts them.</param>
    /// <param name="general">Those that stand at the end of every list, in their order.</param>
    public CommandTable(IEnumerable<CliCommand> commands, IEnumerable<CliCommand> general)
    {
        _general = [.. general];
        _commands = [.. commands.OrderBy(command => command.Words, StringComparer.Ordinal)];
    }

    /// <summary>The command whose words begin the line; null when there is none.</summary>
    public CliCommand? Find(string[] words)
    {
        CliCommand? found = null;
        foreach (var command in _commands.Concat(_general))
        {
            if (Begins(words, command.Parts) && (found is null || command.Parts.Length > found.Parts.Length)) found = command;
        }

        return found;
    }

    /// <summary>What an unknown command is answered with; an empty line lists everything.</summary>
    public string Unknown(string[] words) =>
        words.Length == 0
            ? "Unknown command. Please enter one of the following commands only:\n" + Lines(_commands)
            : "Unknown command, but maybe one of the following ones is a better match:\n" + Lines(Matching(words));

    /// <summary><c>help [words]</c></summary>
    public string Help(string[] words) => "The following commands are valid at this level:\n" + Lines(words.Length == 0 ? _commands : Matching(words));

    /// <summary>The text of a connection's level, as <c>show cli level</c> has it.</summary>
    public static string NameOf(StatsLevel level) => level switch
    {
        StatsLevel.User => "user",
        StatsLevel.Operator => "operator",
        _ => "admin",
    };

    private string Lines(IEnumerable<CliCommand> commands)
    {
        var text = new StringBuilder();
        foreach (var command in commands.Concat(_general))
        {
            if (command.Usage is not null) text.Append(command.HelpLine);
        }

        return text.ToString();
    }

    // Those that begin with the words when there are any, else the nearest.
    private IEnumerable<CliCommand> Matching(string[] words)
    {
        var beginning = _commands.Where(command => command.Usage is not null && Begins(command.Parts, words)).ToArray();
        if (beginning.Length > 0) return beginning;
        var ranked = _commands.Where(command => command.Usage is not null)
            .Select(command => (Command: command, Distance: DistanceTo(words, command.Parts)))
            .OrderBy(ranked => ranked.Distance).ToArray();
        if (ranked.Length == 0) return [];
        var limit = ranked[0].Distance * 2;
        return ranked.TakeWhile(one => one.Distance <= limit).Take(MaxSuggestions).Select(one => one.Command).OrderBy(command => command.Words, StringComparer.Ordinal);
    }

    private static bool Begins(string[] line, string[] words)
    {
        if (line.Length < words.Length) return false;
        for (var i = 0; i < words.Length; i++)
        {
            if (line[i] != words[i]) return false;
        }

        return true;
    }

    // Edits between the words typed and the command's own; arguments behind them do not count.
    private static int DistanceTo(string[] typed, string[] command) =>
        Edits(string.Join(' ', typed.Take(command.Length)).ToLowerInvariant(), string.Join(' ', command));

    private static int Edits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++) row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[to.Length];
    }
}
