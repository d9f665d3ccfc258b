namespace HAProxy.Net.CommandLine;

/// <summary>
/// The usage text, which goes to standard error after the banner on standard output (measured on 2.6.12). Its lines are rows: shell completion and
/// the manual page read the same.
/// </summary>
public static class Usage
{
    /// <param name="Options">The options the line speaks of.</param>
    /// <param name="Text">The line.</param>
    /// <param name="Argument">What follows the options; <c>file</c> and <c>dir</c> are completed by shells; empty for none.</param>
    public sealed record Row(string[] Options, string Text, string Argument = "");

    /// <summary>The options of the line of synopsis that have no line of their own.</summary>
    public static readonly Row[] Synopsis =
    [
        new(["-f"], "reads a configuration file, or the *.cfg files of a directory; may be repeated", "file"),
        new(["--"], "what follows are configuration files", "file"),
    ];

    public static readonly Row[] Rows =
    [
        new(["-v", "-vv"], "-v displays version ; -vv shows known build options."),
        new(["-d", "-db"], "-d enters debug mode ; -db only disables background mode."),
        new(["-dM"], "-dM[<byte>,help,...] debug memory (default: poison with <byte>/0x50)"),
        new(["-V"], "-V enters verbose mode (disables quiet mode)"),
        new(["-D"], "-D goes daemon ; -C changes to <dir> before loading files."),
        new(["-W"], "-W master-worker mode."),
        new(["-Ws"], "-Ws master-worker mode with systemd notify support."),
        new(["-q"], "-q quiet mode : don't display messages"),
        new(["-c"], "-c check mode : only check config files and exit"),
        new(["-cc"], "-cc check condition : evaluate a condition and exit", "condition"),
        new(["-n"], "-n sets the maximum total # of connections (uses ulimit -n)", "number"),
        new(["-m"], "-m limits the usable amount of memory (in MB)", "number"),
        new(["-N"], "-N sets the default, per-proxy maximum # of connections (0)", "number"),
        new(["-L"], "-L set local peer name (default to hostname)", "name"),
        new(["-p"], "-p writes pids of all children to this file", "file"),
        new(["-de"], "-de disables epoll() usage even when available"),
        new(["-dp"], "-dp disables poll() usage even when available"),
        new(["-dS"], "-dS disables splice usage (broken on old kernels)"),
        new(["-dG"], "-dG disables getaddrinfo() usage"),
        new(["-dR"], "-dR disables SO_REUSEPORT usage"),
        new(["-dL"], "-dL dumps loaded object files after config checks"),
        new(["-dK"], "-dK{class[,...]} dump registered keywords (use 'help' for list)"),
        new(["-dr"], "-dr ignores server address resolution failures"),
        new(["-dV"], "-dV disables SSL verify on servers side"),
        new(["-dW"], "-dW fails if any warning is emitted"),
        new(["-dD"], "-dD diagnostic mode : warn about suspicious configuration statements"),
        new(["-sf", "-st"], "-sf/-st [pid ]* finishes/terminates old pids.", "pid"),
        new(["-x"], "-x <unix_socket> get listening sockets from a unix socket", "file"),
        new(["-S"], "-S <bind>[,<bind options>...] new master CLI", "file"),
        new(["--strict"], "--strict takes back every deliberate difference from HAProxy 2.6"),
        new(["--explain"], "--explain with -c : each finding with the line it means"),
        new(["--format"], "--format={text|json|sarif} with -c : findings for programs"),
    ];

    public static string Text(string program) =>
        $"""
        Usage : {program} [-f <cfgfile|cfgdir>]* [ -vdVD ] [ -n <maxconn> ] [ -N <maxpconn> ]
                [ -p <pidfile> ] [ -m <max megs> ] [ -C <dir> ] [-- <cfgfile>*]
        {string.Join('\n', Rows.Select(row => "        " + row.Text))}
        Tools : {program} {string.Join(" | ", Tools.ToolCommands.All.Select(tool => tool.Name))} ...


        """;

    /// <summary>The text of <c>-dMhelp</c>.</summary>
    public const string MemoryDebug =
        """
        -dM is accepted for compatibility: memory of this program is always cleared on
        allocation and checked by its runtime. No option can be set or cleared.

        """;
}
