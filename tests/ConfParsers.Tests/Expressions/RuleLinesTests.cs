using System.Text;
using ConfParsers.Tests.Haproxy;

namespace ConfParsers.Tests.Expressions;

/// <summary>
/// Some two thousand lines of rules, ACLs and formats, good and bad: every fetch, converter, ACL keyword and action is among them. What
/// our reader says to each is what the real haproxy 2.6.12 says.
/// </summary>
public class RuleLinesTests
{
    private const int Together = 40;

    [Fact]
    public void Every_line_gets_the_recorded_answer()
    {
        var lines = RecordedLines.Read();
        Assert.True(lines.Count > 3000);
        Compare(lines.AsParallel().AsOrdered().Select(line => (line, RecordedLines.Ours(line))));
    }

    [SkippableFact]
    public void The_real_haproxy_gives_every_recorded_answer()
    {
        Skip.IfNot(RealHaproxy.IsInstalled, "haproxy is not installed");
        var lines = RecordedLines.Read();
        if (Environment.GetEnvironmentVariable("RECORD_RULE_LINES") is not null)
        {
            lines = [.. lines.AsParallel().AsOrdered().Select(line => line.Text.StartsWith('+') ? Record(line with { Text = line.Text[1..] }) : line)];
            RecordedLines.Write(lines);
        }

        // A faulty HTTP rule ends the reading, and a fault of the first pass keeps the second from being made: such lines do not go together
        // with others. Of the others many are read at once.
        var kinds = lines.ToLookup(KindOf);
        var alone = kinds[Kind.Ends].AsParallel().AsOrdered().Select(line => (line, RecordedLines.Theirs(line)));
        var groups = kinds[Kind.FirstPass].Chunk(Together).Concat(kinds[Kind.SecondPass].Chunk(Together)).AsParallel().Where(Differ).SelectMany(group => group);
        Compare(alone.Concat(groups.Select(line => (line, RecordedLines.Theirs(line)))));
    }

    private enum Kind
    {
        Ends,
        FirstPass,
        SecondPass,
    }

    private static Kind KindOf(RecordedLine line)
    {
        var alert = Array.Find(line.Answer, answer => answer.StartsWith('A'));
        if (alert is null) return Kind.SecondPass;
        if (!alert.StartsWith("A parsing [line]", StringComparison.Ordinal) || alert.Contains(" in proxy 'x'", StringComparison.Ordinal) && alert.Contains("referenced in arg", StringComparison.Ordinal)) return Kind.SecondPass;
        return line.Text.StartsWith("http-", StringComparison.Ordinal) ? Kind.Ends : Kind.FirstPass;
    }

    private static bool Differ(RecordedLine[] group)
    {
        var recorded = group.SelectMany(line => line.Answer).Order(StringComparer.Ordinal);
        return !RecordedLines.Theirs(group).Order(StringComparer.Ordinal).SequenceEqual(recorded);
    }

    private static RecordedLine Record(RecordedLine line) => line with { Answer = RecordedLines.Theirs(line) };

    private static void Compare(IEnumerable<(RecordedLine Line, string[] Given)> answers)
    {
        var differences = new StringBuilder();
        foreach (var (line, given) in answers)
        {
            if (given.SequenceEqual(line.Answer)) continue;
            differences.Append($"{line.Section}: {line.Text}\n  recorded:\n    {string.Join("\n    ", line.Answer)}\n  given:\n    {string.Join("\n    ", given)}\n");
        }

        if (differences.Length > 0) Assert.Fail(differences.ToString());
    }
}
