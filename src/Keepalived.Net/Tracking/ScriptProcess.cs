using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Starts a script the way keepalived does: no shell, default signals, /dev/null on its three descriptors, a process group of its own, as the user
/// the configuration names. (keepalived.conf(5) "SCRIPTS")
/// </summary>
public static class ScriptProcess
{
    private const int NoSuchFile = 2;
    private const int NoSuchUser = 3;

    /// <param name="appended">Arguments after the configured ones.</param>
    /// <param name="error">errno when null is returned.</param>
    public static ChildProcess? Start(ScriptCommand command, string[] appended, DaemonLog log, out int error)
    {
        var path = ScriptPath.Find(command.Arguments[0]);
        if (path is null)
        {
            error = NoSuchFile;
            return null;
        }

        string[] arguments = [command.Arguments[0], .. command.Arguments.AsSpan(1), .. appended];
        if (!ScriptUser.TryResolve(command.User, command.Group, out var user, out var group))
        {
            log.Write($"Unable to find user or group {command.User} {command.Group} for script {path}");
            error = NoSuchUser;
            return null;
        }

        var settings = user == Credentials.GetEffectiveUserId() && group == Credentials.GetGroupId()
            ? new ChildSettings(path, arguments)
            : SelfProcess.AsUser(user, group, path, arguments);
        return ChildProcess.Start(settings with { Silent = true, OwnGroup = true }, out error);
    }
}
