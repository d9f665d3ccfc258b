using System.Globalization;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// What this binary becomes when it starts itself: .NET cannot fork, so the daemon, the VRRP child and the step that changes user before a script
/// are the same program with a role in the environment. The command line stays the user's, as after a fork.
/// </summary>
public static class SelfProcess
{
    private const string RoleVariable = "KEEPALIVED_NET_ROLE";
    private const string DaemonRole = "daemon";
    private const string VrrpRole = "vrrp:";
    private const string UserRole = "user:";

    /// <summary>The numbers under which the VRRP child finds its end of the control socket and the configuration snapshot.</summary>
    public const int ControlDescriptor = 200;

    public const int SnapshotDescriptor = 201;

    public const int PageDescriptor = 202;

    /// <summary>The parent of a VRRP child, as told by its role; 0 in other roles.</summary>
    public static int VrrpParent { get; private set; }

    /// <summary>True in the process that was started to be the daemon.</summary>
    public static bool IsDaemon { get; private set; }

    /// <summary>
    /// Reads the role and removes it from the environment, so that no script inherits it. The step that changes user never returns.
    /// Call this before anything else.
    /// </summary>
    public static void TakeRole()
    {
        var role = Environment.GetEnvironmentVariable(RoleVariable);
        if (role is null) return;
        Environment.SetEnvironmentVariable(RoleVariable, null);
        if (role == DaemonRole) IsDaemon = true;
        else if (role.StartsWith(VrrpRole, StringComparison.Ordinal)) VrrpParent = int.Parse(role.AsSpan(VrrpRole.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        else if (role.StartsWith(UserRole, StringComparison.Ordinal)) BecomeUser(role[UserRole.Length..]);
    }

    /// <summary>Away from the terminal. The working directory stays: paths on the command line may be relative to it.</summary>
    public static ChildSettings AsDaemon() => Self(Environment.GetCommandLineArgs()[1..], DaemonRole) with { OwnSession = true, Silent = true };

    public static ChildSettings AsVrrpChild(int control, int snapshot, int page, int[] blockedSignals) =>
        Self(Environment.GetCommandLineArgs()[1..], VrrpRole + Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) with
        {
            Descriptors = [(control, ControlDescriptor), (snapshot, SnapshotDescriptor), (page, PageDescriptor)],
            BlockedSignals = blockedSignals,
        };

    public static ChildSettings AsUser(uint user, uint group, string path, string[] arguments) =>
        Self([path, .. arguments], string.Create(CultureInfo.InvariantCulture, $"{UserRole}{user}:{group}"));

    private static ChildSettings Self(string[] arguments, string role)
    {
        var path = Environment.ProcessPath ?? "/proc/self/exe";
        var name = Environment.GetCommandLineArgs()[0];
        // Run by the dotnet command, the program itself is the first argument.
        string[] all = Path.GetFileName(path) == "dotnet" ? [path, Path.GetFullPath(name), .. arguments] : [name, .. arguments];
        var environment = new List<string>();
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables()) environment.Add(entry.Key + "=" + entry.Value);
        environment.Add(RoleVariable + "=" + role);
        return new ChildSettings(path, all) { Environment = [.. environment] };
    }

    private static void BecomeUser(string ids)
    {
        var colon = ids.IndexOf(':', StringComparison.Ordinal);
        var user = uint.Parse(ids.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture);
        var group = uint.Parse(ids.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        var arguments = Environment.GetCommandLineArgs();
        // Groups first: afterwards there is no right left to change them.
        if (Credentials.SetGroups([group]) != 0 || Credentials.SetGroupId(group) != 0 || Credentials.SetUserId(user) != 0) Environment.Exit(126);
        // exec hands on what .NET has done to the signals; only SIGPIPE is ignored by it.
        PosixProcess.DefaultSignals();
        PosixProcess.Execute(arguments[1], arguments[2..]);
        Environment.Exit(127);
    }
}
