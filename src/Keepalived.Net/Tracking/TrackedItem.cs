using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tracking;

/// <summary>What one tracked thing means for one virtual router at this moment.</summary>
/// <param name="Priority">What it adds to the priority.</param>
/// <param name="IsFault">It forbids taking part.</param>
/// <param name="IsPending">Its first result is awaited before the router takes part.</param>
public readonly record struct Standing(int Priority, bool IsFault, bool IsPending);

/// <summary>
/// A line of track_interface, track_script, track_file or track_process, with the weight that counts. Weight 0 means FAULT instead of
/// another priority. (keepalived.conf(5) "track_interface", "TRACK FILE CONFIGURATION", "PROCESS TRACKING")
/// </summary>
public readonly record struct TrackedItem(TrackerKind Kind, string Name, int Weight, bool Reverse)
{
    /// <summary>A file's number times the weight stays within these; the lower end is FAULT.</summary>
    private const int LowestProduct = -254;

    private const int HighestProduct = 253;

    /// <summary>
    /// Everything the instance depends on besides its own interface: what it tracks itself, what its sync group does, and the interfaces of
    /// static addresses, routes and rules that its track groups name. What both it and its sync group track counts once, with the group's weight (seen on 2.2.7).
    /// </summary>
    public static IEnumerable<TrackedItem> Of(VrrpInstance instance, KeepalivedModel model)
    {
        var group = instance.SyncGroup is null ? null : Array.Find(model.SyncGroups, each => each.Name == instance.SyncGroup);
        TrackedItem[] shared = group is null ? [] : [.. Of(group.Tracking)];
        return [.. Of(instance.Tracking).Where(own => !Array.Exists(shared, each => each.Kind == own.Kind && each.Name == own.Name)), .. shared, .. OfTrackGroups(instance, model)];
    }

    public Standing Judge(in TrackerRecord record)
    {
        if (Kind == TrackerKind.File) return JudgeNumber(record.Value);
        if (record.Status == TrackerStatus.Init) return new(0, IsFault: false, IsPending: Weight == 0 && Kind == TrackerKind.Script);
        var well = record.Status == TrackerStatus.Good;
        if (Weight == 0) return new(0, IsFault: well == Reverse, IsPending: false);
        var contribution = EffectivePriority.Contribution(Weight, well);
        return new(Reverse ? -contribution : contribution, IsFault: false, IsPending: false);
    }

    public FaultReasons Reason => Kind switch
    {
        TrackerKind.Interface => FaultReasons.TrackedInterface,
        TrackerKind.Script => FaultReasons.TrackedScript,
        TrackerKind.File => FaultReasons.TrackedFile,
        _ => FaultReasons.TrackedProcess,
    };

    private static IEnumerable<TrackedItem> Of(ConfParsers.Keepalived.Tracking tracking)
    {
        foreach (var tracked in tracking.Interfaces) yield return new(TrackerKind.Interface, tracked.Name, tracked.Weight, tracked.Reverse);
        foreach (var tracked in tracking.Scripts) yield return new(TrackerKind.Script, tracked.Script.Name, tracked.EffectiveWeight, tracked.Reverse);
        foreach (var tracked in tracking.Files) yield return new(TrackerKind.File, tracked.File.Name, tracked.EffectiveWeight, tracked.Reverse);
        foreach (var tracked in tracking.Processes) yield return new(TrackerKind.Process, tracked.Process.Name, tracked.EffectiveWeight, tracked.Reverse);
    }

    /// <summary>2.2.7 takes the link of the interface for the presence of what is static on it: that is put back whenever there is one.</summary>
    private static IEnumerable<TrackedItem> OfTrackGroups(VrrpInstance instance, KeepalivedModel model)
    {
        var groups = model.TrackGroups.Where(group => group.Members.Contains(instance.Name, StringComparer.Ordinal)).Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        if (groups.Count == 0) return [];
        IEnumerable<string?> interfaces =
        [
            .. model.StaticAddresses.Where(each => IsTracked(each.TrackGroup)).Select(each => each.Interface),
            .. model.StaticRoutes.Where(each => IsTracked(each.TrackGroup)).Select(each => each.Interface),
            .. model.StaticRules.Where(each => IsTracked(each.TrackGroup)).Select(each => each.InputInterface),
        ];
        return interfaces.OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new TrackedItem(TrackerKind.Interface, name, Weight: 0, Reverse: false));

        bool IsTracked(string? group) => group is not null && groups.Contains(group);
    }

    private Standing JudgeNumber(int number)
    {
        if (Weight == 0) return new(0, IsFault: number != 0 != Reverse, IsPending: false);
        var product = (int)Math.Clamp((long)number * (Reverse ? -Weight : Weight), LowestProduct, HighestProduct);
        return product == LowestProduct ? new(0, IsFault: true, IsPending: false) : new(product, IsFault: false, IsPending: false);
    }
}
