using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary><c>encap mpls|ip|ip6|ila ...</c> of a route (ip-route(8) "encap").</summary>
internal static class EncapsulationOptions
{
    /// <returns>Null when it is faulty, which was reported; the words then stand where 2.2.7 goes on.</returns>
    public static Encapsulation? Read(Words words)
    {
        if (!words.Next(out var type))
        {
            words.Warn(DiagnosticKind.MissingArgument, "Missing encap type");
            return null;
        }

        if (type is "mpls" or "ip" or "ip6" or "ila") words.Use("encap", type);
        switch (type)
        {
            case "mpls":
                return Mpls(words);
            case "ip":
                return Tunnel(words, type, EncapsulationType.Ip);
            case "ip6":
                return Tunnel(words, type, EncapsulationType.Ip6);
            case "ila":
                return Ila(words);
            default:
                words.Warn(DiagnosticKind.UnknownKeyword, $"Unknown encap type - {type}");
                words.Next(out _);
                return null;
        }
    }

    private static Encapsulation? Mpls(Words words)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, "missing address for MPLS encapsulation");
            return null;
        }

        var labels = word.Split('/').Select(text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var label) && label < 1 << 20 ? label : (uint?)null).ToArray();

        // Debian's 2.2.7 takes one label only.
        if (labels.All(label => label is not null) && (labels.Length == 1 || !words.Reading.Strict)) return new Encapsulation(EncapsulationType.Mpls) { Labels = [.. labels.Select(label => label!.Value)] };
        words.Warn(DiagnosticKind.BadAddress, $"invalid mpls address {word} for encapsulation");
        return null;
    }

    private static Encapsulation? Ila(Words words)
    {
        if (!words.Next(out var word))
        {
            words.Warn(DiagnosticKind.MissingArgument, "missing locator for ILA encapsulation");
            return null;
        }

        ulong locator = 0;
        var parts = word.Split(':');
        foreach (var part in parts)
        {
            if (parts.Length != 4 || !ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            {
                words.Warn(DiagnosticKind.BadAddress, $"invalid locator {word} for ila encapsulation");
                return null;
            }

            locator = (locator << 16) | bits;
        }

        return new Encapsulation(EncapsulationType.Ila) { Locator = locator };
    }

    private static Encapsulation? Tunnel(Words words, string name, EncapsulationType type)
    {
        var isIPv6 = type == EncapsulationType.Ip6;
        var tunnel = new Encapsulation(type);
        while (words.Next(out var option))
        {
            var known = option is "id" or "dst" or "src" or "flags" or "tos" or "dsfield" || option == (isIPv6 ? "hoplimit" : "ttl") || (isIPv6 && option is "tc");
            if (!known || !words.Next(out var value))
            {
                words.Back(known ? 2 : 1);
                break;
            }

            words.Use("encap", option);
            if (Option(words, name, isIPv6, tunnel, option, value) is not { } changed)
            {
                words.Back(2);
                return null;
            }

            tunnel = changed;
        }

        if (tunnel.Id is not null || tunnel.Destination is not null) return tunnel;
        words.Warn(DiagnosticKind.MissingArgument, $"address or id missing for {name} encapsulation");
        return null;
    }

    private static Encapsulation? Option(Words words, string name, bool isIPv6, Encapsulation tunnel, string option, string value)
    {
        switch (option)
        {
            case "id":
                if (words.Unsigned64(value, out var id)) return tunnel with { Id = id };
                words.Warn(DiagnosticKind.BadNumber, $"encap id {value} value is invalid");
                return null;
            case "dst":
                return Address(words, name, isIPv6, option, value) is { } destination ? tunnel with { Destination = destination } : null;
            case "src":
                return Address(words, name, isIPv6, option, value) is { } source ? tunnel with { Source = source } : null;
            case "ttl" or "hoplimit":
                if (words.Unsigned(value, 0, 255, out var ttl)) return tunnel with { Ttl = (int)ttl };
                words.Warn(DiagnosticKind.OutOfRange, isIPv6 ? $"Invalid hoplimit {value} specified for ip6 encapsulation" : $"ttl {value} is not valid for ip encapsulation");
                return null;
            case "flags":
                if (words.Unsigned(value, 0, ushort.MaxValue, out var flags)) return tunnel with { Flags = (int)flags };
                words.Warn(DiagnosticKind.BadNumber, $"flags {value} is not valid for {name} encapsulation");
                return null;
            default:
                if (RouteNames.Tos(value) is { } tos) return tunnel with { Tos = tos };

                // 2.2.7 repeats the option instead of its value.
                words.Warn(DiagnosticKind.OutOfRange, isIPv6 ? $"tc value {option} is invalid for ip6 encapsulation" : $"dsfield {value} not valid for ip encapsulation");
                return null;
        }
    }

    private static IPAddress? Address(Words words, string name, bool isIPv6, string option, string value)
    {
        if (Addresses.Parse(value) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {value}. skipping IP...");
            words.Warn(DiagnosticKind.BadAddress, $"Invalid encap {name} {option} {value}");
            return null;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6 == isIPv6) return address;
        words.Warn(DiagnosticKind.BadAddress, $"{(isIPv6 ? "IPv4" : "IPv6")} address {value} not valid for {name} encapsulation");
        return null;
    }
}
