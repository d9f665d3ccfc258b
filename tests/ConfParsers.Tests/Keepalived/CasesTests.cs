using ConfParsers.Keepalived;

namespace ConfParsers.Tests.Keepalived;

/// <summary>Every case gives its messages, once each, and its exit code; and says the same to the reader with and without <c>--strict</c>.</summary>
public sealed class CasesTests
{
    public static TheoryData<string> Names => new(ConfigCase.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_gives_its_messages_and_its_exit_code(string name)
    {
        var test = ConfigCase.Read(name);
        var directory = test.Lay();
        try
        {
            AssertOutcome(test.Expected, directory, strict: false);
            AssertOutcome(test.Strict, directory, strict: true);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void There_are_at_least_five_hundred_cases() => Assert.True(ConfigCase.Names.Count() >= 500);

    private static void AssertOutcome((int Exit, string[] Messages) expected, string directory, bool strict)
    {
        var result = KeepalivedConfig.Load(ConfigCase.MainFile, new LabSurroundings(directory), new KeepalivedOptions(strict) { ConfigId = ConfigCase.Id });
        var messages = result.Diagnostics.Select(diagnostic => diagnostic.Message.Replace(directory, "@DIR@", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.Equal(expected.Messages, messages, StringComparer.Ordinal);
        Assert.Equal(expected.Exit, result.ExitCode);
    }
}
