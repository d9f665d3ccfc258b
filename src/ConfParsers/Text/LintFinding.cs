namespace ConfParsers.Text;

/// <summary>Something that is right by the letter and not what its author meant.</summary>
/// <param name="Text">What is there and what it does.</param>
/// <param name="Hint">What to write instead.</param>
public readonly record struct LintFinding(Span Place, string Text, string? Hint = null, (Span Place, string Text)? Related = null)
{
    /// <summary>As reports show it: a warning with its rule.</summary>
    public Diagnostic Under(string rule, PlaceForm form) =>
        new(DiagnosticKind.Other, Severity.Warning, Place, form, Text) { Rule = rule, Hint = Hint, Related = Related };
}
