using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Tests.Haproxy;
using HAProxy.Net.CommandLine;
using HAProxy.Net.Lifecycle;

namespace Fuzz;

internal enum Outcome
{
    Same,

    /// <summary>The same exit code, and another standard error.</summary>
    OtherLines,

    /// <summary>Another exit code.</summary>
    OtherVerdict,

    /// <summary>Ours throws or does not end.</summary>
    Fault,
    RealHangs,
    RealCrashes,
}

/// <summary>One case read by ours and by the real haproxy.</summary>
/// <param name="Kind">What the difference is about, the same for differences of one cause; empty where there is none.</param>
/// <param name="Real">What haproxy answered; null when it was not asked or did not end.</param>
internal sealed record Comparison(Outcome Outcome, string Kind, Answer? Ours, Answer? Real)
{
    /// <summary>The rows of the catalog that our reader saw in the file.</summary>
    public IReadOnlyCollection<KeywordId> Uses { get; private init; } = [];

    /// <summary>A reading that takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary><c>haproxy.net -c --strict</c>.</summary>
    private static readonly LoadOptions AsTheProgram =
        new StartRequest([], new ProgramOptions { Check = true, Strict = true }, []).Settings;

    /// <param name="compare">False to look for exceptions and hangs only.</param>
    public static async Task<Comparison> Of(ConfigCase wanted, bool compare)
    {
        var uses = new HashSet<KeywordId>();
        var answers = await Both(wanted, compare, uses);
        return answers with { Uses = uses };
    }

    private static async Task<Comparison> Both(ConfigCase wanted, bool compare, HashSet<KeywordId> uses)
    {
        Answer ours;
        try
        {
            ours = await Task.Run(() => Read(wanted, uses)).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return new Comparison(Outcome.Fault, "hangs", null, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Comparison(Outcome.Fault, e.ToString(), null, null);
        }

        if (!compare) return new Comparison(Outcome.Same, "", ours, null);
        Answer real;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            real = await RealHaproxy.Answer(wanted, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new Comparison(Outcome.RealHangs, "", ours, null);
        }

        // The real one has loops and crashes of its own; a file on which it gives no verdict says nothing about us.
        if (real.Exit > 2) return new Comparison(Outcome.RealCrashes, "", ours, real);
        var kind = DeliberateDifferences.Explain(wanted, ours, real) ? null : LineDifference.Kind(DeliberateDifferences.Lines(ours.Errors, real.Errors));
        if (ours.Exit != real.Exit && kind != null) return new Comparison(Outcome.OtherVerdict, $"ours {ours.Exit}, haproxy {real.Exit}: {kind}", ours, real);
        return kind is null or "" ? new Comparison(Outcome.Same, "", ours, real) : new Comparison(Outcome.OtherLines, kind, ours, real);
    }

    private static Answer Read(ConfigCase wanted, HashSet<KeywordId> uses)
    {
        bool Note(KeywordId id)
        {
            uses.Add(id);
            return true;
        }

        return wanted.Answer(wanted.Load(AsTheProgram with { Carries = Note }, new CaseFiles(wanted)));
    }
}
