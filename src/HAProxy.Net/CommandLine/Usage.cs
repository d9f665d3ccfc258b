namespace HAProxy.Net.CommandLine;

/// <summary>
/// The usage text, which goes to standard error after the banner on standard output (measured on 2.6.12). Its lines are rows of options: shell
/// completion and the manual page read the same.
/// </summary>
public static class Usage
{
    /// <param name="Name">With its dashes; two with a stroke between where they share their text.</param>
    /// <param name="Text">What it does, without its name.</param>
    /// <param name="Shown">What stands directly behind the name in the usage text.</param>
    /// <param name="Argument">What follows the option, where the usage text does not show it; empty for none.</param>
    public sealed record Option(string Name, string Text, string Shown = "", string Argument = "")
    {
        public string[] Names => Name.Split('/');

        /// <summary>In the manual's notation, with the blank or sign before it.</summary>
        public string Grammar => Shown.Length > 0 ? Shown : Argument.Length > 0 ? " <" + Argument + ">" : "";

        /// <summary>What may stand behind an equals sign; empty when there is none.</summary>
        public string[] Values => Shown.StartsWith("={", StringComparison.Ordinal) ? Shown[2..^1].Split('|') : [];

        /// <summary>A word of its own follows.</summary>
        public bool TakesWord => Grammar.StartsWith(' ');

        /// <summary>A shell may offer names of files for it.</summary>
        public bool TakesFile => Argument is "file" or "dir" or "socket";
    }

    /// <summary>The options of the line of synopsis that have no line of their own.</summary>
    private static readonly Option[] Synopsis =
    [
        new("-f", "reads a configuration file, or the *.cfg files of a directory; may be repeated", Argument: "file"),
        new("--", "what follows are configuration files", Argument: "file"),
    ];

    private static readonly Option[][] Rows =
    [
        [new("-v", "displays version"), new("-vv", "shows known build options.")],
        [new("-d", "enters debug mode"), new("-db", "only disables background mode.")],
        [new("-dM", "debug memory (default: poison with <byte>/0x50)", "[<byte>,help,...]")],
        [new("-V", "enters verbose mode (disables quiet mode)")],
        [new("-D", "goes daemon"), new("-C", "changes to <dir> before loading files.", Argument: "dir")],
        [new("-W", "master-worker mode.")],
        [new("-Ws", "master-worker mode with systemd notify support.")],
        [new("-q", "quiet mode : don't display messages")],
        [new("-c", "check mode : only check config files and exit")],
        [new("-cc", "check condition : evaluate a condition and exit", Argument: "condition")],
        [new("-n", "sets the maximum total # of connections (uses ulimit -n)", Argument: "number")],
        [new("-m", "limits the usable amount of memory (in MB)", Argument: "number")],
        [new("-N", "sets the default, per-proxy maximum # of connections (0)", Argument: "number")],
        [new("-L", "set local peer name (default to hostname)", Argument: "name")],
        [new("-p", "writes pids of all children to this file", Argument: "file")],
        [new("-de", "disables epoll() usage even when available")],
        [new("-dp", "disables poll() usage even when available")],
        [new("-dS", "disables splice usage (broken on old kernels)")],
        [new("-dG", "disables getaddrinfo() usage")],
        [new("-dR", "disables SO_REUSEPORT usage")],
        [new("-dL", "dumps loaded object files after config checks")],
        [new("-dK", "dump registered keywords (use 'help' for list)", "{class[,...]}")],
        [new("-dr", "ignores server address resolution failures")],
        [new("-dV", "disables SSL verify on servers side")],
        [new("-dW", "fails if any warning is emitted")],
        [new("-dD", "diagnostic mode : warn about suspicious configuration statements")],
        [new("-sf/-st", "finishes/terminates old pids.", " [pid ]*")],
        [new("-x", "get listening sockets from a unix socket", " <unix_socket>", "socket")],
        [new("-S", "new master CLI", " <bind>[,<bind options>...]", "socket")],
        [new("--strict", "takes back every deliberate difference from HAProxy 2.6")],
        [new("--explain", "with -c : each finding with the line it means")],
        [new("--format", "with -c : findings for programs", "={text|json|sarif}")],
    ];

    public static IEnumerable<Option> Options => [.. Synopsis, .. Rows.SelectMany(row => row)];

    public static string Text(string program) =>
        $"""
        Usage : {program} [-f <cfgfile|cfgdir>]* [ -vdVD ] [ -n <maxconn> ] [ -N <maxpconn> ]
                [ -p <pidfile> ] [ -m <max megs> ] [ -C <dir> ] [-- <cfgfile>*]
        {string.Join('\n', Rows.Select(row => "        " + string.Join(" ; ", row.Select(option => $"{option.Name}{option.Shown} {option.Text}"))))}
        Tools : {program} {string.Join(" | ", Tools.ToolCommands.All.Select(tool => tool.Name))} ...


        """;

    /// <summary>The text of <c>-dMhelp</c>.</summary>
    public const string MemoryDebug =
        """
        -dM is accepted for compatibility: memory of this program is always cleared on
        allocation and checked by its runtime. No option can be set or cleared.

        """;
}
