using System.Net;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Which checksum a unicast peer expects: 1.3.6 and earlier wrote the multicast group into the pseudo header.</summary>
public enum UnicastChecksum
{
    /// <summary>The new one, unless a peer shows that it uses the old one.</summary>
    Detect,
    Old,
    New,
}

/// <param name="MinTtl">Advertisements with a lower TTL are refused; null: the others' rule.</param>
/// <param name="MaxTtl">Advertisements with a higher TTL are refused.</param>
public sealed record UnicastPeer(IPAddress Address, int? MinTtl, int? MaxTtl, Span Place);

/// <summary>Advertisements go to named peers instead of the multicast group (keepalived.conf(5) "unicast_peer").</summary>
/// <param name="Peers">May be empty with <see cref="FaultWithoutPeer"/>.</param>
/// <param name="Ttl">Of what is sent; null: the default of 255.</param>
public sealed record Unicast(UnicastPeer[] Peers, int? Ttl)
{
    /// <summary>FAULT while there is no peer, such as after a reload; otherwise an empty list means multicast.</summary>
    public bool FaultWithoutPeer { get; init; }

    /// <summary>What comes from others than the peers is refused.</summary>
    public bool CheckSource { get; init; }

    public UnicastChecksum Checksum { get; init; }
}

/// <summary>What an instance says about unicast while its lines are read.</summary>
internal sealed class UnicastDraft
{
    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("unicast_peer", "{ <address> [min_ttl <0:255>] [max_ttl <0:255>] }", Peer, (_, instance) => instance.Unicast.IsMentioned = true) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("unicast_src_ip", "<address>", Source) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("unicast_ttl", "<0:255>", SetTtl) { Manual = "VRRP instance(s)" },
        Rows.Flag<InstanceDraft>("unicast_fault_no_peer", "VRRP instance(s)", instance => instance.Unicast.FaultWithoutPeer = true),
        Rows.Flag<InstanceDraft>("check_unicast_src", "VRRP instance(s)", instance =>
        {
            instance.Unicast.CheckSource = true;
            instance.Unicast.IsMentioned = true;
        }),
        new Setting<InstanceDraft>("old_unicast_checksum", "[never]", OldChecksum) { Manual = "VRRP instance(s)" },
    ];

    private readonly List<UnicastPeer> _peers = [];

    /// <summary>A keyword of unicast was used.</summary>
    public bool IsMentioned { get; private set; }

    public bool HasPeers => _peers.Count > 0;

    private int? Ttl { get; set; }

    private bool FaultWithoutPeer { get; set; }

    private bool CheckSource { get; set; }

    private UnicastChecksum Checksum { get; set; }

    /// <summary>At the instance's closing brace.</summary>
    public void Close(Words words, InstanceDraft instance)
    {
        if (Ttl is null || HasPeers) return;
        words.Warn(DiagnosticKind.Conflict, $"({instance.Name}): Cannot use unicast_ttl without unicast peers - resetting");
        Ttl = null;
    }

    /// <returns>Null: multicast.</returns>
    public Unicast? Build(Reading reading, InstanceDraft instance, GlobalDefs global)
    {
        if (!HasPeers && !FaultWithoutPeer)
        {
            if (IsMentioned) reading.WarnAtEnd(DiagnosticKind.Deprecated, instance.Place, $"({instance.Name}) A unicast keyword has been specified without any unicast peers. Defaulting to multicast. This usage is deprecated - please update your configuration.");
            return null;
        }

        if (instance.MulticastGroup is not null)
        {
            reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) multicast destination specified with unicast - ignoring");
            instance.MulticastGroup = null;
        }

        return new Unicast([.. _peers], Ttl) { FaultWithoutPeer = FaultWithoutPeer, CheckSource = CheckSource || global.CheckUnicastSource, Checksum = Checksum };
    }

    private static void Peer(Words words, InstanceDraft instance)
    {
        instance.Unicast.IsMentioned = true;
        words.Next(out var word);
        var place = words.PlaceOfLast;
        if (Addresses.ParseBeforeSlash(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] malformed unicast peer address[{word}]. Skipping...");
            return;
        }

        if (instance.Family is { } family && address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Configuration error: VRRP instance[{instance.Name}] and unicast peer address[{word}] MUST be of the same family !!! Skipping...");
            return;
        }

        instance.Family ??= address.AddressFamily;
        var peer = new UnicastPeer(address, null, null, place);
        while (words.Next(out var option))
        {
            if (option is not ("min_ttl" or "max_ttl"))
            {
                words.Warn(DiagnosticKind.UnknownKeyword, $"({instance.Name}) unknown unicast_peer option {option}");
                break;
            }

            words.Use("unicast_peer", option);
            if (!words.Next(out var value))
            {
                words.Warn(DiagnosticKind.MissingArgument, $"({instance.Name}) {option} is missing a value");
                break;
            }

            if (!words.Unsigned(value, 0, 255, out var ttl)) break;
            peer = option == "min_ttl" ? peer with { MinTtl = (int)ttl } : peer with { MaxTtl = (int)ttl };
        }

        if (peer.MinTtl > peer.MaxTtl) words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) min_ttl {peer.MinTtl} > max_ttl {peer.MaxTtl} - all packets will be discarded");
        instance.Unicast._peers.Add(peer);
    }

    private static void Source(Words words, InstanceDraft instance)
    {
        instance.Unicast.IsMentioned = true;
        SourceAddresses.Source(words, instance);
    }

    private static void SetTtl(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, 255, out var ttl)) instance.Unicast.Ttl = (int)ttl;
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}): TTL '{word}' not valid - must be between 0 & 255");
    }

    private static void OldChecksum(Words words, InstanceDraft instance)
    {
        instance.Unicast.IsMentioned = true;
        if (!words.Next(out var word)) instance.Unicast.Checksum = UnicastChecksum.Old;
        else if (string.Equals(word, "never", StringComparison.Ordinal)) instance.Unicast.Checksum = UnicastChecksum.New;

        // The spelling is 2.2.7's.
        else words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) Unknown old_unicast_chksum mode {word} - ignoring");
    }
}
