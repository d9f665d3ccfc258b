using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>A line of <c>virtual_ipaddress</c>.</summary>
/// <param name="Interface">Null: the instance's.</param>
/// <param name="Scope">rtnetlink scope: 0 global, 200 site, 253 link, 254 host.</param>
public sealed record VirtualAddress(IPAddress Address, int PrefixLength, string? Interface, string? Label, IPAddress? Broadcast, int Scope, Span Place);

/// <summary><c>ADDRESS[/LENGTH] [brd ADDRESS] [dev NAME] [scope SCOPE] [label LABEL]</c> (keepalived.conf(5) "virtual_ipaddress").</summary>
internal static class VirtualAddresses
{
    private const int MaxName = 15;

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Lines<InstanceDraft>("virtual_ipaddress", "{ <address>[/<length>] [brd <address>] [dev <name>] [scope <scope>] [label <label>] }", Line) { Manual = "VRRP instance(s)" },
    ];

    private static void Line(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? word : word[..slash];
        if (Addresses.Parse(host) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {host}. skipping IP...");
            return;
        }

        var longest = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = longest;
        var fullLength = slash < 0 ? null : word[(slash + 1)..];
        if (!string.IsNullOrEmpty(fullLength))
        {
            if (words.Unsigned(fullLength, 0, (uint)longest, out var given)) length = (int)given;
            else words.Warn(DiagnosticKind.OutOfRange, $"Invalid address prefix len {fullLength} for address {word} - using {longest}");
        }

        var draft = new VirtualAddress(address, length, null, null, null, DefaultScope(address), words.PlaceOfLast);
        if (Options(words, draft, word) is not { } complete) return;
        instance.Family ??= address.AddressFamily;
        if (instance.Family != address.AddressFamily)
        {
            words.Warn(DiagnosticKind.BadAddress, $"({instance.Name}): address family must match VRRP instance [{word}] - ignoring");
            return;
        }

        instance.Addresses.Add(complete);
    }

    /// <summary>Global, but for a link-local IPv6 address its link.</summary>
    private static int DefaultScope(IPAddress address) => address.IsIPv6LinkLocal ? 253 : 0;

    private static VirtualAddress? Options(Words words, VirtualAddress address, string word)
    {
        while (words.Next(out var option))
        {
            switch (option)
            {
                case "dev":
                    if (Value(words, option, word) is { } device) address = Device(words, address, device, word);
                    break;
                case "label":
                    if (Value(words, option, word) is not { } label) break;
                    if (label.Length > MaxName)
                    {
                        words.Warn(DiagnosticKind.BadValue, $"Address label {label} is longer than maximum length {MaxName} - removing address");
                        return null;
                    }

                    address = address with { Label = label };
                    break;
                case "scope":
                    if (Value(words, option, word) is not { } scope) break;
                    if (Scope(scope) is { } number) address = address with { Scope = number };
                    else words.Warn(DiagnosticKind.BadValue, $"Invalid scope '{scope}' specified for {word} - ignoring");
                    break;
                case "brd" or "broadcast":
                    if (address.Address.AddressFamily == AddressFamily.InterNetworkV6)
                    {
                        words.Warn(DiagnosticKind.Conflict, $"VRRP is trying to assign a broadcast {option} to the IPv6 address {word} !!?? WTF... skipping VIP...");
                        return null;
                    }

                    if (Value(words, "brd", word) is not { } broadcast) break;
                    if (!Broadcast(words, ref address, broadcast)) return null;
                    break;
                default:
                    if (KnownKeywords.Has("virtual_ipaddress", option))
                    {
                        words.Reading.Unsupported(words.PlaceOfLast, option, "virtual_ipaddress");
                        return null;
                    }

                    words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown configuration entry '{option}' for ip address - ignoring");
                    break;
            }
        }

        return address;
    }

    private static string? Value(Words words, string option, string address)
    {
        if (words.Next(out var value)) return value;
        words.Warn(DiagnosticKind.MissingArgument, $"No {option} parameter specified for {address}");
        return null;
    }

    private static VirtualAddress Device(Words words, VirtualAddress address, string device, string word)
    {
        if (!words.Reading.Surroundings.HasInterface(device))
        {
            words.Reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {device} for ip address {word} doesn't exist");
        }

        return address with { Interface = device };
    }

    private static int? Scope(string word) => word switch
    {
        "global" => 0,
        "site" => 200,
        "link" => 253,
        "host" => 254,
        "nowhere" => 255,
        _ => byte.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static bool Broadcast(Words words, ref VirtualAddress address, string word)
    {
        if (word is "+" or "-")
        {
            if (address.PrefixLength > 30)
            {
                words.Warn(DiagnosticKind.OutOfRange, $"Address prefix length {address.PrefixLength} too long for broadcast");
                return true;
            }

            var host = address.PrefixLength == 0 ? uint.MaxValue : uint.MaxValue >> address.PrefixLength;
            var bits = BinaryPrimitives.ReadUInt32BigEndian(address.Address.GetAddressBytes());
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, word == "+" ? bits | host : bits & ~host);
            address = address with { Broadcast = new IPAddress(bytes) };
            return true;
        }

        if (Addresses.Parse(word) is { AddressFamily: AddressFamily.InterNetwork } broadcast)
        {
            address = address with { Broadcast = broadcast };
            return true;
        }

        words.Warn(DiagnosticKind.BadAddress, $"VRRP is trying to assign invalid broadcast {word}. skipping VIP...");
        return false;
    }
}
