using System.Globalization;
using Daemon.Linux;
using Keepalived.Net.Status;

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
    private const string NextVrrpRole = "next:";
    private const string ParentRole = "parent";
    private const string TrialRole = "trial:";
    private const string NamespaceRole = "netns:";
    private const string UserRole = "user:";
    private const char Separator = ';';

    /// <summary>Taken at the start: once the file is replaced, the kernel says that it is deleted.</summary>
    private static readonly string ProgramPath = Environment.ProcessPath ?? "/proc/self/exe";

    /// <summary>The numbers under which the VRRP child finds its end of the control socket and the configuration snapshot.</summary>
    public const int ControlDescriptor = 200;

    public const int SnapshotDescriptor = 201;

    public const int PageDescriptor = 202;

    /// <summary>What a parent leaves to its successor, or where a trial writes its answer.</summary>
    public const int HandoverDescriptor = 203;

    /// <summary>The parent of a VRRP child, as told by its role; 0 in other roles.</summary>
    public static int VrrpParent { get; private set; }

    /// <summary>This VRRP child goes on in the place of another one.</summary>
    public static bool TakesOver { get; private set; }

    /// <summary>True in the process that was started to be the daemon.</summary>
    public static bool IsDaemon { get; private set; }

    /// <summary>The network namespace that this process has entered; null: none.</summary>
    public static string? EnteredNamespace { get; private set; }

    /// <summary>This process has executed itself anew: what it was before has left it a child (<see cref="Handover"/>).</summary>
    public static bool IsSuccessor { get; private set; }

    /// <summary>The layout of the status page that the process has which asks (<see cref="RestartTrial"/>); null in other roles.</summary>
    public static long? TrialLayout { get; private set; }

    /// <summary>
    /// Reads the role and removes it from the environment, so that no script inherits it. The step that changes user never returns.
    /// Call this before anything else.
    /// </summary>
    public static void TakeRole()
    {
        var roles = Environment.GetEnvironmentVariable(RoleVariable);
        if (roles is null) return;
        Environment.SetEnvironmentVariable(RoleVariable, null);
        foreach (var role in roles.Split(Separator)) Take(role);
    }

    /// <summary>Away from the terminal. The working directory stays: paths on the command line may be relative to it.</summary>
    public static ChildSettings AsDaemon() => Self(Environment.GetCommandLineArgs()[1..], DaemonRole) with { OwnSession = true, Silent = true };

    public static ChildSettings AsVrrpChild(int control, int snapshot, int page, int[] blockedSignals, bool takesOver) =>
        Self(Environment.GetCommandLineArgs()[1..], Kept((takesOver ? NextVrrpRole : VrrpRole) + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))) with
        {
            Descriptors = [(control, ControlDescriptor), (snapshot, SnapshotDescriptor), (page, PageDescriptor)],
            BlockedSignals = blockedSignals,
        };

    /// <summary>This process itself, in another network namespace.</summary>
    public static ChildSettings InNamespace(string name) =>
        Self(Environment.GetCommandLineArgs()[1..], NamespaceRole + name + (IsDaemon ? Separator + DaemonRole : ""));

    /// <summary>This process itself, as the program that lies on the disk now.</summary>
    /// <param name="handover">The file that says what is left to it.</param>
    /// <param name="held">Descriptors that keep their numbers.</param>
    /// <param name="blockedSignals">Those that wait until it has handlers for them.</param>
    public static ChildSettings AsSuccessor(int channel, int snapshot, int page, int handover, IEnumerable<int> held, int[] blockedSignals) =>
        Self(Environment.GetCommandLineArgs()[1..], Kept((IsDaemon ? DaemonRole + Separator : "") + ParentRole)) with
        {
            Descriptors = [(channel, ControlDescriptor), (snapshot, SnapshotDescriptor), (page, PageDescriptor), (handover, HandoverDescriptor), .. held.Select(each => (each, each))],
            BlockedSignals = blockedSignals,
        };

    /// <summary>The program that lies on the disk now, only to say what it thinks of that.</summary>
    public static ChildSettings AsTrial(int report, int snapshot) =>
        Self(Environment.GetCommandLineArgs()[1..], Kept(TrialRole + StatusPage.Layout.ToString(CultureInfo.InvariantCulture))) with
        {
            Descriptors = [(snapshot, SnapshotDescriptor), (report, HandoverDescriptor)],
            Silent = true,
            OwnGroup = true,
        };

    public static ChildSettings AsUser(uint user, uint group, string path, string[] arguments) =>
        Self([path, .. arguments], string.Create(CultureInfo.InvariantCulture, $"{UserRole}{user}:{group}"));

    private static void Take(string role)
    {
        if (role == DaemonRole) IsDaemon = true;
        else if (Is(VrrpRole, out var parent)) VrrpParent = Number(parent);
        else if (Is(NextVrrpRole, out var nextParent)) (VrrpParent, TakesOver) = (Number(nextParent), true);
        else if (Is(NamespaceRole, out var name)) EnteredNamespace = name;
        else if (role == ParentRole) IsSuccessor = true;
        else if (Is(TrialRole, out var layout)) TrialLayout = long.Parse(layout, NumberStyles.None, CultureInfo.InvariantCulture);
        else if (Is(UserRole, out var ids)) BecomeUser(ids);

        bool Is(string prefix, out string rest)
        {
            var matches = role.StartsWith(prefix, StringComparison.Ordinal);
            rest = matches ? role[prefix.Length..] : "";
            return matches;
        }
    }

    /// <summary>The namespace was entered once and for all.</summary>
    private static string Kept(string role) => EnteredNamespace is null ? role : NamespaceRole + EnteredNamespace + Separator + role;

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static ChildSettings Self(string[] arguments, string role)
    {
        var path = ProgramPath;
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
