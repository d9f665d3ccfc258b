using System.Diagnostics;
using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Text;
using HAProxy.Net.Samples.Matching;
using Testing;

namespace Fuzz;

/// <summary>
/// Many files, each one or few mutations away from a recorded case: our reader must end with a verdict, and where the real haproxy is
/// installed with the same. Files that fail are kept below artifacts/fuzz.
/// </summary>
internal static class MutationRun
{
    /// <summary>A reading that takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal) { ["PATH"] = "/usr/sbin:/usr/bin", ["A"] = "a b", ["B"] = "", ["C"] = "x" };

    public static async Task<int> Run(int count, int seed)
    {
        var kept = Path.Combine(Binaries.Root, "artifacts/fuzz");
        Directory.CreateDirectory(kept);
        var mutator = new Mutator(Seeds(), seed);
        Console.WriteLine($"{count} files, seed {seed}, {(Binaries.RealHAProxy is null ? "no real haproxy to compare with" : "compared with " + Binaries.RealHAProxy)}");
        var sum = new Sum();
        var work = Enumerable.Range(0, count).Select(number => (number, mutator.Next()));
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (item, _) =>
        {
            var (number, text) = item;
            var bytes = Encoding.Latin1.GetBytes(text);
            var (ours, fault) = await Ours(bytes);
            var real = fault is null && Binaries.RealHAProxy is { } program ? await Real(program, bytes, number) : ours;
            // The real one has loops and crashes of its own; a file on which it gives no verdict says nothing about us.
            if (fault is null && (real == ours || real is < 0 or > 2))
            {
                sum.Add(real < 0 ? Outcome.RealHangs : real > 2 ? Outcome.RealCrashes : Outcome.Same);
                return;
            }

            sum.Add(fault is null ? Outcome.OtherVerdict : Outcome.Fault);
            await File.WriteAllBytesAsync(Path.Combine(kept, $"{seed}-{number}.cfg"), bytes, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{seed}-{number}: {fault ?? $"ours {ours}, haproxy {real}"}");
        });
        Console.WriteLine(sum);
        return sum.IsClean ? 0 : 1;
    }

    private static IEnumerable<string> Seeds() =>
        from file in Directory.GetFiles(Path.Combine(Binaries.Root, "tests/ConfParsers.Tests/Haproxy/cases"), "*.conftest").Order(StringComparer.Ordinal)
        let text = Encoding.Latin1.GetString(File.ReadAllBytes(file))
        let start = text.IndexOf('\n', StringComparison.Ordinal) + 1
        let end = text.IndexOf("\n=== ", start, StringComparison.Ordinal)
        where end > start
        select text[start..(end + 1)];

    /// <returns>The exit code of a check, or what went wrong.</returns>
    private static async Task<(int Code, string? Fault)> Ours(byte[] bytes)
    {
        var reading = Task.Run(() =>
        {
            var files = new OneFile("haproxy.cfg", bytes);
            var result = HaproxyConfig.Load(["haproxy.cfg"], files, Variables, new LoadOptions { Strict = true, CheckRegex = RegexCheck.Check });
            return result.Model is null ? 1 : result.HasListener ? 0 : 2;
        });
        try
        {
            return (await reading.WaitAsync(Patience), null);
        }
        catch (TimeoutException)
        {
            return (0, "hangs");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (0, e.ToString());
        }
    }

    /// <returns>The exit code, or -1 when the real one does not end.</returns>
    private static async Task<int> Real(string program, byte[] bytes, int number)
    {
        var folder = Directory.CreateTempSubdirectory($"fuzz{number}-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "haproxy.cfg"), bytes);
            var start = new ProcessStartInfo(program, ["-c", "-f", "haproxy.cfg"]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment.Clear();
            foreach (var (name, value) in Variables) start.Environment[name] = value;
            using var process = Process.Start(start)!;
            var drained = Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
                await drained;
                return process.ExitCode;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                return -1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private enum Outcome
    {
        Same,
        OtherVerdict,
        Fault,
        RealHangs,
        RealCrashes,
    }

    private sealed class Sum
    {
        private readonly int[] _counts = new int[5];

        public bool IsClean => _counts[(int)Outcome.OtherVerdict] == 0 && _counts[(int)Outcome.Fault] == 0;

        public void Add(Outcome outcome) => Interlocked.Increment(ref _counts[(int)outcome]);

        public override string ToString() =>
            $"{_counts[(int)Outcome.Same]} with the same verdict, {_counts[(int)Outcome.OtherVerdict]} with another, {_counts[(int)Outcome.Fault]} exceptions or hangs, {_counts[(int)Outcome.RealHangs]} on which haproxy itself does not end, {_counts[(int)Outcome.RealCrashes]} on which it crashes";
    }

    /// <summary>The mutated file beside the files of the machine, as the real one sees them.</summary>
    private sealed class OneFile(string name, byte[] bytes) : IFiles
    {
        public bool TryRead(string path, out ReadOnlyMemory<byte> content, out string error)
        {
            if (path != name)
            {
                // Relative paths lead into an empty folder, as for the real one.
                if (path.StartsWith('/')) return FileSystem.Instance.TryRead(path, out content, out error);
                (content, error) = (default, "No such file or directory");
                return false;
            }

            (content, error) = (bytes, "");
            return true;
        }

        public IReadOnlyList<string>? List(string path) => path.StartsWith('/') ? FileSystem.Instance.List(path) : null;
    }
}
