using System.Globalization;
using Daemon.Linux;

namespace Keepalived.Net.Tracking;

/// <summary>From the names in the configuration to the ids that a script, or the owner of a FIFO, has. (keepalived.conf(5) "script_user")</summary>
public static class ScriptUser
{
    private const string Default = "keepalived_script";

    /// <param name="user">A name or a number; null: keepalived_script where it exists, else ourselves.</param>
    /// <param name="group">Null: the user's own.</param>
    public static bool TryResolve(string? user, string? group, out uint userId, out uint groupId)
    {
        userId = Credentials.GetEffectiveUserId();
        groupId = Credentials.GetGroupId();
        var name = user ?? (Credentials.FindUser(Default) is null ? null : Default);
        if (name is not null)
        {
            if (Credentials.FindUser(name) is { } found) (userId, groupId) = (found.Id, found.GroupId);
            else if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) userId = number;
            else return false;
        }

        if (group is null) return true;
        if (Credentials.FindGroup(group) is { } foundGroup) groupId = foundGroup;
        else if (!uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out groupId)) return false;
        return true;
    }
}
