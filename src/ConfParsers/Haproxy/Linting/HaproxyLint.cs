using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>
/// Says of a haproxy.cfg what HAProxy never says: what it reads otherwise than its author meant, and what is right by the letter and fails at three in
/// the morning. The rules have ids, by which a finding is named in reports.
/// </summary>
public static class HaproxyLint
{
    public static IReadOnlyList<LintRule> Rules { get; } = [.. LineRules.All, .. WritingRules.All, .. RepetitionRules.All, .. ConditionRules.All, .. ProxyRules.All, .. ServerRules.All, .. RoutingRules.All, .. ProcessRules.All];

    /// <summary>All findings in the order of the files, each a warning with its rule.</summary>
    /// <param name="sources">The files, as they were read.</param>
    /// <param name="model">What they mean; null when the reader refused them.</param>
    public static IReadOnlyList<Diagnostic> Run(IReadOnlyList<SourceText> sources, HaproxyModel? model)
    {
        var configuration = new LintedConfiguration([.. sources.SelectMany(Lines)], model);
        // The model's places name the reader's own copies of the files: paths are what both know.
        var order = sources.DistinctBy(source => source.Path).Select((source, index) => (source, index)).ToDictionary(pair => pair.source.Path, pair => pair.index, StringComparer.Ordinal);
        return
        [
            .. Rules.SelectMany(rule => rule.Find(configuration).Select(finding => finding.Under(rule.Id, PlaceForm.Bare)))
                .OrderBy(finding => order.GetValueOrDefault(finding.Place!.Value.Source.Path)).ThenBy(finding => finding.Place!.Value.Line),
        ];
    }

    private static IEnumerable<LintedLine> Lines(SourceText source)
    {
        var section = "";
        var head = 0;
        var blocks = 0;
        foreach (var line in WrittenLine.Read(source))
        {
            if (Catalog.Catalog.Sections.Contains(line.Keyword))
            {
                section = line.Keyword;
                head = line.Place.Line;
            }

            if (line.Keyword == ".if") blocks++;
            else if (line.Keyword == ".endif") blocks--;
            yield return new LintedLine(line, section, head, blocks > 0);
        }
    }
}
