namespace ConfParsers.Text;

/// <summary>Findings in the order in which they were made. A reader adds and goes on; only the edge prints.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Findings that make the verdict fail.</summary>
    public int Alerts { get; private set; }

    public bool HasAlerts => Alerts > 0;

    public bool HasWarnings { get; private set; }

    /// <summary>How many findings there were when a line asked for silence from then on (haproxy.cfg's <c>quiet</c>); null when none did.</summary>
    public int? QuietFrom { get; internal set; }

    /// <summary>Set where HAProxy would have stopped: what is found from then on it would only say in a later run.</summary>
    public bool Later { get; set; }

    public void Add(Diagnostic diagnostic)
    {
        _items.Add(Later ? diagnostic with { Continuation = true } : diagnostic);
        if (diagnostic is { Severity: Severity.Alert, Tolerated: false } or { Fails: true }) Alerts++;
        HasWarnings |= diagnostic.Severity == Severity.Warning;
    }

    /// <summary>Puts what is known later, such as a hint, into findings that were made before; severities stay.</summary>
    public void Revise(Func<Diagnostic, Diagnostic> revise)
    {
        for (var i = 0; i < _items.Count; i++) _items[i] = revise(_items[i]);
    }

    public void Alert(DiagnosticKind kind, Span? place, PlaceForm form, string text, string? hint = null) =>
        Add(new Diagnostic(kind, Severity.Alert, place, form, text) { Hint = hint });

    public void Warning(DiagnosticKind kind, Span? place, PlaceForm form, string text, string? hint = null) =>
        Add(new Diagnostic(kind, Severity.Warning, place, form, text) { Hint = hint });
}
