using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>A sample expression ready to run: one fetch and a chain of converters. Evaluation allocates nothing (configuration.txt 7.3).</summary>
public sealed class CompiledSample
{
    private readonly FetchMethod _fetch;
    private readonly Operands _operands;
    private readonly Step[] _steps;

    internal CompiledSample(FetchMethod fetch, Operands operands, Step[] steps)
    {
        _fetch = fetch;
        _operands = operands;
        _steps = steps;
    }

    /// <param name="sample">Its bytes are valid until the next evaluation on this loop.</param>
    /// <returns>False when there is no sample.</returns>
    public bool Evaluate(StreamContext stream, ref Sample sample)
    {
        Scratch.Current.Reset();
        var cursor = new FetchCursor();
        return _fetch(stream, _operands, ref cursor, ref sample) && Convert(stream, ref sample);
    }

    /// <summary>Evaluates and turns the result into a type.</summary>
    public bool Evaluate(StreamContext stream, SampleType type, ref Sample sample) => Evaluate(stream, ref sample) && Casts.To(ref sample, type);

    /// <summary>One value after the other, for ACLs: call again while the cursor says there may be more.</summary>
    /// <param name="found">False when this value got lost in the converters; another may follow.</param>
    internal void Next(StreamContext stream, ref FetchCursor cursor, ref Sample sample, out bool found)
    {
        Scratch.Current.Reset();
        cursor.Iterating = true;
        found = _fetch(stream, _operands, ref cursor, ref sample) && Convert(stream, ref sample);
    }

    private bool Convert(StreamContext stream, ref Sample sample)
    {
        foreach (ref readonly var step in _steps.AsSpan())
        {
            if (!Casts.To(ref sample, step.Input) || !step.Method(stream, step.Operands, ref sample)) return false;
        }

        return true;
    }

    internal readonly record struct Step(ConverterMethod Method, Operands Operands, SampleType Input);
}
