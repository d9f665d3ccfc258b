using ConfParsers.Keepalived;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>
/// Where pid files, the status socket and dumps belong: the command line's word first, else the places of 2.2.7, which depend on the names of
/// instance and network namespace. (keepalived(8) "NAMESPACES", keepalived.conf(5) "use_pid_dir", "instance", "data_use_instance")
/// </summary>
public sealed class DaemonPaths
{
    /// <summary>Of pid files when the run has a name, or with use_pid_dir.</summary>
    public const string PidDirectory = "/run/keepalived";

    private readonly string dumpInfix;

    /// <param name="usePidDirectory">use_pid_dir</param>
    /// <param name="dataUsesInstance">data_use_instance</param>
    public DaemonPaths(DaemonOptions options, string? networkNamespace, string? instance, bool usePidDirectory, bool dataUsesInstance)
    {
        UsesPidDirectory = usePidDirectory || networkNamespace is not null || instance is not null;
        var suffix = instance is null ? "" : "_" + instance;
        Parent = options.PidFile ?? (UsesPidDirectory ? $"{PidDirectory}/keepalived{suffix}.pid" : "/run/keepalived.pid");
        Vrrp = options.VrrpPidFile ?? (UsesPidDirectory ? $"{PidDirectory}/vrrp{suffix}.pid" : "/run/keepalived_vrrp.pid");
        StatusSocket = options.StatusSocket ?? Path.ChangeExtension(Parent, ".sock");
        var name = (networkNamespace, instance) switch
        {
            (null, null) => "",
            ({ } network, null) => network,
            (null, { } own) => own,
            var (network, own) => network + "_" + own,
        };
        LogSuffix = name.Length == 0 ? "" : "_" + name;
        dumpInfix = dataUsesInstance && name.Length > 0 ? "." + name : "";
    }

    public static DaemonPaths Of(DaemonOptions options, KeepalivedModel model) =>
        new(options, options.Namespace ?? model.Program.NetworkNamespace, model.Program.Instance, model.Program.UsePidDirectory, model.Global.Housekeeping.DataFilesNameInstance);

    /// <summary>The directory is made when it is missing, and removed at the end.</summary>
    public bool UsesPidDirectory { get; }

    /// <summary>The pid file of the parent.</summary>
    public string Parent { get; }

    /// <summary>The pid file of the VRRP child.</summary>
    public string Vrrp { get; }

    public string StatusSocket { get; }

    /// <summary>Behind the name in syslog.</summary>
    public string LogSuffix { get; }

    /// <summary>keepalived.data and its kin: in TMPDIR, else in /tmp.</summary>
    /// <param name="name">Such as <c>keepalived_parent</c>.</param>
    /// <param name="isData">Only the .data files carry the instance's name.</param>
    public string Dump(string name, string extension, bool isData) =>
        Path.Combine(Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } given ? given : "/tmp", name + (isData ? dumpInfix : "") + extension);
}
