using System.Globalization;

namespace ConfParsers.Keepalived.Features;

/// <summary>The names that iproute2 gives to numbers of rtnetlink, as /etc/iproute2 has them out of the box.</summary>
internal static class RouteNames
{
    private static readonly Dictionary<string, int> Scopes = new(StringComparer.Ordinal) { ["global"] = 0, ["site"] = 200, ["link"] = 253, ["host"] = 254, ["nowhere"] = 255 };

    private static readonly Dictionary<string, int> Tables = new(StringComparer.Ordinal) { ["unspec"] = 0, ["default"] = 253, ["main"] = 254, ["local"] = 255 };

    private static readonly Dictionary<string, int> Protocols = new(StringComparer.Ordinal)
    {
        ["unspec"] = 0, ["redirect"] = 1, ["kernel"] = 2, ["boot"] = 3, ["static"] = 4, ["gated"] = 8, ["ra"] = 9, ["mrt"] = 10, ["zebra"] = 11,
        ["bird"] = 12, ["dnrouted"] = 13, ["xorp"] = 14, ["ntk"] = 15, ["dhcp"] = 16, ["mrouted"] = 17, ["keepalived"] = 18, ["babel"] = 42,
        ["bgp"] = 186, ["isis"] = 187, ["ospf"] = 188, ["rip"] = 189, ["eigrp"] = 192,
    };

    private static readonly Dictionary<string, int> Services = new(StringComparer.Ordinal)
    {
        ["default"] = 0, ["CS0"] = 0, ["CS1"] = 0x20, ["CS2"] = 0x40, ["CS3"] = 0x60, ["CS4"] = 0x80, ["CS5"] = 0xa0, ["CS6"] = 0xc0, ["CS7"] = 0xe0,
        ["AF11"] = 0x28, ["AF12"] = 0x30, ["AF13"] = 0x38, ["AF21"] = 0x48, ["AF22"] = 0x50, ["AF23"] = 0x58,
        ["AF31"] = 0x68, ["AF32"] = 0x70, ["AF33"] = 0x78, ["AF41"] = 0x88, ["AF42"] = 0x90, ["AF43"] = 0x98, ["EF"] = 0xb8,
    };

    private static readonly Dictionary<string, int> Types = new(StringComparer.Ordinal)
    {
        ["unspec"] = 0, ["unicast"] = 1, ["local"] = 2, ["broadcast"] = 3, ["anycast"] = 4, ["multicast"] = 5,
        ["blackhole"] = 6, ["unreachable"] = 7, ["prohibit"] = 8, ["throw"] = 9, ["nat"] = 10, ["xresolve"] = 11,
    };

    private static readonly Dictionary<string, int> IpProtocols = new(StringComparer.Ordinal)
    {
        ["ip"] = 0, ["icmp"] = 1, ["igmp"] = 2, ["ipencap"] = 4, ["tcp"] = 6, ["egp"] = 8, ["udp"] = 17, ["dccp"] = 33, ["ipv6"] = 41, ["rsvp"] = 46,
        ["gre"] = 47, ["esp"] = 50, ["ah"] = 51, ["ipv6-icmp"] = 58, ["ospf"] = 89, ["pim"] = 103, ["vrrp"] = 112, ["l2tp"] = 115, ["sctp"] = 132,
        ["udplite"] = 136,
    };

    public static int? Tos(string word)
    {
        if (Services.TryGetValue(word, out var named)) return named;
        return CNumber(word) is { } number && number <= byte.MaxValue ? (int)number : null;
    }

    /// <summary>What a route may be; null: no name of a type, or not one for routes.</summary>
    public static RouteType? Type(string word) => Types.TryGetValue(word, out var number) && number is >= 1 and <= 9 ? (RouteType)number : null;

    /// <summary>Whether iproute2 knows a word as a type of routes.</summary>
    public static bool IsType(string word) => Find(Types, word, byte.MaxValue) is not null;

    public static uint? InterfaceGroup(string word) => string.Equals(word, "default", StringComparison.Ordinal) ? 0 : CNumber(word);

    public static int? IpProtocol(string word) => (int?)Find(IpProtocols, word, byte.MaxValue);

    /// <summary><c>SOURCE/DESTINATION</c>, or the destination alone.</summary>
    public static uint? Realms(string word)
    {
        uint pair = 0;
        var parts = word.Split('/');
        foreach (var part in parts)
        {
            if (Realm(part) is not { } realm || parts.Length > 2) return null;
            pair = (pair << 16) | realm;
        }

        return pair;
    }

    /// <summary>As strtoul(3) with base 0 reads it; null when something is left over.</summary>
    public static uint? CNumber(string word)
    {
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return uint.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null;
        if (!word.StartsWith('0')) return uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        uint octal = 0;
        foreach (var digit in word)
        {
            if (digit is < '0' or > '7' || octal > uint.MaxValue / 8) return null;
            octal = (octal * 8) + (uint)(digit - '0');
        }

        return octal;
    }

    private static uint? Realm(string word) =>
        string.Equals(word, "cosmos", StringComparison.Ordinal) ? 0 : CNumber(word) is { } number && number <= ushort.MaxValue ? number : null;

    public static int? Scope(string word) => Find(Scopes, word, byte.MaxValue) is { } number ? (int)number : null;

    public static uint? Table(string word) => Find(Tables, word, uint.MaxValue);

    public static int? Protocol(string word) => Find(Protocols, word, byte.MaxValue) is { } number ? (int)number : null;

    private static uint? Find(Dictionary<string, int> names, string word, uint max)
    {
        if (names.TryGetValue(word, out var named)) return (uint)named;
        return uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number : null;
    }
}
