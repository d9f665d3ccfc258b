using System.Runtime.CompilerServices;
using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>
/// Giving up what root may do: the root directory first, then groups, group and user, through glibc, which applies them to every thread.
/// What libraries load lazily must have been loaded before (docs/architecture.md, processes and privileges).
/// </summary>
public static class Privileges
{
    /// <summary>Whom to become; null leaves it.</summary>
    public sealed record Target(string? Root, uint? UserId, uint? GroupId);

    /// <summary>Changes over.</summary>
    /// <returns>Null, or which step failed in HAProxy's words, such as <c>Cannot chroot(/x).</c></returns>
    public static string? Drop(Target target)
    {
        if (target.Root is { } root)
        {
            // Measured: assemblies and libssl that are loaded later are not found inside.
            if (RuntimeFeature.IsDynamicCodeSupported) return $"Cannot chroot({root}): this is the JIT build, which loads code lazily; use the NativeAOT build.";
            if (Credentials.Chroot(root) != 0 || Credentials.Chdir("/") != 0) return $"Cannot chroot({root}).";
        }

        if (target.GroupId is { } group)
        {
            // Only root may drop supplementary groups; without privileges there is nothing to drop.
            if (Credentials.GetEffectiveUserId() == 0) _ = Credentials.SetGroups([]);
            if (Credentials.SetGroupId(group) != 0) return $"Cannot set gid {group}.";
        }

        if (target.UserId is { } user)
        {
            if (target.GroupId is null && Credentials.GetEffectiveUserId() == 0) _ = Credentials.SetGroups([]);
            if (Credentials.SetUserId(user) != 0) return $"Cannot set uid {user}.";
        }

        return null;
    }
}
