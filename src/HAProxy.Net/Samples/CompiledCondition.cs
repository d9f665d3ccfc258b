using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Samples.Matching;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary><c>if</c> and <c>unless</c> ready to run: true when all terms of any group are (configuration.txt 7.2). No allocation.</summary>
public sealed class CompiledCondition
{
    private readonly bool _unless;
    private readonly Term[][] _groups;

    private CompiledCondition(bool unless, Term[][] groups)
    {
        _unless = unless;
        _groups = groups;
    }

    /// <returns>Null for a rule without condition.</returns>
    public static CompiledCondition? Compile(Condition? condition, SampleCompiler compiler) => condition is null
        ? null
        : new CompiledCondition(condition.Unless, [.. condition.AnyOf.Select(g => g.Select(t => new Term(t.Negated, [.. t.Acl.Tests.Select(test => new Test(compiler.Compile(test.Sample), PatternSet.Compile(test)))])).ToArray())]);

    public bool Matches(StreamContext stream)
    {
        foreach (var group in _groups)
        {
            if (All(group, stream)) return !_unless;
        }

        return _unless;
    }

    private static bool All(Term[] terms, StreamContext stream)
    {
        foreach (ref readonly var term in terms.AsSpan())
        {
            if (Any(term.Tests, stream) == term.Negated) return false;
        }

        return true;
    }

    private static bool Any(Test[] tests, StreamContext stream)
    {
        foreach (ref readonly var test in tests.AsSpan())
        {
            var cursor = new FetchCursor();
            var sample = new Sample();
            do
            {
                test.Sample.Next(stream, ref cursor, ref sample, out var found);
                if (found && Casts.To(ref sample, test.Patterns.Type) && test.Patterns.Matches(sample)) return true;
            }
            while (cursor.More);
        }

        return false;
    }

    private readonly record struct Term(bool Negated, Test[] Tests);

    private readonly record struct Test(CompiledSample Sample, PatternSet Patterns);
}
