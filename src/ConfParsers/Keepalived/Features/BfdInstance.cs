using System.Net;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>A session of Bidirectional Forwarding Detection with a neighbour (keepalived.conf(5) "BFD CONFIGURATION"; RFC 5880).</summary>
public sealed record BfdInstance(string Name, IPAddress Neighbour, Span Place)
{
    public IPAddress? Source { get; init; }

    /// <summary>Least time between two packets that are received.</summary>
    public TimeSpan MinReceive { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Wanted time between two packets that are sent.</summary>
    public TimeSpan MinTransmit { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The same while the session is down.</summary>
    public TimeSpan IdleTransmit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Packets that may be lost.</summary>
    public int Multiplier { get; init; } = 5;

    /// <summary>Waits for the other side to begin.</summary>
    public bool Passive { get; init; }

    /// <summary>Of what is sent; null: 255, or 64 over several hops.</summary>
    public int? Ttl { get; init; }

    /// <summary>Of what is received; -1: any number.</summary>
    public int MaxHops { get; init; }

    /// <summary>Over several hops, port 4784 (2.4).</summary>
    public bool Multihop { get; init; }

    public int Weight { get; init; }

    public bool Reverse { get; init; }

    /// <summary>Its state is told to the VRRP process.</summary>
    public bool ForVrrp { get; init; }

    /// <summary>Its state is told to the checker process.</summary>
    public bool ForCheckers { get; init; }
}

/// <inheritdoc cref="BfdInstance"/>
internal sealed class BfdDraft(string name, Span place)
{
    private const string Manual = "BFD CONFIGURATION";
    private const long MaxMilliseconds = 4_294_967;
    private const int MaxName = 31;

    private static readonly Block<BfdDraft> Settings = new("bfd_instance",
    [
        new Setting<BfdDraft>("source_ip", "<address>", Source) { Manual = Manual },
        new Setting<BfdDraft>("neighbor_ip", "[address]", Neighbour) { Manual = Manual },
        new Setting<BfdDraft>("neighbour_ip", "[address]", Neighbour) { Manual = Manual },
        Interval("min_rx", 1, (bfd, interval) => bfd with { MinReceive = interval }),
        Interval("min_tx", 1, (bfd, interval) => bfd with { MinTransmit = interval }),
        Interval("idle_tx", 1000, (bfd, interval) => bfd with { IdleTransmit = interval }),
        Number("multiplier", "multiplier", (bfd, number) => bfd with { Multiplier = number }),
        Rows.Flag<BfdDraft>("passive", Manual, draft => draft._bfd = draft._bfd with { Passive = true }),
        Number("ttl", "ttl/hoplimit", (bfd, number) => bfd with { Ttl = number }),
        Number("hoplimit", "ttl/hoplimit", (bfd, number) => bfd with { Ttl = number }),
        new Setting<BfdDraft>("max_hops", "<-1:255>", MaxHops) { Manual = Manual },
        new Setting<BfdDraft>("weight", "<-253:253> [reverse]", Weight) { Manual = Manual },
        Rows.Flag<BfdDraft>("vrrp", Manual, draft => draft._bfd = draft._bfd with { ForVrrp = true }),
        Rows.Flag<BfdDraft>("checker", Manual, draft => draft._bfd = draft._bfd with { ForCheckers = true }),
        Rows.Flag<BfdDraft>("multihop", Manual, draft => draft._bfd = draft._bfd with { Multihop = true }) with { Since = Since.V24 },
    ]);

    public static readonly Keyword<Reading>[] Keywords =
    [
        new Section<Reading, BfdDraft>("bfd_instance", "<name> { }", Open, Settings, Close) { Manual = Manual },
    ];

    private BfdInstance _bfd = new(name, IPAddress.None, place);
    private bool _hasNeighbour;
    private bool _isDisabled;

    private static BfdDraft? Open(Words words, Reading reading)
    {
        words.Next(out var name);
        if (name.Length > MaxName)
        {
            words.Warn(DiagnosticKind.BadValue, $"Configuration error: BFD instance {name} name too long (maximum length is {MaxName} characters) - ignoring");
            return null;
        }

        if (!reading.Bfds.Exists(bfd => string.Equals(bfd.Name, name, StringComparison.Ordinal))) return new BfdDraft(name, words.Place);
        words.Warn(DiagnosticKind.Duplicate, $"Configuration error: BFD instance {name} already configured - ignoring");
        return null;
    }

    private static void Close(Words words, Reading reading, BfdDraft draft)
    {
        if (draft._isDisabled) return;
        if (draft._hasNeighbour) reading.Bfds.Add(draft._bfd with { ForVrrp = draft._bfd.ForVrrp || !draft._bfd.ForCheckers, ForCheckers = draft._bfd.ForCheckers || !draft._bfd.ForVrrp });
        else words.Warn(DiagnosticKind.MissingArgument, $"Configuration error: BFD instance {draft._bfd.Name} has no neighbor address set, disabling instance");
    }

    private static void Source(Words words, BfdDraft draft)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is { } address) draft._bfd = draft._bfd with { Source = address };
        else words.Warn(DiagnosticKind.BadAddress, $"Configuration error: BFD instance {draft._bfd.Name} has malformed source address {word}, ignoring");
    }

    private static void Neighbour(Words words, BfdDraft draft)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is { } address)
        {
            draft._bfd = draft._bfd with { Neighbour = address };
            draft._hasNeighbour = true;
            return;
        }

        words.Warn(DiagnosticKind.BadAddress, $"Configuration error: BFD instance {draft._bfd.Name} has malformed neighbor address {word}, ignoring instance");
        draft._isDisabled = true;
        words.Reading.SkipRestOfBlock = true;
    }

    private static Setting<BfdDraft> Interval(string name, int least, Func<BfdInstance, TimeSpan, BfdInstance> set) => new(name, "<milliseconds>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Milliseconds(word, least * 1000L, MaxMilliseconds * 1000, out var interval)) draft._bfd = set(draft._bfd, interval);
        else words.Warn(DiagnosticKind.OutOfRange, $"Configuration error: BFD instance {draft._bfd.Name} {name} value {word} is not valid (must be in range [{least}-{MaxMilliseconds}]), ignoring");
    })
    { Manual = Manual };

    private static Setting<BfdDraft> Number(string name, string what, Func<BfdInstance, int, BfdInstance> set) => new(name, "<1:255>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, 255, out var number)) draft._bfd = set(draft._bfd, (int)number);
        else words.Warn(DiagnosticKind.OutOfRange, $"Configuration error: BFD instance {draft._bfd.Name} {what} value {word} not valid (must be in range [1-255]), ignoring");
    })
    { Manual = Manual };

    private static void MaxHops(Words words, BfdDraft draft)
    {
        words.Next(out var word);
        if (words.Signed(word, -1, 255, out var hops)) draft._bfd = draft._bfd with { MaxHops = hops };
        else words.Warn(DiagnosticKind.OutOfRange, $"Configuration error: BFD instance {draft._bfd.Name} max_hops value {word} not valid (must be in range [-1-255]), ignoring");
    }

    private static void Weight(Words words, BfdDraft draft)
    {
        words.Next(out var word);
        if (words.Signed(word, -253, 253, out var weight)) draft._bfd = draft._bfd with { Weight = weight };
        else words.Warn(DiagnosticKind.OutOfRange, $"Configuration error: BFD instance {draft._bfd.Name} weight value {word} not valid (must be in range [-253-253]), ignoring");
        if (!words.Next(out var option)) return;
        if (string.Equals(option, "reverse", StringComparison.Ordinal)) draft._bfd = draft._bfd with { Reverse = true };
        else words.Warn(DiagnosticKind.UnknownKeyword, $"Configuration error: BFD instance {draft._bfd.Name} unknown weight option {option}");
    }
}
