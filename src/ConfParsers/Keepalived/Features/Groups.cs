using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Instances whose FAULT follows static addresses, routes and rules that name the group (keepalived.conf(5) "Static track groups").</summary>
public sealed record TrackGroup(string Name, string[] Members, Span Place);

/// <summary>Interfaces that share one limit of gratuitous ARPs and neighbour advertisements (keepalived.conf(5) "garp_group").</summary>
/// <param name="ArpInterval">Least time between two gratuitous ARPs; zero: none.</param>
/// <param name="NeighbourInterval">Least time between two unsolicited neighbour advertisements.</param>
public sealed record GarpGroup(string[] Interfaces, TimeSpan ArpInterval, TimeSpan NeighbourInterval, Span Place);

/// <summary>How long an interface must be up or down before it counts (keepalived.conf(5) "interface_up_down_delays").</summary>
public sealed record InterfaceDelay(string Interface, TimeSpan Down, TimeSpan Up, Span Place);

/// <summary>How a driver is asked for its link.</summary>
public enum LinkbeatMethod
{
    Mii,
    Ethtool,

    /// <summary>By the flags of the interface.</summary>
    Ioctl,
}

/// <summary>An interface whose driver is asked for its link instead of listened to (keepalived.conf(5) "Linkbeat interfaces").</summary>
/// <param name="Method">The preferred one; null: any that the driver knows.</param>
public sealed record LinkbeatInterface(string Interface, LinkbeatMethod? Method);

/// <summary>The lists that stand beside the instances.</summary>
internal static class Groups
{
    private const string StaticManual = "Static track groups";
    private const string GarpManual = "Gratuitous ARP group";

    private static readonly Block<TrackGroupDraft> TrackSettings = new("track_group",
    [
        new Lines<TrackGroupDraft>("group", "{ <instance> ... }", (words, group) => Collect(words, group.Members), (words, group) => words.Warn(DiagnosticKind.MissingArgument, $"Warning - track group {group.Name} has empty group block"))
        {
            Manual = StaticManual,
            Refuses = (words, group) =>
            {
                if (group.Members.Count > 0) words.Reading.Warn(DiagnosticKind.Duplicate, words.Place, $"Group list already specified for track group {group.Name}");
                return group.Members.Count > 0;
            },
        },
    ]);

    private static readonly Block<GarpGroupDraft> GarpSettings = new("garp_group",
    [
        Interval("garp_interval", (group, interval) => group.Arp = interval),
        Interval("gna_interval", (group, interval) => group.Neighbour = interval),
        new Setting<GarpGroupDraft>("interface", "<name>", (words, group) =>
        {
            words.Next(out var name);
            Add(words, group, name);
        }) { Manual = GarpManual },
        new Lines<GarpGroupDraft>("interfaces", "{ <name> ... }", (words, group) => Collect(words, group.Listed), (words, _) => words.Warn(DiagnosticKind.MissingArgument, "Warning - empty garp_group interfaces block"))
        {
            Manual = GarpManual,
            End = (words, group) =>
            {
                foreach (var name in group.Listed) Add(words, group, name);
                group.Listed.Clear();
            },
        },
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, TrackGroupDraft>("track_group", "[name] { }", OpenTrackGroup, TrackSettings, (_, reading, draft) => reading.TrackGroups.Add(new TrackGroup(draft.Name, [.. draft.Members], draft.Place))) { Manual = StaticManual },
        new Section<Reading, GarpGroupDraft>("garp_group", "{ }", (words, _) => new GarpGroupDraft(words.Place), GarpSettings, CloseGarpGroup) { Manual = GarpManual },
        new Lines<Reading>("linkbeat_interfaces", "{ <name> [MII|ETHTOOL|IOCTL] ... }", Linkbeat) { Manual = "Linkbeat interfaces" },
        new Lines<Reading>("interface_up_down_delays", "{ <name> <down seconds> [<up seconds>] }", Delay) { Manual = "Interface up/down delays" },
    ];

    private sealed class TrackGroupDraft(string name, Span place)
    {
        public string Name { get; } = name;

        public Span Place { get; } = place;

        public List<string> Members { get; } = [];
    }

    private sealed class GarpGroupDraft(Span place)
    {
        public Span Place { get; } = place;

        public TimeSpan Arp { get; set; }

        public TimeSpan Neighbour { get; set; }

        public bool HasInterval { get; set; }

        public List<string> Interfaces { get; } = [];

        /// <summary>Those of a block that is still open.</summary>
        public List<string> Listed { get; } = [];
    }

    private static void Collect(Words words, List<string> into)
    {
        while (words.Next(out var word)) into.Add(word);
    }

    private static TrackGroupDraft? OpenTrackGroup(Words words, Reading reading)
    {
        if (words.Count != 1)
        {
            reading.Warn(DiagnosticKind.MissingArgument, words.Place, "track_group must have a name - skipping");
            return null;
        }

        words.Next(out var name);
        if (!reading.TrackGroups.Exists(group => string.Equals(group.Name, name, StringComparison.Ordinal))) return new TrackGroupDraft(name, words.Place);
        words.Warn(DiagnosticKind.Duplicate, $"track_group {name} already defined");
        return null;
    }

    private static Setting<GarpGroupDraft> Interval(string name, Action<GarpGroupDraft, TimeSpan> set) => new(name, "<seconds>", (words, group) =>
    {
        words.Next(out var word);
        if (!words.Seconds(word, 0, int.MaxValue, out var interval))
        {
            words.Warn(DiagnosticKind.OutOfRange, $"garp_group {name} '{word}' invalid");
            return;
        }

        set(group, interval);
        group.HasInterval = true;
    })
    { Manual = GarpManual };

    private static void Add(Words words, GarpGroupDraft group, string name)
    {
        var reading = words.Reading;
        if (!reading.Surroundings.HasInterface(name))
        {
            reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {name} specified for garp_group doesn't exist");
            if (reading.Strict) return;
        }

        if (!reading.GarpInterfaces.Add(name)) words.Warn(DiagnosticKind.Duplicate, $"garp_group already specified for {name} - ignoring");
        else group.Interfaces.Add(name);
    }

    private static void CloseGarpGroup(Words words, Reading reading, GarpGroupDraft draft)
    {
        // The number is 2.2.7's: so many interfaces it has.
        if (!draft.HasInterval) words.Warn(DiagnosticKind.MissingArgument, $"garp group {draft.Interfaces.Count} does not have any delay set - removing");
        else reading.GarpGroups.Add(new GarpGroup([.. draft.Interfaces], draft.Arp, draft.Neighbour, draft.Place));
    }

    private static void Linkbeat(Words words, Reading reading)
    {
        words.Next(out var name);
        if (!reading.Surroundings.HasInterface(name))
        {
            words.Warn(DiagnosticKind.UnresolvedName, $"unknown interface {name} specified for linkbeat interface");
            return;
        }

        LinkbeatMethod? method = null;
        if (words.Next(out var word))
        {
            method = word switch
            {
                "MII" => LinkbeatMethod.Mii,
                "ETHTOOL" => LinkbeatMethod.Ethtool,
                "IOCTL" => LinkbeatMethod.Ioctl,
                _ => null,
            };
            if (method is null || words.Next(out _)) words.Warn(DiagnosticKind.SurplusArgument, $"extra characters {word} in linkbeat interface");
        }

        if (!reading.LinkbeatInterfaces.Exists(each => each.Interface == name)) reading.LinkbeatInterfaces.Add(new LinkbeatInterface(name, method));
    }

    private static void Delay(Words words, Reading reading)
    {
        words.Next(out var name);
        var place = words.PlaceOfLast;
        if (!reading.Surroundings.HasInterface(name))
        {
            words.Warn(DiagnosticKind.UnresolvedName, $"unknown interface {name} specified for up/down delay");
            return;
        }

        if (!words.Next(out var word) || !words.Seconds(word, 0, 255_000_000, out var down)) return;
        var up = TimeSpan.Zero;
        if (words.Next(out word) && !words.Seconds(word, 0, 255_000_000, out up)) return;
        reading.InterfaceDelays.Add(new InterfaceDelay(name, down, up, place));
    }
}
