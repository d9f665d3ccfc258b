using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>
/// Members of a sync group share one state, so a weight of one member's own would part them: 2.2.7 drops what is tracked with weights
/// unless <c>sync_group_tracking_weight</c> is set (keepalived.conf(5) "VRRP synchronization group(s)").
/// </summary>
internal static class SyncGroupRules
{
    public static VrrpInstance Apply(Reading reading, KeepalivedModel model, VrrpInstance instance)
    {
        var group = Array.Find(model.SyncGroups, candidate => string.Equals(candidate.Name, instance.SyncGroup, StringComparison.Ordinal));
        if (group is null) return instance;
        var tracking = instance.Tracking;
        if (!group.TrackingWeight && !group.GlobalTracking) tracking = WithoutWeights(reading, instance, tracking);
        foreach (var tracked in tracking.Interfaces.Where(tracked => Array.Exists(group.Tracking.Interfaces, other => string.Equals(other.Name, tracked.Name, StringComparison.Ordinal))))
        {
            reading.WarnAtEnd(DiagnosticKind.Duplicate, tracked.Place, $"({instance.Name}) track_interface {tracked.Name} is configured on VRRP instance and sync group. Remove vrrp instance or sync group config");
        }

        return instance with { Tracking = tracking };
    }

    private static Tracking WithoutWeights(Reading reading, VrrpInstance instance, Tracking tracking)
    {
        foreach (var each in tracking.Interfaces.Where(each => each.Weight != 0)) Ignored(each.Place, $"{each.Name} tracked interface weight");
        foreach (var each in tracking.Scripts.Where(each => each.EffectiveWeight != 0)) Ignored(each.Place, $"tracked script {each.Script.Name} with weights");
        foreach (var each in tracking.Files.Where(each => each.EffectiveWeight != 0)) Ignored(each.Place, $"tracked file {each.File.Name} with weight {each.EffectiveWeight}");
        foreach (var each in tracking.Bfds.Where(each => each.EffectiveWeight != 0)) Ignored(each.Place, $"tracked bfd {each.Bfd.Name} with weight {each.EffectiveWeight}");
        return new Tracking
        {
            Interfaces = [.. tracking.Interfaces.Select(each => each with { Weight = 0 })],
            Scripts = [.. tracking.Scripts.Where(each => each.EffectiveWeight == 0)],
            Files = [.. tracking.Files.Where(each => each.EffectiveWeight == 0)],
            Processes = [.. tracking.Processes.Where(each => each.EffectiveWeight == 0)],
            Bfds = [.. tracking.Bfds.Where(each => each.EffectiveWeight == 0)],
        };

        void Ignored(Span place, string what) => reading.WarnAtEnd(DiagnosticKind.Ignored, place, $"({instance.Name}) ignoring {what} due to SYNC group");
    }
}
