using System.Globalization;

namespace ConfParsers.Haproxy.Lines;

/// <summary>
/// HAProxy's version numbers: <c>2.4-dev18-123</c>, <c>2.6.12-1</c>. A development version is older than its release, missing
/// parts count as zero (configuration.txt 2.4 "version_atleast").
/// </summary>
public readonly record struct VersionNumber(int Major, int Minor, int Patch, int Dev, int Build) : IComparable<VersionNumber>
{
    /// <summary>The language level of this reader.</summary>
    public static readonly VersionNumber Language = new(2, 6, 12, int.MaxValue, 0);

    /// <summary>What is no version is older than all.</summary>
    public static VersionNumber Parse(string text)
    {
        var at = 0;
        if (!Number(text, ref at, out var major)) return default;
        var minor = 0;
        var patch = 0;
        var dev = int.MaxValue;
        var build = 0;
        if (Take(text, ref at, '.') && !Number(text, ref at, out minor)) return default;
        if (Take(text, ref at, '.') && !Number(text, ref at, out patch)) return default;
        if (Take(text, ref at, '.') && !Number(text, ref at, out build)) return default;
        if (text.AsSpan(at).StartsWith("-dev", StringComparison.Ordinal))
        {
            at += 4;
            if (!Number(text, ref at, out dev)) return default;
        }

        if (Take(text, ref at, '-')) Number(text, ref at, out build);
        return at < text.Length ? default : new VersionNumber(major, minor, patch, dev, build);
    }

    public int CompareTo(VersionNumber other) => (Major, Minor, Patch, Dev, Build).CompareTo((other.Major, other.Minor, other.Patch, other.Dev, other.Build));

    public static bool operator <(VersionNumber left, VersionNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(VersionNumber left, VersionNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(VersionNumber left, VersionNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VersionNumber left, VersionNumber right) => left.CompareTo(right) >= 0;

    private static bool Take(string text, ref int at, char c)
    {
        if (at >= text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    private static bool Number(string text, ref int at, out int value)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
