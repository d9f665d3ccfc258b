using HAProxy.Net.Tools;

namespace HAProxy.Net.CommandLine;

/// <summary>What the command line asks for (management.txt 3).</summary>
public sealed record ProgramOptions
{
    /// <summary><c>-f</c> and the words after <c>--</c>: files and directories, in order.</summary>
    public string[] Files { get; init; } = [];

    /// <summary><c>-c</c></summary>
    public bool Check { get; init; }

    /// <summary><c>-cc</c>; null: not given.</summary>
    public string? Condition { get; init; }

    public bool Verbose { get; init; }

    public bool Quiet { get; init; }

    /// <summary><c>-d</c>: foreground, and what happens on each connection is printed.</summary>
    public bool Debug { get; init; }

    /// <summary><c>-db</c>: foreground, whatever the configuration says.</summary>
    public bool Foreground { get; init; }

    public bool Daemon { get; init; }

    /// <summary><c>-W</c> or <c>-Ws</c>.</summary>
    public bool MasterWorker { get; init; }

    /// <summary><c>-Ws</c>: tells systemd of the state.</summary>
    public bool Notify { get; init; }

    /// <summary><c>-S addr[,option...]</c></summary>
    public string[] MasterSockets { get; init; } = [];

    /// <summary>Processes that this one replaces.</summary>
    public int[] OldPids { get; init; } = [];

    /// <summary><c>-st</c>: they end at once; otherwise (<c>-sf</c>) they finish what they have.</summary>
    public bool TerminateOld { get; init; }

    /// <summary><c>-x</c>: stats socket of the running process that hands over its listeners.</summary>
    public string? TakeListenersFrom { get; init; }

    public string? PidFile { get; init; }

    /// <summary><c>-C</c></summary>
    public string? Directory { get; init; }

    /// <summary><c>-n</c>; 0: not given.</summary>
    public int MaxConn { get; init; }

    /// <summary><c>-N</c>; 0: not given.</summary>
    public int ProxyMaxConn { get; init; }

    /// <summary><c>-m</c>, megabytes; 0: not given.</summary>
    public int MemoryMegabytes { get; init; }

    /// <summary><c>-L</c></summary>
    public string? LocalPeer { get; init; }

    public bool Diag { get; init; }

    public bool ZeroWarning { get; init; }

    public bool NoServerVerify { get; init; }

    public bool IgnoreResolutionFailures { get; init; }

    /// <summary><c>-dR</c></summary>
    public bool NoReusePort { get; init; }

    /// <summary><c>-dL</c></summary>
    public bool DumpLibraries { get; init; }

    /// <summary><c>-dK classes</c>; null: not given.</summary>
    public string? DumpKeywords { get; init; }

    /// <summary><c>-v</c></summary>
    public bool ShowVersion { get; init; }

    /// <summary><c>-vv</c></summary>
    public bool ShowBuildOptions { get; init; }

    public bool ShowMemoryDebugHelp { get; init; }

    /// <summary>Takes every deliberate difference from HAProxy 2.6 back (docs/compatibility.md).</summary>
    public bool Strict { get; init; }

    /// <summary><c>--format</c>, <c>--explain</c>: how <c>-c</c> says what it finds; null: in HAProxy's lines.</summary>
    public ReportFormat? Format { get; init; }
}
