using ConfParsers.Haproxy.Features;
using Daemon.Hosting;
using Daemon.Linux;
using Daemon.Logging;

namespace HAProxy.Net.Lifecycle;

/// <summary>Whom the process becomes: <c>user</c>, <c>uid</c>, <c>group</c>, <c>gid</c>, <c>chroot</c> (configuration.txt 3.1), names resolved.</summary>
public static class Identity
{
    /// <returns>Null when a name is unknown: that has been reported.</returns>
    public static Privileges.Target? Resolve(ProcessSettings settings, StartupLog log)
    {
        var user = (uint?)settings.Uid;
        var group = (uint?)settings.Gid;
        if (settings.User is { } userName)
        {
            if (Credentials.FindUser(userName) is not { } found) return Unknown(log, "user", userName);
            user = found.Id;
        }

        if (settings.Group is { } groupName)
        {
            if (Credentials.FindGroup(groupName) is not { } found) return Unknown(log, "group", groupName);
            group = found;
        }

        return new Privileges.Target(settings.Chroot, user, group);
    }

    private static Privileges.Target? Unknown(StartupLog log, string what, string name)
    {
        log.Alert($"config : cannot find {what} id for '{name}' (0:Success)");
        return null;
    }
}
