using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>The virtual router has a hardware address of its own, on a macvlan over the interface (keepalived.conf(5) "use_vmac"; RFC 5798 §7.3).</summary>
/// <param name="Name">Of the macvlan; null: the prefix and the virtual router id.</param>
/// <param name="HardwareAddress">Null: the protocol's, 00:00:5e:00:01:id or 00:00:5e:00:02:id.</param>
/// <param name="AdvertiseFromBase">Advertisements leave by the base interface.</param>
/// <param name="ForAddresses">Addresses on other interfaces get a macvlan too.</param>
public sealed record VirtualMac(string? Name, byte[]? HardwareAddress, bool AdvertiseFromBase, bool ForAddresses)
{
    /// <summary>The virtual router itself has one; false: only its addresses on other interfaces.</summary>
    public bool ForInstance { get; init; }
}

public enum IpVlanMode
{
    Bridge,
    Private,
    Vepa,
}

/// <summary>An IPVLAN over the interface instead of a macvlan (keepalived.conf(5) "use_ipvlan").</summary>
/// <param name="Address">Its own address, which IPv4 needs.</param>
public sealed record IpVlan(string? Name, IPAddress? Address, int PrefixLength, IpVlanMode Mode);

/// <summary>What an instance says about its link layer while its lines are read.</summary>
internal sealed class VirtualMacDraft
{
    private const int MaxName = 15;
    private const int HardwareBytes = 6;

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Setting<InstanceDraft>("use_vmac", "[name] [hardware address]", UseVmac) { Manual = "VRRP instance(s)" },
        Rows.Flag<InstanceDraft>("use_vmac_addr", "VRRP instance(s)", instance => instance.VirtualMac._forAddresses = true),
        Rows.Flag<InstanceDraft>("vmac_xmit_base", "VRRP instance(s)", instance => instance.VirtualMac._fromBase = true),
        new Setting<InstanceDraft>("use_ipvlan", "[address[/length]] [name] [bridge|private|vepa]", UseIpVlan) { Manual = "VRRP instance(s)" },
    ];

    private bool _isMac;
    private bool _forAddresses;
    private bool _fromBase;
    private string? _name;
    private byte[]? _hardwareAddress;
    private IpVlanMode? _mode;
    private IpVlan? _ipVlan;

    /// <summary>At the instance's closing brace.</summary>
    public void Close(Words words, InstanceDraft instance)
    {
        if (!_isMac || _fromBase || !instance.Unicast.HasPeers) return;
        words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) unicast with use_vmac requires vmac_xmit_base - setting");
        _fromBase = true;
    }

    public VirtualMac? Build(Reading reading, InstanceDraft instance, bool isStrict)
    {
        if (_fromBase && !_isMac)
        {
            reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) vmac_xmit_base is only valid with a vmac");
            _fromBase = false;
        }

        if (_fromBase && isStrict)
        {
            reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) xmit_base is incompatible with strict mode - resetting");
            _fromBase = false;
        }

        return _isMac || _forAddresses ? new VirtualMac(_name, _hardwareAddress, _fromBase, _forAddresses) { ForInstance = _isMac } : null;
    }

    public IpVlan? BuildIpVlan(Reading reading, InstanceDraft instance)
    {
        if (_ipVlan is null) return null;
        if (_ipVlan.Address is null && instance.Family != AddressFamily.InterNetworkV6)
        {
            reading.WarnAtEnd(DiagnosticKind.MissingArgument, instance.Place, $"({instance.Name}) IPv4 ipvlan requires a source ip address to be configured. setting instance to fault state");
        }

        return _ipVlan;
    }

    private static void UseVmac(Words words, InstanceDraft instance)
    {
        var draft = instance.VirtualMac;
        draft._isMac = true;
        while ((draft._name is null || draft._hardwareAddress is null) && words.Next(out var word))
        {
            if (word.Contains(':', StringComparison.Ordinal)) draft.Hardware(words, word);
            else draft.Name(words, instance, word);
        }
    }

    private void Hardware(Words words, string word)
    {
        var bytes = HardwareAddress(word);

        // 2.2.7 takes any number of bytes.
        if (bytes is null || (bytes.Length != HardwareBytes && !words.Reading.Strict)) words.Warn(DiagnosticKind.BadAddress, $"VMAC invalid MAC address {word} - ignored");
        else if ((bytes[0] & 1) != 0) words.Warn(DiagnosticKind.BadAddress, $"VMAC MAC address is multicast {word} - ignoring");
        else if (bytes.Length == HardwareBytes) _hardwareAddress = bytes;
    }

    private void Name(Words words, InstanceDraft instance, string word)
    {
        if (_name is not null) words.Warn(DiagnosticKind.Duplicate, "VMAC interface name already specified");
        else if (word.Length > MaxName || word.Contains('/', StringComparison.Ordinal)) words.Warn(DiagnosticKind.BadValue, $"VMAC interface name '{word}' too long or invalid characters - ignoring");
        else if (words.Reading.Surroundings.HasInterface(word) && !words.Reading.Surroundings.IsVirtualLink(word, "macvlan")) words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) interface {word} already exists and is not a private macvlan; ignoring vmac if_name");
        else _name = word;
    }

    private static byte[]? HardwareAddress(string word)
    {
        var parts = word.Split(':');
        var bytes = new byte[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!byte.TryParse(parts[i], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out bytes[i])) return null;
        }

        return bytes;
    }

    private static void UseIpVlan(Words words, InstanceDraft instance)
    {
        var draft = instance.VirtualMac;
        if (draft._ipVlan is not null)
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) use_ipvlan already specified");
            return;
        }

        var result = new IpVlan(null, null, 0, IpVlanMode.Bridge);
        while (words.Next(out var word))
        {
            if (Mode(word) is { } mode)
            {
                if (draft._mode is not null) words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) ipvlan type already specified - ignoring '{word}'");
                else result = result with { Mode = mode };
                draft._mode ??= mode;
            }
            else if (Network(word) is var (address, length))
            {
                result = IpVlanAddress(words, instance, result, address, length, word);
            }
            else
            {
                result = IpVlanName(words, instance, result, word);
            }
        }

        draft._ipVlan = result;
    }

    private static IpVlanMode? Mode(string word) => word switch
    {
        "bridge" => IpVlanMode.Bridge,
        "private" => IpVlanMode.Private,
        "vepa" => IpVlanMode.Vepa,
        _ => null,
    };

    private static (IPAddress Address, int Length)? Network(string word)
    {
        if (Addresses.ParseBeforeSlash(word) is not { } address) return null;
        var longest = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return (address, longest);
        return Words.IsNumber(word[(slash + 1)..], 0, longest, out var length) ? (address, length) : null;
    }

    private static IpVlan IpVlanAddress(Words words, InstanceDraft instance, IpVlan result, IPAddress address, int length, string word)
    {
        if (result.Address is not null)
        {
            words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) ipvlan address already specified - ignoring '{word}'");
            return result;
        }

        if (instance.Family is { } family && address.AddressFamily != family)
        {
            words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}) ipvlan address[{word}] MUST match vrrp instance family !!! Skipping...");
            return result;
        }

        instance.Family ??= address.AddressFamily;
        return result with { Address = address, PrefixLength = length };
    }

    private static IpVlan IpVlanName(Words words, InstanceDraft instance, IpVlan result, string word)
    {
        if (result.Name is not null) words.Warn(DiagnosticKind.Duplicate, $"({instance.Name}) IPVLAN interface already specified - ignoring '{word}'");
        else if (word.Length > MaxName) words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) IPVLAN interface name '{word}' too long - ignoring");
        else if (words.Reading.Surroundings.HasInterface(word) && !words.Reading.Surroundings.IsVirtualLink(word, "ipvlan")) words.Warn(DiagnosticKind.Conflict, $"({instance.Name}) interface {word} already exists and is not an l2 ipvlan; ignoring ipvlan if_name");
        else return result with { Name = word };
        return result;
    }
}
