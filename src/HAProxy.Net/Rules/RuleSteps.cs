using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Rules;

/// <summary>What a single action did.</summary>
internal enum StepOutcome : byte
{
    /// <summary>The next rule is looked at.</summary>
    Next,

    /// <summary><c>allow</c>: no further rule of this set.</summary>
    Stop,
    Denied,
    Answered,

    /// <summary>There was no room for a rewrite.</summary>
    Failed,
}

/// <summary>One action of a rule, ready to run: no allocation, no configuration.</summary>
internal abstract class RuleStep
{
    public abstract StepOutcome Run(StreamContext stream);

    protected static StepOutcome Fits(bool stored) => stored ? StepOutcome.Next : StepOutcome.Failed;
}

/// <summary>The rules of one proxy and direction, in their order (configuration.txt 4.2 "http-request").</summary>
internal sealed class CompiledRules((CompiledCondition? Condition, RuleStep Step)[] rules) : HttpRules
{
    public override RuleOutcome Run(StreamContext stream)
    {
        foreach (ref readonly var rule in rules.AsSpan())
        {
            if (rule.Condition is { } condition && !condition.Matches(stream)) continue;
            switch (rule.Step.Run(stream))
            {
                case StepOutcome.Next: continue;
                case StepOutcome.Stop: return RuleOutcome.Continue;
                case StepOutcome.Denied: return RuleOutcome.Denied;
                case StepOutcome.Answered: return RuleOutcome.Answered;
                default: return RuleOutcome.Failed;
            }
        }

        return RuleOutcome.Continue;
    }
}

/// <summary><c>allow</c></summary>
internal sealed class AllowStep : RuleStep
{
    public override StepOutcome Run(StreamContext stream) => StepOutcome.Stop;
}
