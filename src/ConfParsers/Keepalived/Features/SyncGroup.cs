using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Instances that change their state together (keepalived.conf(5) "VRRP synchronization group(s)").</summary>
public sealed record SyncGroup(string Name, Span Place)
{
    /// <summary>Names of its instances, those that exist.</summary>
    public string[] Members { get; init; } = [];

    public Tracking Tracking { get; init; } = new();

    public NotifyScripts Notify { get; init; } = new();

    public bool SmtpAlert { get; init; }

    /// <summary>Weights of what is tracked count although the group's members share one state.</summary>
    public bool TrackingWeight { get; init; }

    /// <summary>What one member tracks, all do (deprecated).</summary>
    public bool GlobalTracking { get; init; }

    public bool NotifyPriorityChanges { get; init; }
}

/// <summary>A <c>vrrp_sync_group</c> while its lines are read.</summary>
internal sealed class SyncGroupDraft(string name, Span place) : ITracker, INotifier
{
    private const string Manual = "VRRP synchronization group(s)";

    private static readonly Block<SyncGroupDraft> Settings = new("vrrp_sync_group",
    [
        new Lines<SyncGroupDraft>("group", "{ <instance> ... }", Member, (words, group) => words.Warn(DiagnosticKind.MissingArgument, $"Warning - sync group {group.Name} has empty group block")) { Manual = Manual, Refuses = RefusesMembers },
        .. TrackKinds.RowsOf<SyncGroupDraft>(Manual),
        .. Keepalived.Notify.RowsOf<SyncGroupDraft>("notify_backup", "notify_master", "notify_fault", "notify_stop", "notify"),
        Rows.Switch<SyncGroupDraft>("smtp_alert", Manual, (group, on) => group._smtpAlert = on, (_, word) => $"Invalid vrrp_group smtp_alert parameter {word}"),
        new Setting<SyncGroupDraft>("global_tracking", "", GlobalTracking) { Manual = Manual },
        Rows.Flag<SyncGroupDraft>("sync_group_tracking_weight", Manual, group => group.TrackingWeight = true),
        Rows.Switch<SyncGroupDraft>("notify_priority_changes", Manual, (group, on) => group._notifyPriorityChanges = on, (group, word) => $"({group.Name}) Invalid value '{word}' for sync group notify_priority_changes specified"),
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, SyncGroupDraft>("vrrp_sync_group", "[name] { }", Open, Settings) { Manual = Manual },
    ];

    private readonly List<string> _members = [];
    private bool _hasMembers;
    private bool _globalTracking;
    private bool? _smtpAlert;
    private bool? _notifyPriorityChanges;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public TrackDraft Tracks { get; } = new();

    public NotifyScripts Notify { get; set; } = new();

    public string NotifyPrefix => $"vrrp group {Name}:";

    public bool TrackingWeight { get; private set; }

    /// <summary>The members that exist, each in one group only; null: there are none.</summary>
    public string[]? Members(Reading reading)
    {
        if (_members.Count == 0)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, Place, $"Sync group {Name} has no virtual router(s). removing");
            return null;
        }

        var members = new List<string>();
        foreach (var member in _members)
        {
            if (reading.Instances.Find(instance => string.Equals(instance.Name, member, StringComparison.Ordinal)) is not { } instance)
            {
                reading.WarnAtEnd(DiagnosticKind.UnresolvedName, Place, $"Virtual router {member} specified in sync group {Name} doesn't exist - ignoring");
            }
            else if (instance.SyncGroup is not null)
            {
                reading.WarnAtEnd(DiagnosticKind.Duplicate, Place, $"Virtual router {member} cannot exist in more than one sync group; ignoring {Name}");
            }
            else
            {
                instance.SyncGroup = this;
                members.Add(member);
            }
        }

        if (members.Count == 0)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, Place, $"Sync group {Name}, no matching virtual router found in group declaration - removing");
            return null;
        }

        if (members.Count == 1) reading.WarnAtEnd(DiagnosticKind.Other, Place, $"Sync group {Name} has only 1 virtual router(s) - this probably isn't what you want");
        return [.. members];
    }

    public SyncGroup Build(Reading reading, string[] members, VrrpScript[] scripts, GlobalDefs global) => new(Name, Place)
    {
        Members = members,
        Tracking = TrackResolution.Resolve(reading, this, null, scripts),
        Notify = Keepalived.Notify.Check(reading, this),
        SmtpAlert = _smtpAlert ?? global.Email.VrrpAlerts ?? global.Email.Alerts ?? false,
        TrackingWeight = TrackingWeight,
        GlobalTracking = _globalTracking,
        NotifyPriorityChanges = _notifyPriorityChanges ?? false,
    };

    private static SyncGroupDraft? Open(Words words, Reading reading)
    {
        if (words.Count != 1)
        {
            reading.Warn(DiagnosticKind.MissingArgument, words.Place, "vrrp_sync_group must have a name - skipping");
            return null;
        }

        words.Next(out var name);
        if (reading.SyncGroups.Exists(group => string.Equals(group.Name, name, StringComparison.Ordinal)))
        {
            words.Warn(DiagnosticKind.Duplicate, $"vrrp sync group {name} already defined");
            return null;
        }

        var draft = new SyncGroupDraft(name, words.Place);
        reading.SyncGroups.Add(draft);
        return draft;
    }

    private static bool RefusesMembers(Words words, SyncGroupDraft group)
    {
        if (group._hasMembers) words.Reading.Warn(DiagnosticKind.Duplicate, words.Place, $"Group list already specified for sync group {group.Name}");
        var refuses = group._hasMembers;
        group._hasMembers = true;
        return refuses;
    }

    private static void Member(Words words, SyncGroupDraft group)
    {
        while (words.Next(out var member)) group._members.Add(member);
    }

    private static void GlobalTracking(Words words, SyncGroupDraft group)
    {
        words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, $"({group.Name}) global_tracking is deprecated. Use track_interface/script/file on the sync group");
        group._globalTracking = true;
    }
}
