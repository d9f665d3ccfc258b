using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary><c>set-var</c>: without a sample the variable stays as it was.</summary>
internal sealed class SetVariableStep(int index, CompiledSample value) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        var sample = new Sample();
        if (value.Evaluate(stream, ref sample)) stream.Variables.Set(index, sample);
        return StepOutcome.Next;
    }
}

/// <summary><c>set-var-fmt</c></summary>
internal sealed class FormatVariableStep(int index, FormattedText value) : RuleStep
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    public override StepOutcome Run(StreamContext stream)
    {
        var text = value.Make(stream);
        if (t_buffer is null || t_buffer.Length < text.Length) t_buffer = new byte[Math.Max(1024, text.Length)];
        text.CopyTo(t_buffer);
        var sample = new Sample();
        sample.SetString(t_buffer.AsMemory(0, text.Length));
        stream.Variables.Set(index, sample);
        return StepOutcome.Next;
    }
}

/// <summary><c>unset-var</c></summary>
internal sealed class UnsetVariableStep(int index) : RuleStep
{
    public override StepOutcome Run(StreamContext stream)
    {
        stream.Variables.Unset(index);
        return StepOutcome.Next;
    }
}
