using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Process;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Status;

/// <summary>The part "VRRP Topology" of keepalived.data: each instance with its state, as 2.2.7 writes it.</summary>
internal static class TopologyDump
{
    public static void Write(DumpText text, StatusView view, InterfaceTable interfaces)
    {
        text.Head("VRRP Topology");
        foreach (var (instance, record) in view.Routers())
        {
            WriteState(text, view, instance, record);
            WriteInterface(text, instance, record.Source, interfaces);
            WriteProtocol(text, view, instance, record);
            WriteAddresses(text, instance, record);
            WriteUnicast(text, instance);
            text.Line(record.ReceiverDescriptor < 0 ? $"   fd_in -1, fd_out -1" : $"   fd_in {record.ReceiverDescriptor}, fd_out {record.SenderDescriptor}");
            WriteRoutes(text, instance);
            WriteTrackers(text, instance);
            WriteNotify(text, instance);
        }
    }

    public static void WriteScripts(DumpText text, NotifyScripts notify)
    {
        foreach (var (name, script) in new[]
        {
            ("Backup", notify.Backup), ("Master", notify.Master), ("Fault", notify.Fault), ("Stop", notify.Stop), ("Deleted", notify.Deleted), ("Generic", notify.Any),
            ("Master rx lower pri", notify.MasterReceivesLowerPriority),
        })
        {
            if (script is not null) text.Line($"   {name} state transition script = {DumpText.Command(script)}, uid:gid {DumpText.Owner(script)}");
        }
    }

    private static void WriteState(DumpText text, StatusView view, VrrpInstance instance, in RouterRecord record)
    {
        text.Line($" VRRP Instance = {instance.Name}");
        text.Line($"   VRRP Version = {instance.Version}");
        if (instance.SyncGroup is { } group) text.Line($"   Sync group = {group}");
        if (RouterPlan.IsIpv6(instance)) text.Line("   Using Native IPv6");
        var state = StateWords.Of(record.State);
        text.Line($"   State = {state}");
        if (record.State == VrrpState.Backup)
        {
            // One who has heard nobody names the group.
            text.Line($"   Master router = {record.Peers.Latest?.ToString() ?? instance.MulticastGroup.ToString()}");
            text.Line($"   Master priority = {record.MasterPriority}");
        }

        text.Line(HasFlags(instance) ? "   Flags:" : "   Flags: none");
        if (instance.Unicast is not null) text.Line("     Using unicast");

        text.Line($"   Wantstate = {state}");
        text.Line("   Number of config faults = 0");
        text.Line($"   Number of interface and track script faults = {record.Machine.Faults}");
        text.Line($"   Number of track scripts init = {record.Machine.ScriptsPending}");
        text.Line($"   Last transition = {DumpText.Time(record.LastTransitionUnixUs)}");
        var deadline = record.Machine.DeadlineUs;
        text.Line($"   Read timeout = {(deadline == RouterState.Never ? "DISABLED" : DumpText.Time(WallClockOf(view, deadline)))}");
        text.Line($"   Master down timer = {(instance.Priority == RouterSettings.Owner ? 1 : Timing.MasterDown(instance.Version, record.EffectivePriority, record.Machine.MasterIntervalUs, instance.DownTimerAdverts))} usecs");
    }

    private static bool HasFlags(VrrpInstance instance) => instance.Unicast is not null || instance.SkipCheckAdvertAddresses || instance.NoPreempt || instance.VirtualMac is not null
        || instance.SourceAddress is not null || instance.DontTrackPrimary;

    private static long WallClockOf(StatusView view, long monotonicUs) =>
        ((view.Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + monotonicUs - view.NowUs;

    private static void WriteInterface(DumpText text, VrrpInstance instance, IPAddress? source, InterfaceTable interfaces)
    {
        if (instance.VirtualMac is { } vmac)
        {
            var name = AddressText.VmacName(instance);
            text.Line($"   Use VMAC, i/f name {name}, is_up = {DumpText.Bool(interfaces.Find(name)?.IsUp ?? false)}, xmit_base = {DumpText.Bool(vmac.AdvertiseFromBase)}");
            text.Line($"   Interface = {name}, vmac on {instance.Interface}{(vmac.AdvertiseFromBase ? ", xmit base i/f" : "")}");
        }
        else
        {
            text.Line($"   Interface = {instance.Interface}");
        }

        if (instance.DontTrackPrimary) text.Line("   VRRP interface tracking disabled");
        if (instance.SkipCheckAdvertAddresses) text.Line("   Skip checking advert IP addresses");
        if (instance.Strict) text.Line("   Enforcing strict VRRP compliance");
        text.Line($"   Using src_ip = {source?.ToString() ?? "(none)"}{(instance.SourceAddress is null ? "" : " (from configuration)")}");
        if (instance.Unicast is not null) return;
        var index = RouterPlan.IsIpv6(instance) ? $", ifindex {interfaces.Find(instance.Interface)?.Index ?? 0}" : "";
        text.Line($"   Multicast address {instance.MulticastGroup}{index}");
    }

    private static void WriteProtocol(DumpText text, StatusView view, VrrpInstance instance, in RouterRecord record)
    {
        var garp = instance.Garp;
        text.Line($"   Gratuitous ARP delay = {garp.Delay.TotalSeconds}");
        text.Line($"   Gratuitous ARP repeat = {garp.Repeat}");
        text.Line($"   Gratuitous ARP refresh = {garp.Refresh.TotalSeconds}");
        text.Line($"   Gratuitous ARP refresh repeat = {garp.RefreshRepeat}");
        text.Line($"   Gratuitous ARP lower priority delay = {garp.LowerPriorityDelay.TotalSeconds}");
        text.Line($"   Gratuitous ARP lower priority repeat = {garp.LowerPriorityRepeat}");
        text.Line($"   Down timer adverts = {instance.DownTimerAdverts}");
        text.Line($"   Send advert after receive lower priority advert = {DumpText.Bool(!instance.LowerPriorityNoAdvert)}");
        text.Line($"   Send advert after receive higher priority advert = {DumpText.Bool(instance.HigherPrioritySendAdvert)}");
        text.Line($"   Virtual Router ID = {instance.VirtualRouterId}");
        text.Line($"   Priority = {instance.Priority}");
        text.Line($"   Effective priority = {record.EffectivePriority}");
        text.Line($"   Total priority = {instance.Priority + view.Trackers(instance).Sum(each => each.Standing.Priority)}");
        text.Line(instance.Version == 2 ? $"   Advert interval = {(long)instance.AdvertInterval.TotalSeconds} sec" : $"   Advert interval = {(long)instance.AdvertInterval.TotalMilliseconds} milli-sec");
        if (instance.Version == 3 && record.State == VrrpState.Backup) text.Line($"   Master advert interval = {record.Machine.MasterIntervalUs / 1000} milli-sec");
        text.Line($"   Accept = {(RouterPlan.Accepts(instance) ? "enabled" : "disabled")}");
        text.Line($"   Preempt = {(instance.NoPreempt ? "disabled" : "enabled")}");
        if (instance.PreemptDelay > TimeSpan.Zero) text.Line($"   Preempt delay = {instance.PreemptDelay.TotalSeconds} secs");
        text.Line($"   Promote_secondaries = {(instance.PromoteSecondaries ? "enabled" : "disabled")}");
        if (instance.Authentication is { } authentication)
        {
            var isPassword = authentication.Type == VrrpAuthenticationType.Pass;
            text.Line($"   Authentication type = {(isPassword ? "SIMPLE_PASSWORD" : "IPSEC_AH")}");
            // 2.2.7 shows it to whoever can read the file.
            if (isPassword) text.Line($"   Password = {(view.Options.Strict ? authentication.Password : "********")}");
        }
        else if (instance.Version == 2)
        {
            text.Line("   Authentication type = none");
        }

        if (instance.Debug > 0) text.Line($"   Debug level = {instance.Debug}");
    }

    private static void WriteAddresses(DumpText text, VrrpInstance instance, in RouterRecord record)
    {
        var isSet = record.State == VrrpState.Master;
        text.Line($"   Virtual IP ({instance.Addresses.Length}):");
        foreach (var address in instance.Addresses) text.Line($"     {AddressText.Of(instance, address, isSet)}");
        if (instance.ExcludedAddresses.Length == 0) return;
        text.Line("   Virtual IP Excluded :");
        foreach (var address in instance.ExcludedAddresses) text.Line($"     {AddressText.Of(instance, address, isSet)}");
    }

    private static void WriteRoutes(DumpText text, VrrpInstance instance)
    {
        if (instance.Routes.Length > 0) text.Line("   Virtual Routes :");
        foreach (var route in instance.Routes) text.Line($"     {RouteText.Of(route)}");
        if (instance.Rules.Length > 0) text.Line("   Virtual Rules :");
        foreach (var rule in instance.Rules) text.Line($"     {RuleText.Of(rule)}");
    }

    private static void WriteUnicast(DumpText text, VrrpInstance instance)
    {
        if (instance.Unicast is not { } unicast) return;
        if (unicast.Ttl is { } ttl) text.Line($"   Unicast TTL = {ttl}");
        text.Line($"   Check unicast src : {DumpText.YesNo(RouterPlan.ChecksSource(instance))}");
        text.Line("   Unicast Peer :");
        foreach (var peer in unicast.Peers)
        {
            var limits = unicast.Peers.Any(each => each.MinTtl is not null || each.MaxTtl is not null) ? $" min_ttl {peer.MinTtl ?? 0} max_ttl {peer.MaxTtl ?? 255}" : "";
            text.Line($"     {peer.Address}{limits}");
        }

        text.Line($"   Unicast checksum compatibility = {(unicast.Checksum == UnicastChecksum.Old ? "yes" : "no")}");
    }

    private static void WriteTrackers(DumpText text, VrrpInstance instance)
    {
        var tracking = instance.Tracking;
        if (tracking.Interfaces.Length > 0) text.Line("   Tracked interfaces :");
        foreach (var each in tracking.Interfaces) text.Line($"     {each.Name} {DumpText.Weight(each.Weight, each.Reverse)}");
        if (tracking.Scripts.Length > 0) text.Line("   Tracked scripts :");
        foreach (var each in tracking.Scripts) text.Line($"     {each.Script.Name} {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
        if (tracking.Files.Length > 0) text.Line("   Tracked files :");
        foreach (var each in tracking.Files) text.Line($"     {each.File.Name}, {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
        if (tracking.Processes.Length > 0) text.Line("   Tracked processes :");
        foreach (var each in tracking.Processes) text.Line($"     {each.Process.Name}, {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
    }

    private static void WriteNotify(DumpText text, VrrpInstance instance)
    {
        text.Line($"   Using smtp notification = {DumpText.YesNo(instance.SmtpAlert)}");
        text.Line($"   Notify deleted = {(instance.NotifyDeleted ? "Deleted" : "Fault")}");
        WriteScripts(text, instance.Notify);
        text.Line($"   Notify priority changes = {DumpText.Bool(instance.NotifyPriorityChanges)}");
    }
}
