using Daemon.Linux;

namespace Keepalived.Net.CommandLine;

/// <summary>The signals by the names that <c>--signum</c> knows, as scripts of users ask for them. (keepalived(8) "SIGNALS")</summary>
public static class Signum
{
    /// <summary>Null: 2.2.7 knows no such name.</summary>
    public static int? Of(string name) => name switch
    {
        "STOP" => PosixProcess.SigTerm,
        "RELOAD" => PosixProcess.SigHup,
        "DATA" => PosixProcess.SigUser1,
        "STATS" => PosixProcess.SigUser2,
        "STATS_CLEAR" => PosixProcess.SigStatsClear,
        "JSON" => PosixProcess.SigJson,
        _ => null,
    };
}
