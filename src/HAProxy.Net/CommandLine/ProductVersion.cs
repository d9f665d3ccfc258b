using ConfParsers.Haproxy.Lines;

namespace HAProxy.Net.CommandLine;

/// <summary>
/// What programs find where they look for a version: HAProxy's language level first, and this product's own name and version beside it,
/// in the form in which distributions append theirs.
/// </summary>
public static class ProductVersion
{
    /// <summary>The language level, such as <c>2.6.12</c>.</summary>
    public static string Level => BuildCondition.Version;

    /// <summary>This product's own version.</summary>
    public static string Own { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>One word: level, name and own version.</summary>
    public static string Full { get; } = $"{Level}+haproxy.net-{Own}";

    /// <summary>Date of the level that is followed, as the original writes it.</summary>
    public const string ReleaseDate = "2023/03/28";
}
