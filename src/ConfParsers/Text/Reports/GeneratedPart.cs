namespace ConfParsers.Text.Reports;

/// <summary>The part of a page that a program writes, between two marker lines; the rest belongs to people.</summary>
/// <param name="Begin">The line before it.</param>
/// <param name="End">The line behind it.</param>
public sealed record GeneratedPart(string Begin, string End)
{
    /// <returns>The page with the part renewed; null when it has no markers.</returns>
    public string? Renew(string page, string content)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin ? null : $"{page[..(begin + Begin.Length)]}\n{content}\n{page[end..]}";
    }

    /// <summary>A cell of a Markdown table that holds code.</summary>
    public static string Code(string text) => text.Length == 0 ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
