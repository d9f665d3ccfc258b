using System.Globalization;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Cli;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// A connection to the master: a command, or a word with <c>@</c> that names a process and the command for it; alone, the word turns the whole
/// conversation to that process (management.txt 9.4).
/// </summary>
internal sealed class MasterSession(Master master, CommandTable table, StatsLevel level) : CliSession(table, level)
{
    private Worker? _target;

    public override string Prompt => _target is null ? "master> " : $"{_target.ProcessId.ToString(CultureInfo.InvariantCulture)}> ";

    protected override async ValueTask<string?> Run(string command)
    {
        var trimmed = command.TrimStart();
        if (!trimmed.StartsWith('@')) return _target is null || trimmed.TrimEnd() is "quit" or "prompt" ? await Own(command) : await _target.Ask(command, Level);

        var end = trimmed.IndexOf(' ', StringComparison.Ordinal);
        var name = end < 0 ? trimmed.TrimEnd() : trimmed[..end];
        var rest = end < 0 ? "" : trimmed[end..].Trim();
        Worker? wanted = null;
        if (name != "@master" && (wanted = Find(name)) is null)
        {
            Ended = true;
            return $"Can't find the target PID matching the prefix '{name}'";
        }

        if (rest.Length == 0)
        {
            _target = wanted;
            return null;
        }

        return wanted is null ? await Own(rest) : await wanted.Ask(rest, Level);
    }

    // Measured: what the master itself answers with nothing has no empty line either.
    private async ValueTask<string?> Own(string command) => await base.Run(command) is { Length: > 0 } text ? text : null;

    // @1 is the worker that serves, @!pid any of them by its pid.
    private Worker? Find(string name)
    {
        if (name == "@1") return master.Current;
        if (!name.StartsWith("@!", StringComparison.Ordinal) || !int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return null;
        return Array.Find(master.Workers(), worker => worker.ProcessId == pid);
    }
}
