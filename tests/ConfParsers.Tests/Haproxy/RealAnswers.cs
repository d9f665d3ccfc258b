namespace ConfParsers.Tests.Haproxy;

/// <summary>The installed haproxy must give every recorded answer.</summary>
internal static class RealAnswers
{
    public static Task Replay(IEnumerable<ConfigCase> cases) => Parallel.ForEachAsync(cases, async (wanted, cancellation) =>
    {
        var answer = await RealHaproxy.Answer(wanted, cancellation);
        Assert.Equal((wanted.Name, wanted.Recorded.Errors), (wanted.Name, answer.Errors));
        Assert.Equal((wanted.Name, wanted.Recorded), (wanted.Name, answer));
    });
}
