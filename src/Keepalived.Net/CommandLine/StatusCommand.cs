using System.Net.Sockets;
using Daemon.Linux;
using Keepalived.Net.Process;
using Keepalived.Net.Status;

namespace Keepalived.Net.CommandLine;

/// <summary><c>keepalived.net status [options] [command]</c>: asks the running daemon over its status socket (docs/keepalived-status.md).</summary>
internal static class StatusCommand
{
    public const string Verb = "status";

    private const int Failed = 1;

    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(40);

    private const long LookAgainUs = 50_000;

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
            if (answer == ParentProcess.TakingOver) answer = AwaitRestart(path);
            output.Write(answer);
            return command == ParentProcess.RestartCommand && answer != ParentProcess.Restarted || answer.StartsWith("unknown command", StringComparison.Ordinal) ? Failed : 0;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine(File.Exists(path) ? $"No daemon answers on {path}: {e.Message}" : $"No daemon answers on {path}: there is no such socket. Does it run, and with this pid file (-p) or socket (--status-socket)?");
            return Failed;
        }
    }

    /// <summary>The daemon executes itself anew, and for a moment nobody answers.</summary>
    private static string AwaitRestart(string path)
    {
        var pause = new PollSet();
        for (var end = DateTimeOffset.UtcNow + RestartPatience; ; pause.Wait(LookAgainUs))
        {
            try
            {
                var answer = StatusServer.Ask(path, ParentProcess.RestartResultCommand);
                // Nothing: the program that accepted the question is no more.
                if (answer is not ("" or ParentProcess.TakingOver) || DateTimeOffset.UtcNow > end) return answer;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                if (DateTimeOffset.UtcNow > end) throw;
            }
        }
    }
}
