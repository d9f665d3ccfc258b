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
        var global = reading.Global with { Garp = reading.Garp.Build() };
        if (reading.Aborted && reading.Strict) return new KeepalivedModel(global, [], []);
        var scripts = VrrpScriptFeature.Check(reading);
        var instances = new List<VrrpInstance>();
        foreach (var draft in reading.Instances)
        {
            if (Instance(reading, draft, global, scripts) is { } instance) instances.Add(instance);
        }

        Duplicates(reading, instances);
        var model = new KeepalivedModel(global, [.. instances], scripts);
        Scripts.CheckSecurity(reading, model);
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

        if (draft.Addresses.Count == 0) reading.WarnAtEnd(DiagnosticKind.MissingArgument, draft.Place, $"({draft.Name}) No VIP specified; at least one is sensible");
        var version = Advertisement.VersionOf(draft, global);
        Preemption.Check(reading, draft);
        return new VrrpInstance(draft.Name, draft.Place)
        {
            WantedState = draft.WantedState,
            Interface = draft.Interface,
            VirtualRouterId = draft.VirtualRouterId,
            Priority = draft.Priority,
            Version = version,
            AdvertInterval = Advertisement.Check(reading, draft, version),
            Authentication = Authentication.Check(reading, draft, version),
            NoPreempt = draft.NoPreempt,
            PreemptDelay = draft.PreemptDelay,
            Addresses = [.. draft.Addresses],
            TrackInterfaces = TrackInterface.Check(reading, draft),
            TrackScripts = TrackScript.Resolve(reading, draft, scripts),
            DontTrackPrimary = draft.DontTrackPrimary,
            SkipCheckAdvertAddresses = draft.SkipCheckAdvertAddresses ?? global.SkipCheckAdvertAddresses,
            Garp = draft.Garp.Over(reading.Garp).Build(),
            SourceAddress = draft.SourceAddress,
            DownTimerAdverts = draft.DownTimerAdverts ?? global.DownTimerAdverts,
            Notify = Notify.Check(reading, draft),
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
