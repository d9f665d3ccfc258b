using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pidgin;
using static Pidgin.Parser;

namespace ConfParsers.Grammar;

/// <summary>What a statement allows in an address.</summary>
[Flags]
public enum EndpointRules
{
    None = 0,

    /// <summary>A port may be given.</summary>
    Port = 1,

    /// <summary>A port must be given.</summary>
    PortRequired = 2,

    /// <summary><c>:8000-8010</c></summary>
    PortRange = 4,

    /// <summary><c>:+N</c> and <c>:-N</c></summary>
    PortOffset = 8,

    /// <summary><c>fd@N</c>, <c>sockpair@N</c>: an inherited socket.</summary>
    Descriptor = 16,

    /// <summary>Datagram addresses are accepted.</summary>
    Datagram = 32,

    /// <summary>Stream addresses are accepted.</summary>
    Stream = 64,

    /// <summary>Without a prefix the address means datagrams (log targets).</summary>
    DatagramByDefault = 128,

    /// <summary>Host names are looked up now; otherwise they are kept for later.</summary>
    Resolve = 256,
}

/// <summary>What an address needs of the world around the file.</summary>
/// <param name="Resolve">Looks a host name up; empty when it has no address.</param>
/// <param name="Variable">A variable of the environment of the moment; null when it is not set.</param>
public readonly record struct EndpointSurroundings(Func<string, IPAddress[]> Resolve, Func<string, string?> Variable)
{
    // "$NAME", "${NAME}" and also "${NAME" (observed); a name of no characters is that of no variable.
    private static readonly Parser<char, string> Name = Parser<char>.Token(c => char.IsAsciiLetterOrDigit(c) || c == '_').ManyString();
    private static readonly Parser<char, string> Reference = Char('$').Then(Char('{').Then(Name.Before(Char('}').Optional())).Or(Name));

    /// <summary>
    /// Addresses have variables of their own, outside quotes too, where words have none (configuration.txt 4.2 "bind", 5.2 "server": "environment
    /// variables"; observed). One that is not set is empty.
    /// </summary>
    public string Expand(string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var variable = Variable;
        var pieces = Reference.Select(name => (name.Length == 0 ? null : variable(name)) ?? "").Or(Parser<char>.Any.Select(c => c.ToString()));
        return pieces.ManyString().ParseOrThrow(text);
    }
}

/// <summary>
/// Reads addresses as configuration.txt 11 "Address formats" describes them: an optional socket type and family prefix, then a
/// path, a descriptor, or a host with a port, a port range or a port offset.
/// </summary>
public static class EndpointText
{
    private enum Form
    {
        Any,
        Inet,
        IPv4,
        IPv6,
        Unix,
        Abstract,
        Descriptor,
        SocketPair,
        Quic4,
        Quic6,
    }

    private static readonly Parser<char, bool?> SocketType =
        OneOf(Try(String("stream+")).ThenReturn((bool?)false), Try(String("dgram+")).ThenReturn((bool?)true), Parser<char>.Return((bool?)null));

    private static readonly Parser<char, (Form Form, bool? Datagram)> Family = OneOf(
        Prefix("unix@", Form.Unix), Prefix("uxdg@", Form.Unix, true), Prefix("uxst@", Form.Unix, false), Prefix("abns@", Form.Abstract),
        Prefix("ip@", Form.Inet), Prefix("ipv4@", Form.IPv4), Prefix("ipv6@", Form.IPv6),
        Prefix("tcp4@", Form.IPv4, false), Prefix("tcp6@", Form.IPv6, false), Prefix("tcp@", Form.Inet, false),
        Prefix("udp4@", Form.IPv4, true), Prefix("udp6@", Form.IPv6, true), Prefix("udp@", Form.Inet, true),
        Prefix("quic4@", Form.Quic4), Prefix("quic6@", Form.Quic6),
        Prefix("fd@", Form.Descriptor), Prefix("sockpair@", Form.SocketPair),
        Parser<char>.Return((Form.Any, (bool?)null)));

    private static readonly Parser<char, (bool? Type, (Form Form, bool? Datagram) Family, string Tail)> Grammar =
        Map((type, family, rest) => (type, family, rest), SocketType, Family, Parser<char>.Any.ManyString());

    /// <summary>Reads one address.</summary>
    /// <param name="surroundings">Resolver and environment.</param>
    /// <param name="fault">HAProxy's words, without the keyword in front. Some end with a line feed of their own, as HAProxy's do (observed).</param>
    public static Endpoint? Parse(string text, EndpointRules rules, EndpointSurroundings surroundings, out string fault)
    {
        fault = "";
        return OrdinaryEndpoint.Read(text, rules) ?? General(text, rules, surroundings, out fault);
    }

    /// <summary>Any address.</summary>
    internal static Endpoint? General(string text, EndpointRules rules, EndpointSurroundings surroundings, out string fault)
    {
        fault = "";
        var expanded = surroundings.Expand(text);
        if (expanded.Length == 0)
        {
            fault = $"'{text}' resolves to an empty address (environment variable missing?)\n";
            return null;
        }

        // Most addresses have no prefix.
        var (type, (form, datagramFamily), rest) = expanded.AsSpan().ContainsAny('@', '+') ? Grammar.ParseOrThrow(expanded) : (null, (Form.Any, null), expanded);
        var datagram = type ?? datagramFamily ?? rules.HasFlag(EndpointRules.DatagramByDefault);
        if (form == Form.Any) form = rest.StartsWith('/') ? Form.Unix : Form.Inet;
        var endpoint = form switch
        {
            Form.Unix => new Endpoint(EndpointFamily.Unix, rest, null, 0, 0, -1) { Datagram = datagram },
            Form.Abstract => new Endpoint(EndpointFamily.AbstractUnix, rest, null, 0, 0, -1) { Datagram = datagram },
            Form.Descriptor or Form.SocketPair => Descriptor(text, rest, form, rules, datagram, out fault),
            _ => Inet(text, rest, form, rules, datagram, surroundings.Resolve, out fault),
        };
        return endpoint is not null && Accepted(text, endpoint, form, rules, out fault) ? endpoint : null;
    }

    /// <summary>An address that can be read is looked at for its protocol; a name that is looked up later has none yet.</summary>
    private static bool Accepted(string text, Endpoint endpoint, Form form, EndpointRules rules, out string fault)
    {
        fault = "";
        var isQuic = form is Form.Quic4 or Form.Quic6;
        var datagram = endpoint.Datagram && !isQuic;
        if (!rules.HasFlag(datagram ? EndpointRules.Datagram : EndpointRules.Stream))
        {
            fault = $"{(datagram ? "dgram" : "stream")}-type address not acceptable in '{text}'\n";
        }
        else if (isQuic && endpoint.Address is not null)
        {
            fault = $"unsupported stream protocol for datagram family {(form == Form.Quic6 ? 10 : 2)} address '{text}'; QUIC is not compiled in if this is what you were looking for.";
        }

        return fault.Length == 0;
    }

    private static Parser<char, (Form Form, bool? Datagram)> Prefix(string text, Form form, bool? datagram = null) =>
        Try(String(text)).ThenReturn((form, datagram));

    private static Endpoint? Descriptor(string text, string number, Form form, EndpointRules rules, bool datagram, out string fault)
    {
        fault = "";
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
        {
            fault = $"file descriptor '{number}' is not a valid integer in '{text}'\n";
            return null;
        }

        if (!rules.HasFlag(EndpointRules.Descriptor) && form == Form.Descriptor)
        {
            fault = $"a file descriptor is not acceptable here in '{text}'\n";
            return null;
        }

        var family = form == Form.Descriptor ? EndpointFamily.Descriptor : EndpointFamily.SocketPair;
        return new Endpoint(family, "", null, 0, 0, descriptor) { Datagram = datagram };
    }

    private static Endpoint? Inet(string text, string rest, Form form, EndpointRules rules, bool datagram, Func<string, IPAddress[]> resolve, out string fault)
    {
        // The last colon begins the port, unless a bracket closes an IPv6 address behind it.
        var colon = rest.LastIndexOf(':');
        if (colon >= 0 && rest.LastIndexOf(']') > colon) colon = -1;
        var host = colon < 0 ? rest : rest[..colon];
        var port = colon < 0 ? "" : rest[(colon + 1)..];
        if (!Port(text, port, rules, out var low, out var high, out var offset, out fault)) return null;

        var family = form switch
        {
            Form.IPv4 or Form.Quic4 => EndpointFamily.IPv4,
            Form.IPv6 or Form.Quic6 => EndpointFamily.IPv6,
            _ => EndpointFamily.Inet,
        };
        var bare = family == EndpointFamily.IPv4 ? host : NumericAddress.Bare(host);
        IPAddress? address;
        if (bare is "" or "*")
        {
            address = family == EndpointFamily.IPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        }
        else
        {
            address = NumericAddress.Read(bare) is { } literal && Fits(literal, family) ? literal : null;
            if (address is null && rules.HasFlag(EndpointRules.Resolve))
            {
                // Only an IPv6 address has a colon: one with a scope too is no name.
                address = bare.Contains(':', StringComparison.Ordinal) ? null
                    : (NumericAddress.ReadShort(bare) is { } known ? [known] : resolve(bare)).FirstOrDefault(a => Fits(a, family));
                if (address is null)
                {
                    fault = $"invalid address: '{host}' in '{text}'\n";
                    return null;
                }
            }
        }

        if (address is not null) family = address.AddressFamily == AddressFamily.InterNetworkV6 ? EndpointFamily.IPv6 : EndpointFamily.IPv4;
        return new Endpoint(family, bare == "*" ? "" : bare, address, low, high, -1) { PortIsOffset = offset, Datagram = datagram };
    }

    private static bool Fits(IPAddress address, EndpointFamily family) => family switch
    {
        EndpointFamily.IPv4 => address.AddressFamily == AddressFamily.InterNetwork,
        EndpointFamily.IPv6 => address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    private static bool Port(string text, string port, EndpointRules rules, out int low, out int high, out bool offset, out string fault)
    {
        low = high = 0;
        offset = false;
        fault = "";
        if (port.Length == 0)
        {
            if (!rules.HasFlag(EndpointRules.PortRequired)) return true;
            fault = $"missing port specification in '{text}'";
            return false;
        }

        if (!rules.HasFlag(EndpointRules.Port) && !rules.HasFlag(EndpointRules.PortRequired))
        {
            fault = $"port specification not permitted here in '{text}'";
            return false;
        }

        if (port[0] is '+' or '-')
        {
            if (!rules.HasFlag(EndpointRules.PortOffset))
            {
                fault = $"port offset not permitted here in '{text}'";
                return false;
            }

            offset = true;
            low = high = (int)Math.Clamp(LooseNumber(port), int.MinValue, int.MaxValue);
            return true;
        }

        if (!char.IsAsciiDigit(port[0]))
        {
            fault = $"invalid character '{port[0]}' in port number '{port}' in '{text}'\n";
            return false;
        }

        var dash = port.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0 && !rules.HasFlag(EndpointRules.PortRange))
        {
            fault = $"port range not permitted here in '{text}'";
            return false;
        }

        var lowText = dash >= 0 ? port[..dash] : port;
        var highText = dash >= 0 ? port[(dash + 1)..] : port;
        if (!PortNumber(lowText, rules, out low, out fault) || !PortNumber(highText, rules, out high, out fault)) return false;
        if (low <= high) return true;
        fault = $"invalid port range '{low}-{high}'";
        return false;
    }

    private static bool PortNumber(string text, EndpointRules rules, out int port, out string fault)
    {
        var number = LooseNumber(text);
        port = (int)Math.Clamp(number, 0, int.MaxValue);
        var lowest = rules.HasFlag(EndpointRules.PortRequired) ? 1 : 0;
        fault = number < lowest || number > 65535 ? $"invalid port '{text}'" : "";
        return fault.Length == 0;
    }

    /// <summary>atol(3): what follows the leading digits is not looked at.</summary>
    private static long LooseNumber(string text)
    {
        var end = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return long.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : end > 18 ? long.MaxValue : 0;
    }
}
