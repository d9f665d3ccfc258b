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

    public static int? Scope(string word) => Find(Scopes, word, byte.MaxValue) is { } number ? (int)number : null;

    public static uint? Table(string word) => Find(Tables, word, uint.MaxValue);

    public static int? Protocol(string word) => Find(Protocols, word, byte.MaxValue) is { } number ? (int)number : null;

    private static uint? Find(Dictionary<string, int> names, string word, uint max)
    {
        if (names.TryGetValue(word, out var named)) return (uint)named;
        return uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max ? number : null;
    }
}
