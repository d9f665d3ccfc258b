using System.Net.Sockets;
using Keepalived.Net.Process;
using Keepalived.Net.Status;

namespace Keepalived.Net.CommandLine;

/// <summary><c>keepalived.net status [options] [command]</c>: asks the running daemon over its status socket (docs/keepalived-status.md).</summary>
internal static class StatusCommand
{
    public const string Verb = "status";

    private const int Failed = 1;

    /// <param name="argv">Behind the verb: the daemon's own options tell where its socket is, the rest is the command.</param>
    public static int Run(string[] argv, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Parse(argv);
        if (arguments.Fault is { } fault)
        {
            error.WriteLine(fault);
            return Failed;
        }

        var path = new DaemonPaths(arguments.Options, arguments.Options.Namespace, instance: null, usePidDirectory: false, dataUsesInstance: false).StatusSocket;
        try
        {
            var command = arguments.Operands.Count == 0 ? Verb : string.Join(' ', arguments.Operands);
            var answer = StatusServer.Ask(path, command);
            output.Write(answer);
            return answer.StartsWith("unknown command", StringComparison.Ordinal) ? Failed : 0;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine($"No daemon answers on {path}: {e.Message}");
            return Failed;
        }
    }
}
