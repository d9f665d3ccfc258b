using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Process;

namespace Keepalived.Net.Status;

/// <summary>The parts "VRRP Sockpool" and "VRRP Sync groups" of keepalived.data.</summary>
internal static class GroupDump
{
    public static void WriteSockets(DumpText text, StatusView view, InterfaceTable interfaces)
    {
        text.Head("VRRP Sockpool");
        foreach (var shared in view.Routers().GroupBy(each => each.Record.ReceiverDescriptor))
        {
            var (instance, record) = shared.First();
            text.Line($" fd_in {record.ReceiverDescriptor} fd_out = {record.SenderDescriptor}");
            text.Line($"   Interface = {(instance.VirtualMac is not null && RouterPlan.SpeaksOnVirtualLink(instance) ? AddressText.VmacName(instance) : instance.Interface)}");
            text.Line($"   Family = {(RouterPlan.IsIpv6(instance) ? "IPv6" : "IPv4")}");
            text.Line($"   Protocol = {(instance.Authentication?.Type == VrrpAuthenticationType.AuthenticationHeader ? "AH" : "VRRP")}");
            text.Line($"   Type = {(instance.Unicast is null ? "Multicast" : "Unicast")}");
            if (instance is { Unicast: not null, SourceAddress: { } source }) text.Line($"   Address = {source}");
            var mtu = interfaces.Find(instance.Interface)?.Mtu ?? 0;
            text.Line($"   Rx buf size = {shared.Sum(each => RouterPlan.ReceiveBuffer(each.Instance, view.Model.Global.Buffers, mtu))}");
            text.Line("   VRRP instances");
            foreach (var (user, _) in shared) text.Line($"     {user.Name} vrid {user.VirtualRouterId}");
        }
    }

    public static void WriteGroups(DumpText text, StatusView view)
    {
        if (view.Model.SyncGroups.Length == 0) return;
        text.Head("VRRP Sync groups");
        foreach (var group in view.Model.SyncGroups) WriteGroup(text, view, group);
    }

    private static void WriteGroup(DumpText text, StatusView view, SyncGroup group)
    {
        var members = view.Routers().Where(each => group.Members.Contains(each.Instance.Name, StringComparer.Ordinal)).ToArray();
        var state = members.Length == 0 ? VrrpState.Init : members[0].Record.State;
        text.Line($" VRRP Sync Group = {group.Name}, {StateWords.Of(state)}");
        text.Line($"   Num member fault {members.Count(each => each.Record.Faults != FaultReasons.None)}, num member init {members.Count(each => each.Record.State == VrrpState.Init)}");
        text.Line("   VRRP member instances :");
        foreach (var member in group.Members) text.Line($"     {member}");
        if (group.TrackingWeight || group.GlobalTracking) text.Line("   sync group tracking weight set");
        text.Line($"   Using smtp notification = {DumpText.YesNo(group.SmtpAlert)}");
        if (group.NotifyPriorityChanges) text.Line("   Notify priority changes = yes");
        if (group.Tracking.Interfaces.Length > 0) text.Line("   Tracked interfaces :");
        foreach (var each in group.Tracking.Interfaces) text.Line($"     {each.Name} {DumpText.Weight(each.Weight, each.Reverse)}");
        if (group.Tracking.Scripts.Length > 0) text.Line("   Tracked scripts :");
        foreach (var each in group.Tracking.Scripts) text.Line($"     {each.Script.Name} {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
        if (group.Tracking.Files.Length > 0) text.Line("   Tracked files :");
        foreach (var each in group.Tracking.Files) text.Line($"     {each.File.Name}, {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
        if (group.Tracking.Processes.Length > 0) text.Line("   Tracked process :");
        foreach (var each in group.Tracking.Processes) text.Line($"     {each.Process.Name}, {DumpText.Weight(each.EffectiveWeight, each.Reverse)}");
        TopologyDump.WriteScripts(text, group.Notify);
    }
}
