namespace ConfParsers.Text;

/// <summary>HAProxy's levels, in rising order.</summary>
public enum Severity
{
    Diag,
    Notice,
    Warning,
    Alert,
}

/// <summary>What went wrong, for tools: the text beside it is for people and for comparison with the originals.</summary>
public enum DiagnosticKind
{
    Other,
    Unreadable,
    Syntax,
    UnknownSection,
    UnknownKeyword,
    WrongSection,
    MissingArgument,
    SurplusArgument,
    BadValue,
    BadNumber,
    OutOfRange,
    BadTime,
    BadSize,
    BadAddress,
    BadExpression,
    BadCondition,
    BadFormat,
    Duplicate,
    UnresolvedName,
    UnresolvedHost,
    Conflict,
    Order,
    MissingTimeout,
    Ignored,
    Deprecated,
    Removed,
    Unsupported,
    Environment,
    UserMessage,
    Summary,
}

/// <summary>How a message names its place. The originals are not uniform, and tools parse them (haproxy reference cli.md §2).</summary>
public enum PlaceForm
{
    /// <summary>No place in the text; the span still knows it.</summary>
    None,

    /// <summary><c>parsing [file:line] : text</c></summary>
    Parsing,

    /// <summary><c>parsing [file:line]: text</c></summary>
    ParsingTight,

    /// <summary><c>Parsing [file:line]: text</c></summary>
    ParsingCapital,

    /// <summary><c>[file:line] : text</c></summary>
    Bare,

    /// <summary><c>(file: Line line) text</c>, keepalived's form.</summary>
    Keepalived,
}

/// <summary>One finding of a reader: what, how bad, where, in the words of the original program.</summary>
/// <param name="Kind">For tools.</param>
/// <param name="Severity">Alerts make the verdict fail.</param>
/// <param name="Place">Where; null when the finding has no place.</param>
/// <param name="Form">How the default output writes the place.</param>
/// <param name="Text">The words after the place, without final LF; may hold several lines.</param>
public sealed record Diagnostic(DiagnosticKind Kind, Severity Severity, Span? Place, PlaceForm Form, string Text)
{
    /// <summary>The words after the place. A character that is not there, as in <c>unexpected character ''</c>, is no character.</summary>
    public string Text { get; init; } = Text.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>What would mend it, in our own words; never part of the default output.</summary>
    public string? Hint { get; init; }

    /// <summary>Id of the lint rule that found it, such as <c>weight-without-value</c>; null for what the original itself says.</summary>
    public string? Rule { get; init; }

    /// <summary>Another place that matters, such as "first declared here".</summary>
    public (Span Place, string Text)? Related { get; init; }

    /// <summary>
    /// True for what the original would only have said in a later run, after the first faults were mended: printed as a
    /// continuation line (docs/architecture.md, diagnostics).
    /// </summary>
    public bool Continuation { get; init; }

    /// <summary>An alert that does not make the verdict fail: the original prints it and goes on.</summary>
    public bool Tolerated { get; init; }

    /// <summary>A warning that makes the verdict fail all the same.</summary>
    public bool Fails { get; init; }

    /// <summary>Text with its place in the original's form, without level and pid.</summary>
    public string Message => Place is not { } p ? Text : Form switch
    {
        PlaceForm.Parsing => $"parsing [{p}] : {Text}",
        PlaceForm.ParsingTight => $"parsing [{p}]: {Text}",
        PlaceForm.ParsingCapital => $"Parsing [{p}]: {Text}",
        PlaceForm.Bare => $"[{p}] : {Text}",
        PlaceForm.Keepalived => $"({p.Source}: Line {p.Line}) {Text}",
        _ => Text,
    };
}
