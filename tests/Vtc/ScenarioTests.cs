using Testing;

namespace Vtc;

/// <summary>The referee: a scenario says what HAProxy does only if the real one passes it. Two classes, so the two binaries run side by side.</summary>
public sealed class On_the_real_haproxy
{
    [SkippableTheory]
    [MemberData(nameof(Scenario.Names), MemberType = typeof(Scenario))]
    public Task Passes(string scenario) => Scenario.MustPass(scenario, Binaries.RealHAProxy);
}

/// <summary>The same scenarios on ours.</summary>
public sealed class On_haproxy_net
{
    [SkippableTheory]
    [MemberData(nameof(Scenario.Names), MemberType = typeof(Scenario))]
    public Task Passes(string scenario)
    {
        var pending = Scenario.WhyPending(scenario);
        Skip.If(pending is not null, $"{scenario}: {pending}");
        return Scenario.MustPass(scenario, Binaries.HAProxyNet);
    }
}
