using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Haproxy;
using ConfParsers.Text;

namespace ConfParsers.Tests.Expressions;

/// <summary>
/// Several hundred lines of rules, ACLs and formats, good and bad (rule-lines.txt), read by us and by the real haproxy 2.6: the
/// same lines are refused, in the same words. Lines that use what is not built yet are left out by our own message.
/// </summary>
public partial class RuleLinesTests
{
    private const string Real = "/usr/sbin/haproxy";
    private const int LinesAFile = 40;
    private const int HeadLines = 5;
    private const string Head = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";

    [SkippableFact]
    public void Every_line_gets_the_words_of_the_real_haproxy()
    {
        Skip.IfNot(File.Exists(Real), "haproxy is not installed");
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Expressions", "rule-lines.txt"));
        var differences = new StringBuilder();
        var compared = 0;
        var file = Path.Combine(Path.GetTempPath(), $"rule-lines-{Environment.ProcessId}.cfg");
        for (var from = 0; from < lines.Length;)
        {
            // Each line in a frontend of its own, so that none has to do with another.
            var rest = lines.Skip(from).Take(LinesAFile).ToArray();
            var text = Head + string.Concat(rest.Select((line, i) => $"frontend f{i}\n bind 127.0.0.1:19999\n {line}\n"));
            File.WriteAllText(file, text);
            var ours = Ours(file, text);
            var theirs = Theirs(file);

            // A faulty rule makes the real one stop reading: what comes after it is for the next run.
            var last = theirs.Count == 0 ? rest.Length - 1 : (theirs.Keys.Max() - HeadLines) / 3 - 1;
            var done = theirs.Count > 0 && last < rest.Length ? last + 1 : rest.Length;
            for (var i = 0; i < done; i++)
            {
                var number = HeadLines + 3 * i + 3;
                var mine = ours.GetValueOrDefault(number, "");
                var real = theirs.GetValueOrDefault(number, "");

                // What the real one finds in its second pass it does not say here: see the tests of the readers.
                if (mine.Contains("not built yet", StringComparison.Ordinal) || mine.StartsWith("Parsing", StringComparison.Ordinal)) continue;
                compared++;
                if (mine != real) differences.Append(CultureInfo.InvariantCulture, $"{rest[i]}\n  ours: {mine}\n  real: {real}\n");
            }

            from += done;
        }

        File.Delete(file);
        Assert.True(compared > 350, $"only {compared} lines compared");
        if (differences.Length > 0) Assert.Fail(differences.ToString());
    }

    private static Dictionary<int, string> Ours(string path, string text)
    {
        var result = HaproxyConfig.Load([path], new InMemoryFiles().Add(path, text), [], new LoadOptions { Resolve = _ => [] });
        var messages = result.Diagnostics.Items.Where(d => d is { Continuation: false, Place.Line: > 0 } && d.Kind != DiagnosticKind.Summary);
        return Group(messages.Select(d => (d.Place!.Value.Line, d.Message)));
    }

    private static Dictionary<int, string> Theirs(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(Real, ["-c", "-f", path]) { RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var found = new List<(int, string)>();
        foreach (var line in output.Split('\n'))
        {
            if (Placed().Match(line) is { Success: true } match) found.Add((int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), match.Groups[1].Value));
        }

        return Group(found);
    }

    private static Dictionary<int, string> Group(IEnumerable<(int Line, string Message)> messages) =>
        messages.Where(m => !m.Message.Contains("parsing acl keyword", StringComparison.Ordinal))
            .GroupBy(m => m.Line).ToDictionary(g => g.Key, g => string.Join(" & ", g.Select(m => m.Message.Split('\n')[0])));

    [GeneratedRegex(@"^\[[A-Z]+\] +\(\d+\) : config : (.*\[[^\]]*:(\d+)\].*)$")]
    private static partial Regex Placed();
}
