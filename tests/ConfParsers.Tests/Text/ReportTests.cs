using System.Text.Json;
using ConfParsers.Haproxy;
using ConfParsers.Tests.Haproxy;
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

    /// <summary>What the schema of SARIF 2.1.0 requires of the objects that are written (OASIS, sarif-schema-2.1.0.json).</summary>
    [Fact]
    public void Sarif_has_what_its_schema_requires()
    {
        foreach (var name in ConfigCase.Names())
        {
            var findings = ConfigCase.Read(name).Load(new LoadOptions { Diag = true }).Diagnostics.Items;
            using var sarif = JsonDocument.Parse(SarifReport.Render("haproxy.net", "1", [.. findings]));
            Validate(sarif.RootElement);
        }
    }

    private static void Validate(JsonElement log)
    {
        Members(log, ["version", "runs"], ["$schema"]);
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        foreach (var run in log.GetProperty("runs").EnumerateArray())
        {
            Members(run, ["tool"], ["columnKind", "results"]);
            Members(run.GetProperty("tool"), ["driver"], []);
            var driver = run.GetProperty("tool").GetProperty("driver");
            Members(driver, ["name"], ["version", "rules"]);
            var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!).ToArray();
            Assert.Equal(rules.Distinct(), rules);
            foreach (var rule in driver.GetProperty("rules").EnumerateArray()) Members(rule, ["id"], ["shortDescription"]);
            foreach (var result in run.GetProperty("results").EnumerateArray())
            {
                Members(result, ["message"], ["ruleId", "level", "locations", "relatedLocations"]);
                Message(result);
                Assert.Contains(result.GetProperty("ruleId").GetString(), rules);
                Assert.Contains(result.GetProperty("level").GetString(), (string[])["none", "note", "warning", "error"]);
                Locations(result, "locations", []);
                Locations(result, "relatedLocations", ["message"]);
            }
        }
    }

    private static void Locations(JsonElement result, string name, string[] more)
    {
        if (!result.TryGetProperty(name, out var locations)) return;
        foreach (var location in locations.EnumerateArray())
        {
            Members(location, ["physicalLocation", .. more], []);
            if (more.Length > 0) Message(location);
            var physical = location.GetProperty("physicalLocation");
            // One of "address" and "artifactLocation".
            Members(physical, ["artifactLocation"], ["region"]);
            Members(physical.GetProperty("artifactLocation"), ["uri"], []);
            Assert.True(Uri.IsWellFormedUriString(physical.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute));
            if (!physical.TryGetProperty("region", out var region)) continue;
            Members(region, ["startLine"], ["startColumn", "endColumn"]);
            Assert.All(region.EnumerateObject(), number => Assert.True(number.Value.GetInt32() >= 1));
            if (region.TryGetProperty("startColumn", out var start)) Assert.True(start.GetInt32() <= region.GetProperty("endColumn").GetInt32());
        }
    }

    private static void Message(JsonElement owner)
    {
        Members(owner.GetProperty("message"), ["text"], []);
        Assert.NotEmpty(owner.GetProperty("message").GetProperty("text").GetString()!);
    }

    /// <summary>All that is required and nothing the schema does not know.</summary>
    private static void Members(JsonElement item, string[] required, string[] optional)
    {
        var names = item.EnumerateObject().Select(member => member.Name).ToArray();
        Assert.All(required, name => Assert.Contains(name, names));
        Assert.All(names, name => Assert.Contains(name, required.Concat(optional)));
    }

    /// <summary>The columns of an editor mark, in the line as written, what is between « and ».</summary>
    [Theory]
    [InlineData("\tlog\t127.0.0.1\t«locl0»\tinfo")]
    [InlineData(" bind «\"😀é\":x» name é")]
    [InlineData(" http-request set-header \"a b\" «'%[scr]'» if TRUE")]
    [InlineData(" http-request deny if «\"mis\"sing»")]
    [InlineData(" http-request set-header a\\ b «%[scr]\\ x» if TRUE")]
    [InlineData(" bind :8\\x30 «nice\\ x»")]
    [InlineData(" bind «\"${A}:x\"» name n")]
    [InlineData(" http-request deny if «\"${C}\"» or TRUE")]
    [InlineData(" bind :80 «\"${A[*]}\"» nice 5")]
    [InlineData(" use_backend «\"${NONE-none}\"»")]
    [InlineData(" bind :80 «nmae» x\r")]
    public void Columns_are_those_of_the_line_as_written(string marked)
    {
        var line = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var files = new InMemoryFiles().Add("f", $"defaults\n timeout client 1s\nfrontend f\n mode http\n{line}\n");
        var place = HaproxyConfig.Load(["f"], files, ConfigCase.Environment).Diagnostics.Items.First(finding => finding is { Severity: Severity.Alert, Place.Line: 5 }).Place!.Value;
        var region = Region.Of(place);
        Assert.Equal(marked, line.Insert(region.EndColumn - 1, "»").Insert(region.StartColumn - 1, "«"));
    }

    [Fact]
    public void An_explanation_draws_the_line_with_a_caret()
    {
        var text = Explanation.Render([Findings[0] with { Text = "unknown keyword 'maxcon'", Hint = "did you mean 'maxconn'?" }]);
        Assert.Equal("alert: unknown keyword 'maxcon'\n --> haproxy.cfg:2:2\n  |\n2 | \tmaxcon 5 # é\n  | \t^^^^^^ did you mean 'maxconn'?\n", text);
    }
}
