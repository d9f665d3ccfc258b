using System.Text.Json;
using ConfParsers.Haproxy;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Tests.Text;

/// <summary>The same findings for people and for programs.</summary>
public sealed class ReportTests
{
    private static readonly IReadOnlyList<Diagnostic> Findings = HaproxyConfig.Parse("global\n\tmaxcon 5 # é\n\nfrontend f\n bind :80\n bind :é80\n").Diagnostics.Items;

    [Fact]
    public void Json_names_file_line_columns_and_kind()
    {
        using var json = JsonDocument.Parse(JsonReport.Render("haproxy.net", "1", valid: false, Findings));
        var first = json.RootElement.GetProperty("diagnostics")[0];
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        Assert.Equal(("alert", "unknown-keyword", "haproxy.cfg", 2, 2, 8), (
            first.GetProperty("severity").GetString(), first.GetProperty("kind").GetString(), first.GetProperty("file").GetString(),
            first.GetProperty("line").GetInt32(), first.GetProperty("column").GetInt32(), first.GetProperty("endColumn").GetInt32()));
        Assert.StartsWith("unknown keyword 'maxcon' in 'global' section", first.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        using var json = JsonDocument.Parse(JsonReport.Render("haproxy.net", "1", valid: false, Findings));
        var bind = json.RootElement.GetProperty("diagnostics").EnumerateArray().First(d => d.TryGetProperty("line", out var line) && line.GetInt32() == 6);
        Assert.Equal((7, 11), (bind.GetProperty("column").GetInt32(), bind.GetProperty("endColumn").GetInt32()));
    }

    [Fact]
    public void Sarif_has_a_result_with_a_place_for_each_finding_and_lists_its_rules()
    {
        using var sarif = JsonDocument.Parse(SarifReport.Render("haproxy.net", "1", [.. Findings]));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var run = sarif.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        // "Error(s) found" is no finding.
        Assert.Equal(Findings.Count(finding => finding.Kind != DiagnosticKind.Summary), results.Length);
        Assert.All(results, result => Assert.True(result.TryGetProperty("locations", out _)));
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.All(results, result => Assert.Contains(result.GetProperty("ruleId").GetString(), rules));
        var region = results[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        Assert.Equal((2, 2, 8), (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endColumn").GetInt32()));
    }

    [Fact]
    public void An_explanation_draws_the_line_with_a_caret()
    {
        var text = Explanation.Render([Findings[0] with { Text = "unknown keyword 'maxcon'", Hint = "did you mean 'maxconn'?" }]);
        Assert.Equal("alert: unknown keyword 'maxcon'\n --> haproxy.cfg:2:2\n  |\n2 | \tmaxcon 5 # é\n  | \t^^^^^^ did you mean 'maxconn'?\n", text);
    }
}
