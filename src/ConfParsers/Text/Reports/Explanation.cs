using System.Globalization;
using System.Text;

namespace ConfParsers.Text.Reports;

/// <summary>
/// Findings for people: the message, the line as it was written, a caret under the words that are meant, the hint, and
/// the related place drawn alike (<c>--explain</c>).
/// </summary>
public static class Explanation
{
    /// <returns>Text that ends with LF; empty without findings.</returns>
    public static string Render(IEnumerable<Diagnostic> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in Findings.WithoutSums(findings))
        {
            if (text.Length > 0) text.Append('\n');
            var rule = finding.Rule is { } id ? $"[{id}]" : "";
            text.Append(CultureInfo.InvariantCulture, $"{Names.Of(finding.Severity)}{rule}: {finding.Text.TrimEnd('\n')}\n");
            if (finding.Place is { } place) Draw(text, place, finding.Hint);
            else if (finding.Hint is { } hint) text.Append(CultureInfo.InvariantCulture, $"  = {hint}\n");
            if (finding.Related is not { } related) continue;
            text.Append(CultureInfo.InvariantCulture, $"{related.Text}:\n");
            Draw(text, related.Place, null);
        }

        return text.ToString();
    }

    private static void Draw(StringBuilder text, Span place, string? hint)
    {
        var region = Region.Of(place);
        if (region.Line == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  --> {region.File}\n");
            return;
        }

        var number = region.Line.ToString(CultureInfo.InvariantCulture);
        var gutter = new string(' ', number.Length);
        var line = ByteText.Decode(place.Source.Line(region.Line).Span).TrimEnd('\r');
        // The whole line is meant: its words are underlined, not its margin.
        var start = region.StartColumn > 0 ? region.StartColumn - 1 : line.Length - line.TrimStart().Length;
        var end = region.StartColumn > 0 ? region.EndColumn - 1 : line.TrimEnd().Length;
        var column = region.StartColumn > 0 ? $":{region.StartColumn}" : "";
        text.Append(CultureInfo.InvariantCulture, $"{gutter}--> {region.File}:{number}{column}\n{gutter} |\n{number} | {Shown(line)}\n{gutter} | ");
        // Tabs stay tabs, so that the caret stands under its word on any terminal.
        foreach (var c in line.AsSpan(0, Math.Min(start, line.Length))) text.Append(c == '\t' ? '\t' : ' ');
        text.Append('^', Math.Max(1, Math.Min(end, line.Length) - start));
        if (hint is not null) text.Append(' ').Append(hint);
        text.Append('\n');
    }

    private static string Shown(string line) => string.Concat(line.Select(c => c != '\t' && char.IsControl(c) ? '?' : c));
}
