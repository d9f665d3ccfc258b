using System.Text.Json;

namespace ConfParsers.Text.Reports;

/// <summary>Findings as a SARIF 2.1.0 log with one run, as code hosts and editors read it (OASIS Static Analysis Results Interchange Format).</summary>
public static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <param name="tool">Name of the program.</param>
    /// <returns>Indented JSON with a final LF.</returns>
    public static string Render(string tool, string version, IReadOnlyCollection<Diagnostic> findings)
    {
        var told = Findings.WithoutSums(findings);
        return JsonText.Render(json => Log(json, tool, version, told));
    }

    private static void Log(Utf8JsonWriter json, string tool, string version, Diagnostic[] findings)
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        Driver(json, tool, version, findings);
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in findings) Result(json, finding);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Driver(Utf8JsonWriter json, string tool, string version, IEnumerable<Diagnostic> findings)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", tool);
        json.WriteString("version", version);
        json.WriteStartArray("rules");
        foreach (var rule in findings.Select(Names.RuleOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Diagnostic finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", Names.RuleOf(finding));
        json.WriteString("level", finding.Severity switch
        {
            Severity.Alert => "error",
            Severity.Warning => "warning",
            _ => "note",
        });
        Message(json, finding.Hint is { } hint ? $"{finding.Text}\n{hint}" : finding.Text);
        if (finding.Place is { } place)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            Physical(json, place);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (finding.Related is { } related)
        {
            json.WriteStartArray("relatedLocations");
            json.WriteStartObject();
            Physical(json, related.Place);
            Message(json, related.Text);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("message");
        json.WriteString("text", JsonText.Clean(text));
        json.WriteEndObject();
    }

    private static void Physical(Utf8JsonWriter json, Span place)
    {
        var region = Region.Of(place);
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri.EscapeDataString(JsonText.Clean(region.File)).Replace("%2F", "/", StringComparison.Ordinal));
        json.WriteEndObject();
        if (region.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", region.Line);
            if (region.StartColumn > 0)
            {
                json.WriteNumber("startColumn", region.StartColumn);
                json.WriteNumber("endColumn", region.EndColumn);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
