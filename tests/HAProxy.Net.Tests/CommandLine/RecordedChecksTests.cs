using System.Runtime.CompilerServices;
using ConfParsers.Haproxy;
using ConfParsers.Tests.Haproxy;
using HAProxy.Net.CommandLine;
using HAProxy.Net.Lifecycle;

namespace HAProxy.Net.Tests.CommandLine;

/// <summary>
/// Checks as the program makes them, with its regular expressions and its OpenSSL, give what was recorded from the real haproxy: the cases of the reader, and those
/// beside this file, which the reader alone cannot judge.
/// </summary>
public sealed class RecordedChecksTests
{
    private static readonly LoadOptions AsTheProgram =
        new StartRequest([], new ProgramOptions { Check = true, Strict = true }, []).Settings with { Carries = static _ => true };

    public static TheoryData<string> OwnCases() => [.. ConfigCase.Names(Folder())];

    public static TheoryData<string> CasesOfTheReader() => [.. ConfigCase.Names()];

    [SkippableTheory]
    [MemberData(nameof(OwnCases))]
    public void Answers_are_those_of_haproxy(string name)
    {
        Skip.If(name.StartsWith("lua-", StringComparison.Ordinal) && !Daemon.Linux.Lua.IsInstalled, "Lua 5.3 is not installed");
        Check(ConfigCase.Read(name, Folder()));
    }

    [Theory]
    [MemberData(nameof(CasesOfTheReader))]
    public void Answers_to_the_readers_cases_are_the_same(string name) => Check(ConfigCase.Read(name));

    [SkippableFact]
    public async Task The_real_haproxy_gives_every_recorded_answer()
    {
        Skip.IfNot(await RealHaproxy.IsThere(), "haproxy 2.6.12 is not installed");
        await RealAnswers.Replay(ConfigCase.Names(Folder()).Select(name => ConfigCase.Read(name, Folder())));
    }

    private static void Check(ConfigCase wanted)
    {
        var answer = wanted.Answer(AsTheProgram);
        Assert.Equal(wanted.Recorded.Errors, answer.Errors);
        Assert.Equal(wanted.Recorded, answer);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "cases");
}
