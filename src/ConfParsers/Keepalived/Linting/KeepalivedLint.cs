using ConfParsers.Text;

namespace ConfParsers.Keepalived.Linting;

/// <summary>
/// Says of a keepalived.conf what keepalived never says: what is right by the letter and leaves a node that can never lose, never win, or takes
/// over when nobody wants it. The rules have ids, by which a finding is named in reports.
/// </summary>
public static class KeepalivedLint
{
    /// <summary>What the reader itself says of these traps gets their rule's name.</summary>
    private static readonly (string Text, string Rule)[] ReaderRules =
    [
        ("nopreempt will not work with initial state MASTER", "nopreempt-with-master"),
        ("preempt delay will not work with initial state MASTER", "preempt-delay-with-master"),
        ("Truncating auth_pass", "auth-pass-too-long"),
        ("script_security not enabled", "script-security-off"),
        ("due to SYNC group", "sync-group-ignores-weights"),
        ("is declared after its use", "declared-after-use"),
        ("only 1 virtual router(s)", "sync-group-of-one"),
    ];

    public static IReadOnlyList<LintRule> Rules { get; } = [.. PriorityRules.All, .. InstanceRules.All];

    public static IReadOnlyList<PairRule> Pair { get; } = PairRules.All;

    /// <summary>What the reader warned of and what the rules find, in the order of the lines.</summary>
    public static IReadOnlyList<Diagnostic> Run(KeepalivedResult result) =>
    [
        .. result.Diagnostics.Where(finding => finding.Severity is Severity.Warning or Severity.Alert).Select(Named)
            .Concat(Rules.SelectMany(rule => rule.Find(result.Model).Select(finding => finding.Under(rule.Id, PlaceForm.Keepalived))))
            .OrderBy(finding => finding.Place?.Source.Path, StringComparer.Ordinal).ThenBy(finding => finding.Place?.Line ?? 0),
    ];

    /// <summary>Two nodes against each other: what one of them alone cannot show.</summary>
    public static IReadOnlyList<Diagnostic> Compare(KeepalivedModel first, KeepalivedModel second)
    {
        var findings = new List<Diagnostic>();
        foreach (var one in first.Instances)
        {
            if (PairRules.Partner(one, second) is not { } other)
            {
                findings.Add(PairRules.Missing(one, second).Under("pair-instance-missing", PlaceForm.Keepalived));
                continue;
            }

            findings.AddRange(Pair.SelectMany(rule => rule.Find(one, other).Select(finding => finding.Under(rule.Id, PlaceForm.Keepalived))));
        }

        foreach (var other in second.Instances.Where(other => PairRules.Partner(other, first) is null)) findings.Add(PairRules.Missing(other, first).Under("pair-instance-missing", PlaceForm.Keepalived));
        return findings;
    }

    private static Diagnostic Named(Diagnostic finding)
    {
        var rule = Array.Find(ReaderRules, candidate => finding.Text.Contains(candidate.Text, StringComparison.Ordinal)).Rule;
        return rule is null ? finding : finding with { Rule = rule };
    }
}
