using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Haproxy;
using ConfParsers.Tests.Haproxy;
using ConfParsers.Text;

namespace ConfParsers.Tests.Expressions;

/// <summary>A line of a proxy and what <c>haproxy -c</c> 2.6.12 says when it stands alone in one.</summary>
/// <param name="Section">The keyword of the proxy.</param>
/// <param name="Answer">Messages, without level padding and pid, the place of the line as <c>[line]</c>.</param>
internal sealed record RecordedLine(string Section, string Text, string[] Answer);

/// <summary>
/// The file rule-lines.txt: <c>[section]</c> heads, lines, and indented what the real program answers to each. To record new lines, write
/// them with a plus sign before and run the tests with <c>RECORD_RULE_LINES=1</c> where haproxy 2.6.12 is installed.
/// </summary>
internal static partial class RecordedLines
{
    /// <summary>What the lines may refer to.</summary>
    private const string Surroundings = """
        userlist u
         user a password b
         group g users a
        resolvers r
         nameserver a 127.0.0.1:53
        cache c
         total-max-size 1
        http-errors he
         errorfile 503 503.http
        defaults
         mode http
         timeout client 1s
         timeout server 1s
         timeout connect 1s
        backend b
        backend t
         stick-table type ip size 1k store gpc(2),gpt(2),conn_cnt,conn_cur,conn_rate(1s)

        """;

    public static string Path { get; } = System.IO.Path.Combine(Folder(), "rule-lines.txt");

    private static string FilesFolder { get; } = System.IO.Path.Combine(Folder(), "files");

    public static IReadOnlyList<RecordedLine> Read()
    {
        var lines = new List<RecordedLine>();
        var section = "";
        foreach (var text in File.ReadAllLines(Path))
        {
            if (text.StartsWith('[')) section = text.Trim('[', ']');
            else if (text.StartsWith("  ", StringComparison.Ordinal)) lines[^1] = lines[^1] with { Answer = [.. lines[^1].Answer, text[2..]] };
            else lines.Add(new RecordedLine(section, text, []));
        }

        return lines;
    }

    public static void Write(IEnumerable<RecordedLine> lines)
    {
        var text = new StringBuilder();
        var section = "";
        foreach (var line in lines)
        {
            if (line.Section != section) text.Append('[').Append(section = line.Section).Append("]\n");
            text.Append(line.Text).Append('\n');
            foreach (var answer in line.Answer) text.Append("  ").Append(answer).Append('\n');
        }

        File.WriteAllText(Path, text.ToString());
    }

    /// <summary>What our reader answers.</summary>
    public static string[] Ours(RecordedLine line)
    {
        var files = new InMemoryFiles().Add("haproxy.cfg", Config(line));
        foreach (var path in Directory.GetFiles(FilesFolder)) files.Add(System.IO.Path.GetFileName(path), File.ReadAllBytes(path));
        var result = HaproxyConfig.Load(["haproxy.cfg"], files, ConfigCase.Environment, new LoadOptions
        {
            Strict = true,
            Resolve = host => host == "localhost" ? [System.Net.IPAddress.Loopback] : [],
            CheckRegex = RegexFault,
        });
        return Comparable(string.Join('\n', DiagnosticLines.Render(result.Diagnostics.Items, 1)));
    }

    /// <summary>What the real program answers to a line.</summary>
    public static string[] Theirs(RecordedLine line) => Comparable(Run(Config(line)));

    /// <summary>What it answers to many in one configuration, each in a proxy of its own, in no order.</summary>
    public static string[] Theirs(IEnumerable<RecordedLine> lines) =>
        Comparable(Run(Surroundings + string.Concat(lines.Select((line, i) => Proxy(line, $"x-{i}-")))));

    private static string Run(string config)
    {
        var folder = Directory.CreateTempSubdirectory("rule-lines");
        try
        {
            foreach (var path in Directory.GetFiles(FilesFolder)) File.Copy(path, System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(path)));
            File.WriteAllText(System.IO.Path.Combine(folder.FullName, "haproxy.cfg"), config);
            return RealHaproxy.Run(folder.FullName, "-c", "-f", "haproxy.cfg").GetAwaiter().GetResult().Errors;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>PCRE2's answer to the two faults that occur in the lines.</summary>
    private static string? RegexFault(string pattern, bool ignoreCase)
    {
        if (pattern.Count(c => c == '(') > pattern.Count(c => c == ')')) return $"error=missing closing parenthesis, erroffset={pattern.Length}";
        return pattern.Count(c => c == '[') > pattern.Count(c => c == ']') ? $"error=missing terminating ] for character class, erroffset={pattern.Length}" : null;
    }

    private static string Config(RecordedLine line) => Surroundings + Proxy(line, "x");

    private static string Proxy(RecordedLine line, string name)
    {
        var bind = line.Section is "backend" or "defaults" ? "" : " bind 127.0.0.1:19999\n";
        var server = line.Section is "listen" or "backend" ? " server s 127.0.0.1:1\n" : "";
        return $"{line.Section} {name}\n{bind}{server} {line.Text}\n";
    }

    private static string[] Comparable(string errors)
    {
        return
        [
            ..errors.Split('\n').Where(l => !Ignored().IsMatch(l)).Select(l => Level().Replace(l, m => m.Groups["level"].Value))
                .Select(l => Suggestion().Replace(l, ".").TrimEnd(' ', '.'))
                .Select(l => Place().Replace(l, "[line]")).Select(l => ProxyName().Replace(l, "x")),
        ];
    }

    private static string Folder([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"haproxy version is|path to executable|Error\(s\) found in|Fatal errors found|double free|^\s*$", RegexOptions.None, 1000)]
    private static partial Regex Ignored();

    [GeneratedRegex(@"^\[(?<level>\w)\w*\] *\((\d+|pid)\) : config :", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Level();

    [GeneratedRegex(@"[;.] [dD]id you mean '[^']*' maybe \?", RegexOptions.None, 1000)]
    private static partial Regex Suggestion();

    [GeneratedRegex(@"\bx-\d+-", RegexOptions.None, 1000)]
    private static partial Regex ProxyName();

    [GeneratedRegex(@"\[?haproxy\.cfg:\d+\]?", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
