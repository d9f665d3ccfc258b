using ConfParsers.Haproxy;
using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;
using HAProxy.Net.Stats;

namespace HAProxy.Net.Cli;

/// <summary>What the commands of a stats socket see and steer.</summary>
/// <param name="Transitions">The only way in which a server's state is changed.</param>
/// <param name="PauseFrontend">Stops accepting on a frontend's sockets, or goes on.</param>
/// <param name="Facts">What show info says that the proxy's own objects do not know; of this moment.</param>
public sealed record ControlledProcess(
    HaproxyModel Model, ProxyProcess Process, ServerTransitions Transitions, Action<Frontend, bool> PauseFrontend, Func<InfoFacts> Facts)
{
    /// <summary>The commands of this process's stats sockets.</summary>
    public CommandTable Commands()
    {
        var features = (IEnumerable<CliCommand>)
        [
            .. SessionCommands.Table, .. new ShowCommands(this).Table, .. new ServerCommands(this).Table, .. new WeightCommands(this).Table,
            .. new CounterCommands(this).Table, .. new ServersStateCommand(this).Table, .. new FrontendCommands(this).Table, .. ListenerCommand.Table,
        ];
        return new CommandTable(features, SessionCommands.General);
    }

    public static long NowMs => Environment.TickCount64;

    public static long NowUnixMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The server that <c>backend/server</c> names; else what is to be answered.</summary>
    public Server? Find(string name, out string answer)
    {
        answer = "";
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            answer = "Require 'backend/server'.\n";
            return null;
        }

        if (FindBackend(name[..slash]) is not { } backend)
        {
            answer = "No such backend.\n";
            return null;
        }

        var server = backend.Find(name[(slash + 1)..]);
        if (server is null) answer = "No such server.\n";
        return server;
    }

    /// <summary>By name or, with a leading <c>#</c>, by number.</summary>
    public Backend? FindBackend(string name)
    {
        if (name.StartsWith('#') && int.TryParse(name.AsSpan(1), out var id)) return Array.Find(Process.Backends, backend => backend.Id == id);
        return Process.FindBackend(name);
    }
}
