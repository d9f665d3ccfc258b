using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>Every recorded case gives the same exit code and the same lines: from our reader, and from the real program where it is installed.</summary>
public sealed class CasesTests
{
    public static TheoryData<string> Cases() => [.. ConfigCase.Names()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Strict_answers_are_those_of_haproxy(string name)
    {
        var wanted = ConfigCase.Read(name);
        var answer = wanted.Answer(new LoadOptions { Strict = true });
        Assert.Equal(wanted.Recorded.Errors, answer.Errors);
        Assert.Equal(wanted.Recorded, answer);
    }

    [SkippableFact]
    public async Task The_real_haproxy_gives_every_recorded_answer()
    {
        Skip.IfNot(await RealHaproxy.IsThere(), "haproxy 2.6.12 is not installed");
        await RealAnswers.Replay(ConfigCase.Names().Select(name => ConfigCase.Read(name)));
    }

    [Fact]
    public void What_the_engine_does_not_carry_out_is_refused_by_name()
    {
        const string text = "defaults\n timeout connect 1s\n timeout server 1s\nbackend b\n server s 127.0.0.1:80 send-proxy slowstart 5s\n";
        Assert.NotNull(HaproxyConfig.Parse(text).Model);
        var options = new LoadOptions { Carries = keyword => keyword is not { Kind: KeywordKind.Server, Name: "send-proxy" or "slowstart" } };

        var check = HaproxyConfig.Parse(text, options: options);
        Assert.NotNull(check.Model);
        Assert.Equal(
            [
                "parsing [haproxy.cfg:5] : server option 'send-proxy' is understood, but not built yet: a start with it is refused.",
                "parsing [haproxy.cfg:5] : server option 'slowstart' is understood, but not built yet: a start with it is refused.",
            ],
            check.Diagnostics.Items.Where(d => d.Severity == Severity.Notice).Select(d => d.Message));

        var start = HaproxyConfig.Parse(text, options: options with { ForStart = true });
        Assert.Null(start.Model);
        Assert.Contains("parsing [haproxy.cfg:5] : server option 'send-proxy' is known to HAProxy 2.6 but not built yet.", start.Diagnostics.Items.Select(d => d.Message));
    }

    [Fact]
    public void The_recorded_cases_are_many() => Assert.True(ConfigCase.Names().Count() >= 120);
}
