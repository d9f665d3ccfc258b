namespace ConfParsers.Text;

/// <summary>One keyword that a configuration uses, and where it first does.</summary>
/// <typeparam name="TId">How a language names its keywords.</typeparam>
public sealed record Use<TId>(TId Id, Span Place);

/// <summary>
/// The keywords that a configuration, or a section of it, uses. The tables' dispatchers note them, so that what the program does not
/// carry out can be named: a keyword is never accepted and then ignored.
/// </summary>
public class Uses<TId>
    where TId : notnull
{
    private Dictionary<TId, Span>? _first;

    public IEnumerable<Use<TId>> All => _first?.Select(use => new Use<TId>(use.Key, use.Value)) ?? [];

    public bool Has(TId id) => _first?.ContainsKey(id) == true;

    public void Add(TId id, Span place) => (_first ??= []).TryAdd(id, place);

    public void AddRange(Uses<TId> other)
    {
        foreach (var (id, place) in other._first ?? []) Add(id, place);
    }
}

/// <summary>What is understood and not carried out: a notice when a configuration is only looked at, an alert when a program is to run on it.</summary>
public static class NotCarriedOut
{
    /// <param name="carries">The program's answer.</param>
    /// <param name="forStart">True when the program is to run on it.</param>
    /// <param name="original">The program that does know it, such as "HAProxy 2.6".</param>
    /// <returns>True when there was something.</returns>
    public static bool Report<TId>(DiagnosticBag diagnostics, IEnumerable<Use<TId>> uses, Func<TId, bool> carries, bool forStart, string original, PlaceForm form)
    {
        var any = false;
        foreach (var use in uses.Where(use => !carries(use.Id)))
        {
            var (severity, text) = forStart
                ? (Severity.Alert, $"{use.Id} is known to {original} but not built yet.")
                : (Severity.Notice, $"{use.Id} is understood, but not built yet: a start with it is refused.");
            diagnostics.Add(new Diagnostic(DiagnosticKind.Unsupported, severity, use.Place, form, text));
            any = true;
        }

        return any;
    }
}
