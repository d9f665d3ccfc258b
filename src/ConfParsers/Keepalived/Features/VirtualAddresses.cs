using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>A line of <c>virtual_ipaddress</c>, <c>virtual_ipaddress_excluded</c> or <c>static_ipaddress</c>.</summary>
/// <param name="Interface">Null: the instance's, or the default interface.</param>
/// <param name="Scope">rtnetlink scope: 0 global, 200 site, 253 link, 254 host.</param>
public sealed record VirtualAddress(IPAddress Address, int PrefixLength, string? Interface, string? Label, IPAddress? Broadcast, int Scope, Span Place)
{
    /// <summary>The other end of a point-to-point link.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>Mobile IPv6 home address (RFC 6275).</summary>
    public bool Home { get; init; }

    /// <summary>IPv6 duplicate address detection is on; the default for what a daemon moves is off.</summary>
    public bool DuplicateDetection { get; init; }

    /// <summary>Temporary addresses are made from it.</summary>
    public bool ManageTemporary { get; init; }

    /// <summary>The kernel makes no route for its prefix.</summary>
    public bool NoPrefixRoute { get; init; }

    /// <summary>Multicast is joined at the layer below.</summary>
    public bool AutoJoin { get; init; }

    /// <summary>Zero: deprecated at once; null: for ever.</summary>
    public TimeSpan? PreferredLifetime { get; init; }

    /// <summary>On a macvlan of its own.</summary>
    public bool UseVmac { get; init; }

    /// <summary>Of a static address: whose instances go to FAULT when it is lost.</summary>
    public string? TrackGroup { get; init; }

    /// <summary>Nobody watches whether it is still there.</summary>
    public bool NoTrack { get; init; }
}

/// <summary>The lines of addresses (keepalived.conf(5) "virtual_ipaddress", "static_ipaddress").</summary>
internal static class VirtualAddresses
{
    private const int MaxName = 15;
    private const string Options = "<address>[/<length>] [brd <address>|+|-] [dev <name>] [scope <scope>] [label <label>] [peer <address>] [home] [-nodad] [mngtmpaddr] [noprefixroute] [autojoin] [preferred_lft <seconds>|forever] [no_track]";

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("virtual_ipaddress", $"{{ {Options} [use_vmac] }}", (words, instance) => Virtual(words, instance, instance.Addresses, fixesFamily: true)) { Manual = "VRRP instance(s)" },
        new Lines<InstanceDraft>("virtual_ipaddress_excluded", $"{{ {Options} [use_vmac] }}", (words, instance) => Virtual(words, instance, instance.ExcludedAddresses, fixesFamily: false)) { Manual = "VRRP instance(s)" },
        Rows.Flag<InstanceDraft>("no_virtual_ipaddress", "VRRP instance(s)", instance => instance.HasNoAddresses = true) with { Since = Since.V24 },
    ];

    public static readonly Keyword<Reading>[] StaticKeywords =
    [
        new Lines<Reading>("static_ipaddress", $"{{ {Options} [track_group <group>] }}", Static) { Manual = "Static addresses/routes/rules" },
    ];

    /// <summary>The static ones, each with an interface.</summary>
    /// <param name="usual">That of those that name none.</param>
    public static VirtualAddress[] OnInterfaces(Reading reading, string usual)
    {
        foreach (var address in reading.StaticAddresses.Where(each => each.Interface is null && !reading.Surroundings.HasInterface(usual)))
        {
            reading.MissingInterface(address.Place, $"Static address {address.Address}/{address.PrefixLength} requires either an interface or default interface must exist");
        }

        return [.. reading.StaticAddresses.Select(address => address.Interface is null ? address with { Interface = usual } : address)];
    }

    private static void Virtual(Words words, InstanceDraft instance, List<VirtualAddress> into, bool fixesFamily)
    {
        if (Line(words, isStatic: false, out var word) is not { } address) return;
        if (fixesFamily)
        {
            instance.Family ??= address.Address.AddressFamily;
            if (instance.Family != address.Address.AddressFamily)
            {
                words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}): address family must match VRRP instance [{word}] - ignoring");
                return;
            }
        }

        into.Add(address);
    }

    private static void Static(Words words, Reading reading)
    {
        if (Line(words, isStatic: true, out _) is { } address) reading.StaticAddresses.Add(address);
    }

    private static VirtualAddress? Line(Words words, bool isStatic, out string word)
    {
        words.Next(out word);
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? word : word[..slash];
        var longest = host.Contains(':', StringComparison.Ordinal) ? 128 : 32;
        var length = longest;
        var fullLength = slash < 0 ? null : word[(slash + 1)..];
        if (!string.IsNullOrEmpty(fullLength))
        {
            if (words.Unsigned(fullLength, 0, (uint)longest, out var given)) length = (int)given;
            else words.Warn(DiagnosticKind.OutOfRange, $"Invalid address prefix len {fullLength} for address {word} - using {longest}");
        }

        if (Addresses.Parse(host) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {word}. skipping IP...");
            return null;
        }

        // Without a network nothing should speak from it by itself (manual: "the default if the address mask is /128").
        TimeSpan? lifetime = length == 128 ? TimeSpan.Zero : null;
        var draft = new Draft(new VirtualAddress(address, length, null, null, null, DefaultScope(address), words.PlaceOfLast) { PreferredLifetime = lifetime }, word, slash >= 0, isStatic);
        while (words.Next(out var option))
        {
            if (!draft.Option(words, option)) return null;
        }

        return draft.Build(words);
    }

    /// <summary>Global, but for a link-local IPv6 address its link.</summary>
    private static int DefaultScope(IPAddress address) => address.IsIPv6LinkLocal ? 253 : 0;

    /// <summary>One line while its options are read.</summary>
    private sealed class Draft(VirtualAddress address, string word, bool hasLength, bool isStatic)
    {
        private VirtualAddress _address = address;
        private bool _isLost;

        private bool IsIPv6 => _address.Address.AddressFamily == AddressFamily.InterNetworkV6;

        /// <returns>False when the address is dropped and nothing more of the line is read.</returns>
        public bool Option(Words words, string option)
        {
            switch (option)
            {
                case "dev":
                    if (Value(words, option) is { } device) Device(words, device);
                    break;
                case "scope":
                    if (Value(words, option) is { } scope) Scope(words, scope);
                    break;
                case "label":
                    return Value(words, option) is not { } label || Label(words, label);
                case "brd" or "broadcast":
                    return Broadcast(words, option);
                case "peer":
                    return Value(words, option) is not { } peer || Peer(words, peer);
                case "home":
                    _address = _address with { Home = true };
                    break;
                case "-nodad":
                    _address = _address with { DuplicateDetection = true };
                    break;
                case "mngtmpaddr":
                    _address = _address with { ManageTemporary = true };
                    break;
                case "noprefixroute":
                    _address = _address with { NoPrefixRoute = true };
                    break;
                case "autojoin":
                    _address = _address with { AutoJoin = true };
                    break;
                case "preferred_lft":
                    if (Value(words, option) is { } lifetime) Lifetime(words, lifetime);
                    break;
                case "use_vmac" when !isStatic:
                    _address = _address with { UseVmac = true };
                    break;
                case "no_track":
                    _address = _address with { NoTrack = true };
                    break;
                case "track_group" when isStatic:
                    if (Value(words, option) is { } group) TrackGroup(words, group);
                    break;
                default:
                    words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown configuration entry '{option}' for ip address - ignoring");
                    return true;
            }

            words.Reading.Uses.Add(new KeywordId("virtual_ipaddress", option), words.PlaceOfLast);
            return true;
        }

        public VirtualAddress? Build(Words words)
        {
            if (_isLost) return null;
            if (_address.Peer is null) return _address;
            if (hasLength) words.Warn(DiagnosticKind.Conflict, "Cannot specify address prefix when specifying peer address - ignoring");
            if (_address.Broadcast is not null) words.Warn(DiagnosticKind.Conflict, "Cannot specify broadcast and peer addresses - ignoring broadcast address");
            return _address with { Broadcast = null, PrefixLength = IsIPv6 ? 128 : 32 };
        }

        /// <summary>An option without its value loses the address, but the rest of the line is still read.</summary>
        private string? Value(Words words, string option)
        {
            if (words.Next(out var value)) return value;
            words.Warn(DiagnosticKind.MissingArgument, $"No {option} parameter specified for {word}");
            _isLost = true;
            return null;
        }

        private void Device(Words words, string device)
        {
            if (!words.Reading.Surroundings.HasInterface(device))
            {
                words.Reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {device} for ip address {word} doesn't exist");
            }

            _address = _address with { Interface = device };
        }

        private void Scope(Words words, string scope)
        {
            if (IsIPv6) words.Warn(DiagnosticKind.Conflict, $"Cannot specify scope for IPv6 addresses ({word}) - ignoring scope");
            else if (RouteNames.Scope(scope) is { } number) _address = _address with { Scope = number };
            else words.Warn(DiagnosticKind.BadValue, $"Invalid scope '{scope}' specified for {word} - ignoring");
        }

        private bool Label(Words words, string label)
        {
            if (IsIPv6)
            {
                words.Warn(DiagnosticKind.Conflict, $"Cannot specify label for IPv6 addresses ({word}) - ignoring label");
                return true;
            }

            if (label.Length > MaxName)
            {
                words.Warn(DiagnosticKind.BadValue, $"Address label {label} is longer than maximum length {MaxName} - removing address");
                return false;
            }

            _address = _address with { Label = label };
            return true;
        }

        private bool Peer(Words words, string peer)
        {
            if (Addresses.Parse(peer) is not { } address)
            {
                words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {peer}. skipping IP...");
                words.Warn(DiagnosticKind.BadAddress, $"Invalid peer address {peer}");
                return false;
            }

            if (address.AddressFamily != _address.Address.AddressFamily)
            {
                words.Warn(DiagnosticKind.BadAddress, $"Peer address {peer} does not match address family");
                return false;
            }

            _address = _address with { Peer = address };
            return true;
        }

        private void Lifetime(Words words, string lifetime)
        {
            if (string.Equals(lifetime, "forever", StringComparison.Ordinal))
            {
                _address = _address with { PreferredLifetime = null };
                return;
            }

            if (words.Unsigned(lifetime, 0, uint.MaxValue, out var seconds)) _address = _address with { PreferredLifetime = TimeSpan.FromSeconds(seconds) };
            else words.Warn(DiagnosticKind.BadNumber, $"preferred_lft {lifetime} is invalid");
        }

        private void TrackGroup(Words words, string group)
        {
            if (words.Reading.HasTrackGroup(words, group)) _address = _address with { TrackGroup = group };
        }

        private bool Broadcast(Words words, string option)
        {
            if (IsIPv6)
            {
                words.Warn(DiagnosticKind.Conflict, $"VRRP is trying to assign a broadcast {option} to the IPv6 address {word} !!?? WTF... skipping VIP...");
                return false;
            }

            if (Value(words, "brd") is not { } broadcast) return true;
            words.Reading.Uses.Add(new KeywordId("virtual_ipaddress", option), words.PlaceOfLast);
            if (broadcast is "+" or "-")
            {
                BroadcastOfPrefix(words, broadcast);
                return true;
            }

            if (Addresses.Parse(broadcast) is { AddressFamily: AddressFamily.InterNetwork } address)
            {
                _address = _address with { Broadcast = address };
                return true;
            }

            words.Warn(DiagnosticKind.BadAddress, $"VRRP is trying to assign invalid broadcast {broadcast}. skipping VIP...");
            return false;
        }

        /// <summary>All host bits set, or none.</summary>
        private void BroadcastOfPrefix(Words words, string sign)
        {
            if (_address.PrefixLength > 30)
            {
                words.Warn(DiagnosticKind.OutOfRange, $"Address prefix length {_address.PrefixLength} too long for broadcast");
                return;
            }

            var host = _address.PrefixLength == 0 ? uint.MaxValue : uint.MaxValue >> _address.PrefixLength;
            var bits = BinaryPrimitives.ReadUInt32BigEndian(_address.Address.GetAddressBytes());
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, sign == "+" ? bits | host : bits & ~host);
            _address = _address with { Broadcast = new IPAddress(bytes) };
        }
    }
}
