using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>
/// After the last line: names are resolved, globals fill what instances left open, and what only shows when all is read is checked.
/// </summary>
internal static class ModelBuilder
{
    public static KeepalivedModel Build(Reading reading)
    {
        var global = reading.Global with
        {
            Garp = reading.Garp.ForInstances(reading.Global.MinimalGarp).Build(),
            NotifyFifo = reading.Fifo.Build(),
            VrrpNotifyFifo = reading.VrrpFifo.Build(),
            LvsNotifyFifo = reading.LvsFifo.Build(),
        };
        if (reading.Aborted && reading.Strict) return new KeepalivedModel(global, [], []);
        var staticAddresses = VirtualAddresses.OnInterfaces(reading, global.DefaultInterface ?? "eth0");
        if (reading.FirstMissingInterface is { } place && reading.Strict)
        {
            reading.Fail(DiagnosticKind.UnresolvedName, place, "Non-existent interface specified in configuration");
            return new KeepalivedModel(global, [], []);
        }

        var scripts = VrrpScriptFeature.Check(reading);
        var members = reading.SyncGroups.Select(group => (Group: group, Members: group.Members(reading))).ToArray();
        var instances = new List<VrrpInstance>();
        foreach (var draft in reading.Instances)
        {
            if (Instance(reading, draft, global, scripts) is { } instance) instances.Add(instance);
        }

        Duplicates(reading, instances);
        var model = new KeepalivedModel(global, [.. instances], scripts)
        {
            Program = reading.Program,
            SyncGroups = [.. members.Where(each => each.Members is not null).Select(each => each.Group.Build(reading, each.Members!, scripts, global))],
            TrackFiles = [.. reading.TrackFiles],
            TrackProcesses = [.. reading.TrackProcesses],
            TrackGroups = [.. reading.TrackGroups],
            GarpGroups = [.. reading.GarpGroups],
            InterfaceDelays = [.. reading.InterfaceDelays],
            LinkbeatInterfaces = [.. reading.LinkbeatInterfaces],
            StaticAddresses = staticAddresses,
            StaticRoutes = [.. reading.StaticRoutes],
            StaticRules = [.. reading.StaticRules],
            VirtualServers = VirtualServerChecks.Build(reading),
            VirtualServerGroups = [.. reading.VirtualServerGroups],
            Ssl = reading.Ssl,
            Bfds = [.. reading.Bfds],
        };
        model = model with { Instances = [.. model.Instances.Select(instance => SyncGroupRules.Apply(reading, model, instance))] };
        GlobalScripts.CheckSecurity(reading);
        Scripts.CheckSecurity(reading, model);
        VirtualServerChecks.CheckSecurity(reading, model.VirtualServers);
        return model;
    }

    private static VrrpInstance? Instance(Reading reading, InstanceDraft draft, GlobalDefs global, VrrpScript[] scripts)
    {
        if (draft.VirtualRouterId == 0)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, draft.Place, $"({draft.Name}) the virtual router id must be set");
            return null;
        }

        if (draft.Interface.Length == 0)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, draft.Place, $"({draft.Name}) Unknown interface!");
            return null;
        }

        var isStrict = draft.Strict ?? global.Strict;
        if (draft.Addresses.Count == 0 && !draft.HasNoAddresses)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, draft.Place, $"({draft.Name}) No VIP specified; at least one is {(isStrict || draft.NativeIPv6 ? "required" : "sensible")}");
        }

        var version = Advertisement.VersionOf(reading, draft, global);
        Preemption.Check(reading, draft);
        var unicast = draft.Unicast.Build(reading, draft, global);
        var authentication = Authentication.Check(reading, draft, version, isStrict);
        if (isStrict) Behaviour.CheckStrict(reading, draft, global);
        return new VrrpInstance(draft.Name, draft.Place)
        {
            WantedState = Behaviour.WantedState(reading, draft, isStrict),
            Interface = draft.Interface,
            Vrf = draft.Vrf,
            VirtualRouterId = draft.VirtualRouterId,
            Priority = draft.Priority,
            Version = version,
            AdvertInterval = Advertisement.Check(reading, draft, version),
            Authentication = authentication,
            Hmac = draft.Hmac,
            NativeIPv6 = draft.NativeIPv6,
            NoPreempt = draft.NoPreempt,
            PreemptDelay = draft.PreemptDelay,
            Addresses = [.. draft.Addresses],
            ExcludedAddresses = [.. draft.ExcludedAddresses],
            Routes = [.. draft.Routes],
            Rules = [.. draft.Rules],
            SyncGroup = draft.SyncGroup?.Name,
            Tracking = TrackResolution.Resolve(reading, draft, draft.Interface, scripts),
            DontTrackPrimary = draft.DontTrackPrimary,
            LinkbeatUsePolling = draft.LinkbeatUsePolling,
            SkipCheckAdvertAddresses = draft.SkipCheckAdvertAddresses ?? global.SkipCheckAdvertAddresses,
            // In strict mode a lower priority is not answered at all, whatever is said of it (seen on 2.2.7).
            Garp = draft.Garp.Over(reading.Garp.ForInstances(reading.Global.MinimalGarp)).Build() is var garp && isStrict ? garp with { LowerPriorityDelay = TimeSpan.Zero, LowerPriorityRepeat = 0 } : garp,
            SourceAddress = draft.SourceAddress,
            TrackSourceAddress = draft.TrackSourceAddress,
            Unicast = unicast,
            MulticastGroup = SourceAddresses.GroupOf(draft, global),
            VirtualMac = draft.VirtualMac.Build(reading, draft, isStrict),
            IpVlan = draft.VirtualMac.BuildIpVlan(reading, draft),
            DownTimerAdverts = draft.DownTimerAdverts ?? global.DownTimerAdverts,
            Accept = Behaviour.Accepts(reading, draft, version, isStrict),
            Strict = isStrict,
            LowerPriorityNoAdvert = draft.LowerPriorityNoAdvert ?? global.LowerPriorityNoAdvert,
            HigherPrioritySendAdvert = draft.HigherPrioritySendAdvert ?? global.HigherPrioritySendAdvert,
            PromoteSecondaries = draft.PromoteSecondaries,
            KernelReceiveBuffer = draft.KernelReceiveBuffer,
            Debug = draft.Debug,
            LvsSyncDaemonInterface = draft.LvsSyncDaemonInterface,
            OwnerIgnoresAdverts = draft.OwnerIgnoresAdverts || global.OwnerIgnoresAdverts,
            ChecksumAsVersion2 = draft.ChecksumAsVersion2 || global.ChecksumAsVersion2,
            TimerExpiredBackup = draft.TimerExpiredBackup,
            ThreadTimerExpired = draft.ThreadTimerExpired,
            Notify = Notify.Check(reading, draft),
            NotifyDeleted = draft.NotifyDeleted,
            NotifyPriorityChanges = draft.NotifyPriorityChanges ?? global.NotifyPriorityChanges,
            SmtpAlert = draft.SmtpAlert ?? global.Email.VrrpAlerts ?? global.Email.Alerts ?? false,
        };
    }

    /// <summary>Two virtual routers of one family and number on one interface are one router with two minds.</summary>
    private static void Duplicates(Reading reading, List<VrrpInstance> instances)
    {
        for (var i = 0; i < instances.Count; i++)
        {
            for (var j = i + 1; j < instances.Count; j++)
            {
                var (a, b) = (instances[i], instances[j]);
                if (a.VirtualRouterId != b.VirtualRouterId || !string.Equals(a.Interface, b.Interface, StringComparison.Ordinal) || IsIPv6(a) != IsIPv6(b)) continue;
                reading.Fail(DiagnosticKind.Duplicate, b.Place, $"{a.Name} and {b.Name} both use VRID {a.VirtualRouterId} with IPv{(IsIPv6(a) ? 6 : 4)} on interface {a.Interface}");
            }
        }
    }

    private static bool IsIPv6(VrrpInstance instance) =>
        instance.Addresses.Length > 0 && instance.Addresses[0].Address.AddressFamily == AddressFamily.InterNetworkV6;
}
