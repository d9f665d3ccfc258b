using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>The part "Global definitions" of keepalived.data and keepalived_parent.data, line by line as 2.2.7 writes it: people's tools read it.</summary>
internal static class GlobalDump
{
    /// <param name="isParent">The parent's own file says a little less of VRRP.</param>
    public static void Write(DumpText text, StatusView view, bool isParent)
    {
        var (global, program) = (view.Model.Global, view.Model.Program);
        text.Head("Global definitions");
        text.Line($" Network namespace = {view.Options.Namespace ?? program.NetworkNamespace ?? "(default)"}");
        text.Line($" Network namespace ipvs = {(program.IpvsNamespace is { Length: > 0 } ipvs ? ipvs : "(main namespace)")}");
        if (program.Instance is { } instance) text.Line($" Instance name = {instance}");
        WriteNames(text, global.Processes);
        text.Line($" Router ID = {global.RouterId ?? Environment.MachineName}");
        WriteEmail(text, global);
        WriteReload(text, view);
        if (global.Housekeeping.DataFilesNameInstance) text.Line(" Use instance name in data dumps");
        if (isParent) WriteLifecycle(text, global);
        text.Line($" Dynamic interfaces = {DumpText.Bool(global.DynamicInterfaces)}");
        if (global.DynamicInterfaces) text.Line($" Allow interface changes = {DumpText.Bool(global.DynamicInterfacesMayChange)}");
        if (global.Email.NoFaults) text.Line(" Send emails for fault transitions = off");
        if (!isParent) text.Line($" Default interface = {global.DefaultInterface ?? "eth0"}");
        text.Line($" Disable local IGMP = {DumpText.YesNo(global.DisableLocalIgmp)}");
        text.Line(" LVS flush = false");
        text.Line(" LVS flush on stop = disabled");
        WriteFifo(text, "Global notify fifo", global.NotifyFifo, isParent);
        WriteFifo(text, "VRRP notify fifo", global.VrrpNotifyFifo, isParent);
        text.Line($" FIFO write vrrp states on reload = {DumpText.Bool(global.FifoWriteStatesOnReload)}");
        text.Line($" VRRP notify priority changes = {DumpText.Bool(global.NotifyPriorityChanges)}");
        WriteVrrp(text, global);
        WriteProcesses(text, view);
        text.Line($" umask = 0{Convert.ToString(Process.UmaskValue.OrDefault(view.Options.Umask, global.Housekeeping.Umask), 8)}");
        if (global.StartupDelay > TimeSpan.Zero) text.Line($" vrrp_startup_delay = {global.StartupDelay.TotalSeconds}");
    }

    private static void WriteNames(DumpText text, DaemonProcesses processes)
    {
        if (processes.Parent.Name is { } parent) text.Line($" Parent process name = {parent}");
        if ((processes.Vrrp.Name ?? (processes.ShowNames ? "keepalived_vrrp" : null)) is { } vrrp) text.Line($" VRRP process name = {vrrp}");
        if ((processes.Checker.Name ?? (processes.ShowNames ? "keepalived_lvs" : null)) is { } checker) text.Line($" LVS process name = {checker}");
        if ((processes.Bfd.Name ?? (processes.ShowNames ? "keepalived_bfd" : null)) is { } bfd) text.Line($" BFD process name = {bfd}");
    }

    private static void WriteEmail(DumpText text, GlobalDefs global)
    {
        var email = global.Email;
        if (email.Server is { } server)
        {
            text.Line($" Smtp server = {server}");
            text.Line($" Smtp server port = {email.Port}");
            text.Line($" Smtp HELO name = {email.HeloName ?? Environment.MachineName}");
            text.Line($" Smtp server connection timeout = {email.ConnectTimeout.TotalSeconds}");
        }

        if (email.Recipients.Length > 0)
        {
            text.Line($" Email notification from = {email.From ?? "root@" + Environment.MachineName}");
            text.Line(" Email notification to:");
            foreach (var recipient in email.Recipients) text.Line($"   {recipient}");
        }

        text.Line($" Default smtp_alert = {DumpText.OnOff(email.Alerts)}");
        text.Line($" Default smtp_alert_vrrp = {DumpText.OnOff(email.VrrpAlerts)}");
        text.Line($" Default smtp_alert_checker = {DumpText.OnOff(email.CheckerAlerts)}");
        text.Line(" Checkers log all failures = false");
    }

    private static void WriteReload(DumpText text, StatusView view)
    {
        var settings = view.Model.Global.Housekeeping;
        text.Line(settings.CheckBeforeReload ? $" Test config before reload, log to {settings.ReloadCheckLog ?? "/dev/null"}" : " No test config before reload");
        if (settings.ReloadTimeFile is { } timeFile) text.Line($" Reload time file = {timeFile}{(settings.ReloadRepeat ? " (repeat)" : "")}");
        if (settings.ReloadFile is { } file) text.Line($" Reload_file = {(file.Length > 0 ? file : Process.Reloader.DefaultReloadFile)}");
    }

    private static void WriteLifecycle(DumpText text, GlobalDefs global)
    {
        if (global.StartupScript is { } startup) text.Line($" Startup script = {DumpText.Command(startup.Command)}, uid:gid {DumpText.Owner(startup.Command)}, timeout {global.StartupScriptTimeout.TotalSeconds}");
        if (global.ShutdownScript is { } shutdown) text.Line($" Shutdown script = {DumpText.Command(shutdown.Command)}, uid:gid {DumpText.Owner(shutdown.Command)} timeout {global.ShutdownScriptTimeout.TotalSeconds}");
    }

    private static void WriteFifo(DumpText text, string kind, NotifyFifo? fifo, bool isParent)
    {
        if (fifo is null) return;
        text.Line($" {kind} = {fifo.Path}, uid:gid {DumpText.Owner(fifo.User, fifo.Group)}");
        // The child has appended the path already.
        if (fifo.Script is { } script) text.Line($" {kind} script = {DumpText.Command(script)}{(isParent ? "" : $" '{fifo.Path}'")}, uid:gid {DumpText.Owner(script)}");
    }

    private static void WriteVrrp(DumpText text, GlobalDefs global)
    {
        var garp = global.Garp;
        text.Line($" VRRP IPv4 mcast group = {global.MulticastGroup4}");
        text.Line($" VRRP IPv6 mcast group = {global.MulticastGroup6}");
        text.Line($" Gratuitous ARP delay = {garp.Delay.TotalSeconds}");
        text.Line($" Gratuitous ARP repeat = {garp.Repeat}");
        text.Line($" Gratuitous ARP refresh timer = {garp.Refresh.TotalSeconds}");
        text.Line($" Gratuitous ARP refresh repeat = {garp.RefreshRepeat}");
        text.Line($" Gratuitous ARP lower priority delay = {garp.LowerPriorityDelay.TotalSeconds}");
        text.Line($" Gratuitous ARP lower priority repeat = {garp.LowerPriorityRepeat}");
        text.Line($" Num adverts before down = {global.DownTimerAdverts}");
        text.Line($" Gratuitous ARP for each secondary VMAC = {garp.ExtraInterval.TotalSeconds}s");
        text.Line($" Send advert after receive lower priority advert = {DumpText.Bool(!global.LowerPriorityNoAdvert)}");
        text.Line($" Send advert after receive higher priority advert = {DumpText.Bool(global.HigherPrioritySendAdvert)}");
        text.Line($" Gratuitous ARP interval = {garp.Interval.TotalSeconds:F6}");
        text.Line($" Gratuitous NA interval = {garp.NeighbourInterval.TotalSeconds:F6}");
        text.Line($" VRRP default protocol version = {global.VrrpVersion}");
        if (global.Nftables.Table is { } table)
        {
            text.Line($" nftables table name = {table}");
            text.Line($" nftables base chain priority = {global.Nftables.Priority}");
            text.Line($" nftables {(global.Nftables.ByInterfaceIndex ? "" : "don't ")}force use ifindex for link local IPv6");
        }

        text.Line($" nftables with{(global.Nftables.Counters ? "" : "out")} counters");
        text.Line($" VRRP check unicast_src = {DumpText.Bool(global.CheckUnicastSource)}");
        text.Line($" VRRP skip check advert addresses = {DumpText.Bool(global.SkipCheckAdvertAddresses)}");
        text.Line($" VRRP strict mode = {DumpText.Bool(global.Strict)}");
    }

    private static void WriteProcesses(DumpText text, StatusView view)
    {
        var global = view.Model.Global;
        text.Line($" Max auto priority = {global.Processes.MaxAutoPriority}");
        text.Line($" Min auto priority delay = {global.Processes.MinAutoPriorityDelay.TotalMicroseconds} usecs");
        foreach (var (name, settings) in new[] { ("VRRP", global.Processes.Vrrp), ("Checker", global.Processes.Checker), ("BFD", global.Processes.Bfd) })
        {
            text.Line($" {name} process priority = {settings.Priority ?? 0}");
            text.Line($" {name} don't swap = {DumpText.Bool(settings.NoSwap)}");
            text.Line($" {name} realtime priority = {settings.RealTimePriority ?? 0}");
            text.Line($" {name} realtime limit = {(long)(settings.RealTimeLimit?.TotalMicroseconds ?? 10_000)}");
        }

        var scope = Snmp.SnmpScope.Of(view.Options, view.Model);
        foreach (var (name, isOn) in new[] { ("vrrp", scope.Vrrp), ("checker", false), ("RFCv2", scope.Version2), ("RFCv3", scope.Version3), ("traps", scope.Traps) })
        {
            text.Line($" SNMP {name} {(isOn ? "enabled" : "disabled")}");
        }

        text.Line($" SNMP socket = {view.Options.SnmpSocket ?? global.Snmp.Socket ?? $"default ({Snmp.AgentX.AgentXAddress.Default})"}");
        text.Line($" DBus {(global.Snmp.DBus ? "enabled" : "disabled")}");
        text.Line($" DBus service name = {global.Snmp.DBusServiceName ?? ""}");
        text.Line($" Script security {(global.ScriptSecurity ? "enabled" : "disabled")}");
        text.Line($" Default script uid:gid {DumpText.Owner(global.ScriptUser, global.ScriptGroup)}");
        foreach (var (name, buffer) in new[]
        {
            ("vrrp_netlink_cmd", global.Buffers.VrrpNetlinkCommand), ("vrrp_netlink_monitor", global.Buffers.VrrpNetlinkMonitor), ("process_monitor", global.Buffers.ProcessMonitor),
            ("lvs_netlink_cmd", global.Buffers.LvsNetlinkCommand), ("lvs_netlink_monitor", global.Buffers.LvsNetlinkMonitor),
        })
        {
            text.Line($" {name}_rcv_bufs = {buffer.Bytes}");
            text.Line($" {name}_rcv_bufs_force = {(buffer.Force ? 1 : 0)}");
        }

        text.Line(" rs_init_notifies = 0");
        text.Line(" no_checker_emails = 0");
        if (global.Buffers.VrrpBytes is { } bytes) text.Line($" rx_bufs_size = {bytes}");
        else if (global.Buffers.VrrpByMtu || global.Buffers.VrrpByAdvertisement) text.Line($" rx_bufs_policy = {(global.Buffers.VrrpByMtu ? "MTU" : "ADVERT")}");
        text.Line($" rx_bufs_multiples = {global.Buffers.VrrpMultiplier}");
        if (global.LogUnknownRouters) text.Line(" log_unknown_vrids");
    }
}
