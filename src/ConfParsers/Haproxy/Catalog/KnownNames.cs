using System.Collections.Frozen;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Names that HAProxy 2.6 knows, as <c>haproxy -dKall</c> and its manual list them. A name that has no row in a feature file yet
/// is refused as known but not built; any other is refused as HAProxy refuses it.
/// </summary>
internal static class KnownNames
{
    public static readonly FrozenSet<string> Proxy = Set("""
        filter
        """);

    private static FrozenSet<string> Set(string names) =>
        names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
