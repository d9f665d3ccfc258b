using System.Text.Json;

namespace ConfParsers.Text.Reports;

/// <summary>
/// Findings as one JSON object, for editors and pipelines: <c>{"tool","version","valid","diagnostics":[{"severity","kind","rule","file","line",
/// "column","endColumn","message","hint","related","laterRun"}]}</c>. Members without value are left out; columns count UTF-16 units from 1,
/// the end exclusive.
/// </summary>
public static class JsonReport
{
    /// <param name="tool">Name of the program.</param>
    /// <param name="valid">The verdict, as the exit code says it.</param>
    /// <returns>Indented JSON with a final LF.</returns>
    public static string Render(string tool, string version, bool valid, IEnumerable<Diagnostic> findings) => JsonText.Render(json =>
    {
        json.WriteStartObject();
        json.WriteString("tool", tool);
        json.WriteString("version", version);
        json.WriteBoolean("valid", valid);
        json.WriteStartArray("diagnostics");
        foreach (var finding in findings) Write(json, finding);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Diagnostic finding)
    {
        json.WriteStartObject();
        json.WriteString("severity", Names.Of(finding.Severity));
        json.WriteString("kind", Names.Of(finding.Kind));
        if (finding.Rule is { } rule) json.WriteString("rule", rule);
        if (finding.Place is { } place) Place(json, place);
        json.WriteString("message", JsonText.Clean(finding.Text));
        if (finding.Hint is { } hint) json.WriteString("hint", JsonText.Clean(hint));
        if (finding.Related is { } related)
        {
            json.WriteStartObject("related");
            Place(json, related.Place);
            json.WriteString("message", JsonText.Clean(related.Text));
            json.WriteEndObject();
        }

        // What the original would only have said after the first faults were mended.
        if (finding.Continuation) json.WriteBoolean("laterRun", true);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, Span place)
    {
        var region = Region.Of(place);
        json.WriteString("file", JsonText.Clean(region.File));
        if (region.Line > 0) json.WriteNumber("line", region.Line);
        if (region.StartColumn == 0) return;
        json.WriteNumber("column", region.StartColumn);
        json.WriteNumber("endColumn", region.EndColumn);
    }
}
