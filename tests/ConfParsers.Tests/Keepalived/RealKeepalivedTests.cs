using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ConfParsers.Tests.Keepalived;

/// <summary>
/// The referee: the real keepalived 2.2.7 says the same about every case as the strict expectation does: same exit code, same
/// messages. It reads a file up to four times and repeats itself, the first time without the file's name: that is taken out before comparing.
/// </summary>
public sealed partial class RealKeepalivedTests(RealKeepalivedTests.Namespace lab) : IClassFixture<RealKeepalivedTests.Namespace>
{
    public static TheoryData<string> Names => new(ConfigCase.Names.Where(name => ConfigCase.Read(name).NotOnTheRealOne is null));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void The_real_keepalived_agrees_with_the_strict_outcome(string name)
    {
        var test = ConfigCase.Read(name);
        Skip.IfNot(lab.IsReady, lab.WhyNot);
        var directory = test.Lay();
        try
        {
            var (exit, messages) = lab.Check(directory);
            Assert.Equal(test.Strict.Messages.Order(StringComparer.Ordinal), messages.Select(line => line.Replace(directory, "@DIR@", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Equal(test.Strict.Exit, exit);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>A network namespace of our own with the interfaces the cases name.</summary>
    public sealed partial class Namespace : IDisposable
    {
        private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"kconf{Environment.ProcessId}");

        public Namespace()
        {
            if (!string.Equals(Environment.UserName, "root", StringComparison.Ordinal)) WhyNot = "needs root for a network namespace";
            else if (!File.Exists("/usr/sbin/keepalived")) WhyNot = "keepalived is not installed";
            else if (!Run("keepalived", ["-v"]).Errors.StartsWith("Keepalived v2.2.7 ", StringComparison.Ordinal)) WhyNot = "the installed keepalived is not 2.2.7";
            else if (File.ReadAllText("/etc/passwd").Contains("keepalived_script:", StringComparison.Ordinal)) WhyNot = "the cases are written for a machine without the user keepalived_script";
            else if (!MakeNamespace()) WhyNot = "a network namespace with veth interfaces cannot be made";
            else IsReady = true;
        }

        public bool IsReady { get; }

        public string? WhyNot { get; }

        public (int Exit, IEnumerable<string> Messages) Check(string directory)
        {
            var (exit, errors) = Run("ip", ["netns", "exec", _name, "keepalived", "-i", ConfigCase.Id, "-t", "-f", ConfigCase.MainFile], directory);
            var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => WithoutFile().Replace(line, $"({ConfigCase.MainFile}: Line ${{line}})"))
                .Distinct(StringComparer.Ordinal);
            return (exit, lines);
        }

        public void Dispose()
        {
            if (IsReady) Run("ip", ["netns", "delete", _name]);
        }

        private bool MakeNamespace()
        {
            if (Run("ip", ["netns", "add", _name]).Exit != 0) return false;
            string[] commands =
            [
                "link set lo up",
                "link add eth0 type veth peer name eth0p",
                "link add eth1 type veth peer name eth1p",
                "address add 10.9.9.1/24 dev eth0",
                "link set eth0 up",
                "link set eth0p up",
                "link set eth1 up",
                "link set eth1p up",
            ];
            if (commands.All(command => Run("ip", ["-n", _name, .. command.Split(' ')]).Exit == 0)) return true;
            Run("ip", ["netns", "delete", _name]);
            return false;
        }

        private static (int Exit, string Errors) Run(string program, string[] arguments, string? directory = null)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = directory ?? "" };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, errors);
        }

        [GeneratedRegex(@"^\(Line (?<line>\d+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
        private static partial Regex WithoutFile();
    }
}
