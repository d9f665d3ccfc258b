using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ConfParsers.Haproxy;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>
/// One file of <c>cases/</c>: a haproxy.cfg, the files it names (<c>=== file NAME</c>), the arguments when they are not <c>-c -f haproxy.cfg</c>, and
/// what HAProxy 2.6.12 answers, recorded from the real program. The two notices that name version and path are left out of comparisons.
/// </summary>
/// <param name="Files">Further files, relative to the folder in which the program runs.</param>
public sealed partial record ConfigCase(
    string Name, string[] Arguments, (string Path, byte[] Bytes)[] Files, byte[] Config, Answer Recorded)
{
    private const string UsualArguments = "-c -f haproxy.cfg";

    /// <summary>A number that no configuration has in parentheses.</summary>
    private const int SomePid = 1_935_478_201;

    /// <summary>The variables that all cases may use.</summary>
    public static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/sbin:/usr/bin",
        ["A"] = "a b",
        ["B"] = "",
        ["C"] = "x",
        ["S"] = " p  q ",
    };

    /// <param name="folder">Where the cases are; null: <c>cases</c> beside this file.</param>
    public static IEnumerable<string> Names(string? folder = null) =>
        Directory.GetFiles(folder ?? Folder(), "*.conftest").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static ConfigCase Read(string name, string? folder = null)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder ?? Folder(), name + ".conftest")));
        return Parse(name, text) ?? throw new InvalidDataException($"{name} has not the layout of a case");
    }

    /// <param name="text">A case, one character a byte.</param>
    /// <returns>Null when the text has not the layout of a case.</returns>
    public static ConfigCase? Parse(string name, string text)
    {
        var match = Layout().Match(text);
        if (!match.Success) return null;
        var config = match.Groups["config"].Value;
        if (match.Groups["cut"].Success) config = config[..^1];
        var arguments = match.Groups["arguments"].Success ? match.Groups["arguments"].Value : UsualArguments;
        return new ConfigCase(
            name, arguments.Split(' '),
            [.. match.Groups["path"].Captures.Zip(match.Groups["file"].Captures, (path, file) => (path.Value, Encoding.Latin1.GetBytes(file.Value)))],
            Encoding.Latin1.GetBytes(config),
            new Answer(int.Parse(match.Groups["exit"].Value), match.Groups["out"].Value, ByteText.Decode(Encoding.Latin1.GetBytes(match.Groups["err"].Value))));
    }

    /// <summary>The text of the file, one character a byte.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var arguments = string.Join(' ', Arguments);
        if (arguments != UsualArguments) text.Append($"=== arguments {arguments}\n");
        var cut = Config is [.., not (byte)'\n'];
        text.Append($"=== haproxy.cfg{(cut ? " without final LF" : "")}\n").Append(Encoding.Latin1.GetString(Config)).Append(cut ? "\n" : "");
        foreach (var (path, bytes) in Files) text.Append($"=== file {path}\n").Append(Encoding.Latin1.GetString(bytes));
        return text.Append($"=== exit {Recorded.Exit}\n=== stdout\n{Recorded.Output}=== stderr\n").Append(Encoding.Latin1.GetString(ByteText.Encode(Recorded.Errors))).ToString();
    }

    /// <summary>Puts the files where the real program finds them.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, bytes) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }

        File.WriteAllBytes(Path.Combine(folder, "haproxy.cfg"), Config);
    }

    /// <summary>What our reader makes of the case on a machine of its own: two users, two groups, and one host.</summary>
    public LoadResult Load(LoadOptions options)
    {
        var files = new InMemoryFiles()
            .Add("haproxy.cfg", Config)
            .Add("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n")
            .Add("/etc/group", "root:x:0:\ndaemon:x:1:\n");
        foreach (var (path, bytes) in Files) files.Add(path, bytes);
        return Load(options with { Resolve = host => host == "localhost" ? [System.Net.IPAddress.Loopback] : [] }, files);
    }

    /// <summary>What our reader makes of the case among these files.</summary>
    public LoadResult Load(LoadOptions options, IFiles files)
    {
        var configurations = new List<string>();
        for (var i = 0; i < Arguments.Length; i++)
        {
            switch (Arguments[i])
            {
                case "-f": configurations.Add(Arguments[++i]); break;
                case "-c": break;
                case "-dD": options = options with { Diag = true }; break;
                case "-dW": options = options with { ZeroWarning = true }; break;
                case "-dV": options = options with { NoServerVerify = true }; break;
                case "-dr": options = options with { IgnoreResolutionFailures = true }; break;
                case "-L": options = options with { LocalPeer = Arguments[++i] }; break;
                default: throw new InvalidDataException($"{Name}: cases do not use {Arguments[i]}");
            }
        }

        return HaproxyConfig.Load(configurations, files, Environment, options);
    }

    /// <summary>What our reader answers to the case, in the forms of the real program.</summary>
    public Answer Answer(LoadOptions options) => Answer(Load(options));

    /// <summary>What our reader answers, in the forms of the real program.</summary>
    public Answer Answer(LoadResult result)
    {
        var errors = string.Concat(DiagnosticLines.Render(result.Diagnostics.Items, SomePid, Arguments.Contains("-dD"))
            .Select(l => l.Replace($"({SomePid})", "(pid)", StringComparison.Ordinal) + "\n"));
        if (result.Model is null) return new Answer(1, "", errors);
        var warned = result.Diagnostics.HasWarnings ? "Warnings were found.\n" : "";
        return result.HasListener
            ? new Answer(0, warned + "Configuration file is valid\n", errors)
            : new Answer(2, warned + "Configuration file has no error but will not start (no listener) => exit(2).\n", errors);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "cases");

    [GeneratedRegex(@"\A(=== arguments (?<arguments>[^\n]*)\n)?=== haproxy\.cfg(?<cut> without final LF)?\n(?<config>.*?)(=== file (?<path>[^\n]+)\n(?<file>.*?))*=== exit (?<exit>\d)\n=== stdout\n(?<out>.*)=== stderr\n(?<err>.*)\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Layout();
}
