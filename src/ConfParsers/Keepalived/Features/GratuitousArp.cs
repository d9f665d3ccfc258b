using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>How gratuitous ARP (IPv4) and unsolicited neighbour advertisements (IPv6) are sent.</summary>
public sealed record GratuitousArp
{
    /// <summary>Second burst after becoming master; zero: none.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    public int Repeat { get; init; } = 5;

    /// <summary>Zero: no refresh while master.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.Zero;

    public int RefreshRepeat { get; init; } = 1;

    public TimeSpan LowerPriorityDelay { get; init; } = TimeSpan.FromSeconds(5);

    public int LowerPriorityRepeat { get; init; } = 5;

    /// <summary>Between two frames on one interface.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.Zero;

    /// <summary>Between two unsolicited neighbour advertisements on one interface.</summary>
    public TimeSpan NeighbourInterval { get; init; } = TimeSpan.Zero;

    /// <summary>While master, so often also on the other interfaces of its virtual addresses' hardware address; zero: never.</summary>
    public TimeSpan ExtraInterval { get; init; } = TimeSpan.Zero;

    /// <summary>The same for every interface with one of its addresses, also without a VMAC.</summary>
    public bool ExtraOnAll { get; init; }
}

/// <summary>
/// The same seven numbers in global_defs (as <c>vrrp_garp_...</c>) and in an instance (as <c>garp_...</c>): what an instance does
/// not say it takes from the globals, wherever these stand. The globals' lower-priority numbers default to their master numbers.
/// (keepalived.conf(5) "vrrp_garp_master_delay" and following)
/// </summary>
internal sealed record GratuitousArpDraft
{
    private const uint MaxDelay = 4294;
    private const uint MaxExtra = 86_400;

    public static readonly Keyword<Reading>[] GlobalKeywords =
    [
        new Setting<Reading>("vrrp_garp_master_delay", "<seconds>", Global(Delay)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_master_repeat", "<count>", Global(Repeat)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_master_refresh", "<seconds>", Global(Refresh)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_master_refresh_repeat", "<count>", Global(RefreshRepeat)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_lower_prio_delay", "<seconds>", Global(LowerPriorityDelay)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_lower_prio_repeat", "<count>", Global(LowerPriorityRepeat)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_interval", "<seconds>", Global(Interval)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_gna_interval", "<seconds>", Global(NeighbourInterval)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_garp_extra_if", "[all] [<1:86400>]", Global(Extra)) { Manual = "Global definitions" },
        new Setting<Reading>("vrrp_vmac_garp_intvl", "[all] [<1:86400>]", Global(Extra)) { Manual = "Global definitions" },
    ];

    public static readonly Keyword<InstanceDraft>[] InstanceKeywords =
    [
        new Setting<InstanceDraft>("garp_master_delay", "<seconds>", Instance(Delay)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_master_repeat", "<count>", Instance(Repeat)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_master_refresh", "<seconds>", Instance(Refresh)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_master_refresh_repeat", "<count>", Instance(RefreshRepeat)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_lower_prio_delay", "<seconds>", Instance(LowerPriorityDelay)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_lower_prio_repeat", "<count>", Instance(LowerPriorityRepeat)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("garp_extra_if", "[all] [<0:86400>]", Instance(Extra)) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("vmac_garp_intvl", "[all] [<0:86400>]", Instance(Extra)) { Manual = "VRRP instance(s)" },
    ];

    public uint? DelaySeconds { get; init; }

    public uint? Repeats { get; init; }

    public uint? RefreshSeconds { get; init; }

    public uint? RefreshRepeats { get; init; }

    public uint? LowerPriorityDelaySeconds { get; init; }

    public uint? LowerPriorityRepeats { get; init; }

    public TimeSpan? BetweenFrames { get; init; }

    public TimeSpan? BetweenNeighbours { get; init; }

    public uint? ExtraSeconds { get; init; }

    public bool? ExtraOnAll { get; init; }

    /// <summary>One frame, once. (keepalived.conf(5) "vrrp_min_garp")</summary>
    private static readonly GratuitousArpDraft Minimal = new() { DelaySeconds = 0, Repeats = 1, RefreshRepeats = 0 };

    /// <summary>What holds for every instance that does not say otherwise.</summary>
    public GratuitousArpDraft ForInstances(bool minimal)
    {
        var garp = minimal ? Over(Minimal) : this;
        return garp with
        {
            LowerPriorityDelaySeconds = garp.LowerPriorityDelaySeconds ?? garp.DelaySeconds,
            LowerPriorityRepeats = garp.LowerPriorityRepeats ?? garp.Repeats,
        };
    }

    /// <summary>What is said here over what is said there.</summary>
    public GratuitousArpDraft Over(GratuitousArpDraft other) => new()
    {
        DelaySeconds = DelaySeconds ?? other.DelaySeconds,
        Repeats = Repeats ?? other.Repeats,
        RefreshSeconds = RefreshSeconds ?? other.RefreshSeconds,
        RefreshRepeats = RefreshRepeats ?? other.RefreshRepeats,
        LowerPriorityDelaySeconds = LowerPriorityDelaySeconds ?? other.LowerPriorityDelaySeconds,
        LowerPriorityRepeats = LowerPriorityRepeats ?? other.LowerPriorityRepeats,
        BetweenFrames = BetweenFrames ?? other.BetweenFrames,
        BetweenNeighbours = BetweenNeighbours ?? other.BetweenNeighbours,
        ExtraSeconds = ExtraSeconds ?? other.ExtraSeconds,
        ExtraOnAll = ExtraOnAll ?? other.ExtraOnAll,
    };

    public GratuitousArp Build()
    {
        var defaults = new GratuitousArp();
        return new GratuitousArp
        {
            Delay = Seconds(DelaySeconds) ?? defaults.Delay,
            Repeat = Count(Repeats) ?? defaults.Repeat,
            Refresh = TimeSpan.FromSeconds(RefreshSeconds ?? 0),
            RefreshRepeat = Count(RefreshRepeats) ?? defaults.RefreshRepeat,
            LowerPriorityDelay = Seconds(LowerPriorityDelaySeconds) ?? defaults.LowerPriorityDelay,
            LowerPriorityRepeat = Count(LowerPriorityRepeats) ?? defaults.LowerPriorityRepeat,
            Interval = BetweenFrames ?? defaults.Interval,
            NeighbourInterval = BetweenNeighbours ?? defaults.NeighbourInterval,
            ExtraInterval = TimeSpan.FromSeconds(ExtraSeconds ?? 0),
            ExtraOnAll = ExtraOnAll ?? false,
        };
    }

    private static TimeSpan? Seconds(uint? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static int? Count(uint? count) => count is { } c ? (int)Math.Min(c, int.MaxValue) : null;

    private static Action<Words, Reading> Global(Func<Words, string, GratuitousArpDraft, GratuitousArpDraft?> bind) =>
        (words, reading) => reading.Garp = bind(words, "", reading.Garp) ?? reading.Garp;

    private static Action<Words, InstanceDraft> Instance(Func<Words, string, GratuitousArpDraft, GratuitousArpDraft?> bind) =>
        (words, instance) => instance.Garp = bind(words, $"({instance.Name}): ", instance.Garp) ?? instance.Garp;

    private static GratuitousArpDraft? Delay(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, MaxDelay, out var seconds)) return garp with { DelaySeconds = seconds };
        return Invalid(words, $"{who}{words.Keyword} '{word}' invalid - ignoring");
    }

    private static GratuitousArpDraft? Repeat(Words words, string who, GratuitousArpDraft garp) =>
        AtLeastOne(words, who, out var count) ? garp with { Repeats = count } : null;

    private static GratuitousArpDraft? Refresh(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var seconds)) return garp with { RefreshSeconds = seconds };
        return Invalid(words, $"{who}Invalid {words.Keyword} '{word}' - ignoring");
    }

    private static GratuitousArpDraft? RefreshRepeat(Words words, string who, GratuitousArpDraft garp) =>
        AtLeastOne(words, who, out var count) ? garp with { RefreshRepeats = count } : null;

    private static GratuitousArpDraft? LowerPriorityDelay(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, MaxDelay, out var seconds)) return garp with { LowerPriorityDelaySeconds = seconds };
        return Invalid(words, $"{who}{words.Keyword} '{word}' invalid - ignoring");
    }

    private static GratuitousArpDraft? LowerPriorityRepeat(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, int.MaxValue, out var count)) return garp with { LowerPriorityRepeats = count };
        return Invalid(words, $"{who}Invalid {words.Keyword} '{word}'");
    }

    private static GratuitousArpDraft? Interval(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, uint.MaxValue, out var interval)) return garp with { BetweenFrames = interval };
        return Invalid(words, $"{who}{words.Keyword} '{word}' is invalid");
    }

    private static GratuitousArpDraft? NeighbourInterval(Words words, string who, GratuitousArpDraft garp)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, uint.MaxValue, out var interval)) return garp with { BetweenNeighbours = interval };
        return Invalid(words, $"{who}{words.Keyword} '{word}' is invalid");
    }

    private static GratuitousArpDraft? Extra(Words words, string who, GratuitousArpDraft garp)
    {
        // An instance may switch off with 0 what is on for all.
        var isGlobal = who.Length == 0;
        if (words.Keyword.EndsWith("vmac_garp_intvl", StringComparison.Ordinal))
        {
            words.Reading.Warn(DiagnosticKind.Deprecated, words.Place, $"Keyword \"{words.Keyword}\" is deprecated - please use \"{(isGlobal ? "vrrp_garp_extra_if" : "garp_extra_if")}\"");
        }

        var hasWord = words.Next(out var word);
        var onAll = hasWord && string.Equals(word, "all", StringComparison.Ordinal);
        if (onAll) hasWord = words.Next(out word);
        if (!hasWord) return Invalid(words, $"{who}{words.Keyword} specified without time - ignoring");
        if (words.Unsigned(word, isGlobal ? 1u : 0u, MaxExtra, out var seconds)) return garp with { ExtraSeconds = seconds, ExtraOnAll = onAll };
        return Invalid(words, $"{who}{words.Keyword} '{word}' invalid - ignoring");
    }

    private static bool AtLeastOne(Words words, string who, out uint count)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 0, uint.MaxValue, out count))
        {
            Invalid(words, $"{who}{words.Keyword} '{word}' invalid - ignoring");
            return false;
        }

        if (count > 0) return true;
        words.Warn(DiagnosticKind.OutOfRange, $"{who}{words.Keyword} must be greater than 0, setting to 1");
        count = 1;
        return true;
    }

    private static GratuitousArpDraft? Invalid(Words words, string text)
    {
        words.Warn(DiagnosticKind.BadNumber, text);
        return null;
    }
}
