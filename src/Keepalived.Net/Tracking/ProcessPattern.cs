using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Which processes a vrrp_track_process counts: by their name, or with parameters, param_match or full_command by the words of their command line.
/// (keepalived.conf(5) "PROCESS TRACKING"; as 2.2.7 was seen to match)
/// </summary>
public sealed class ProcessPattern
{
    private readonly string name;
    private readonly byte[] command;
    private readonly byte[] parameters;
    private readonly bool anyParameters;
    private readonly ParameterMatch match;

    /// <param name="words">The command and its parameters.</param>
    /// <param name="match">Null: not configured.</param>
    public ProcessPattern(IReadOnlyList<string> words, ParameterMatch? match, bool fullCommand)
    {
        name = words[0];
        command = Encoding.UTF8.GetBytes(words[0] + '\0');
        parameters = Encoding.UTF8.GetBytes(string.Concat(words.Skip(1).Select(word => word + '\0')));
        anyParameters = words.Count == 1 && match is null;
        this.match = match ?? ParameterMatch.Exact;
        NeedsCommandLine = words.Count > 1 || match is not null || fullCommand;
    }

    /// <summary>The name alone does not tell.</summary>
    public bool NeedsCommandLine { get; }

    /// <param name="processName">/proc/PID/comm</param>
    /// <param name="commandLine">/proc/PID/cmdline; empty for kernel threads.</param>
    public bool Matches(ReadOnlySpan<char> processName, ReadOnlySpan<byte> commandLine)
    {
        if (!NeedsCommandLine) return processName.SequenceEqual(name);
        if (!commandLine.StartsWith(command)) return false;
        if (anyParameters) return true;
        var rest = commandLine[command.Length..];
        return match switch
        {
            // The last parameter may be longer.
            ParameterMatch.Initial => rest.StartsWith(parameters.AsSpan(0, Math.Max(0, parameters.Length - 1))),
            ParameterMatch.Partial => rest.StartsWith(parameters),
            _ => rest.SequenceEqual(parameters),
        };
    }
}
