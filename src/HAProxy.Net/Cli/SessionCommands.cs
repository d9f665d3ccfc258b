using ConfParsers.Haproxy.Features;

namespace HAProxy.Net.Cli;

/// <summary>Commands about the connection itself (management.txt 9.3): every socket has them, the master's too.</summary>
public static class SessionCommands
{
    public static readonly CliCommand[] Table =
    [
        new("operator", StatsLevel.User, "operator", "lower the level of the current CLI session to operator", call => Lower(call, StatsLevel.Operator)),
        new("user", StatsLevel.User, "user", "lower the level of the current CLI session to user", call => Lower(call, StatsLevel.User)),
        new("show cli level", StatsLevel.User, "show cli level", "display the level of the current CLI session", call => CommandTable.NameOf(call.Session.Level) + "\n"),
    ];

    /// <summary>At the end of every list, in this order.</summary>
    public static readonly CliCommand[] General =
    [
        new("help", StatsLevel.User, "help [<command>]", "list matching or all commands", call => call.Session.Table.Help(call.Words)),
        new("prompt", StatsLevel.User, "prompt", "toggle interactive mode with prompt", TogglePrompt),
        new("quit", StatsLevel.User, "quit", "disconnect", Quit),
    ];

    private static string Lower(CliCall call, StatsLevel level)
    {
        call.Session.Lower(level);
        return "";
    }

    private static string TogglePrompt(CliCall call)
    {
        call.Session.Interactive = !call.Session.Interactive;
        return "";
    }

    private static string Quit(CliCall call)
    {
        call.Session.Ended = true;
        return "";
    }
}
