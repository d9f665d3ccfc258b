using System.Diagnostics;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy;

/// <summary>What a program answers to a check.</summary>
/// <param name="Exit">The exit code; 128 and more for a signal.</param>
/// <param name="Errors">Standard error, with <c>(pid)</c> for the process id and without the two notices that name version and path.</param>
public sealed record Answer(int Exit, string Output, string Errors);

/// <summary>The program that the cases are recorded from.</summary>
public static class RealHaproxy
{
    private const string Program = "/usr/sbin/haproxy";

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Whether it is there, in the version that was recorded.</summary>
    public static async Task<bool> IsThere() => IsInstalled && (await Run("/", "-v")).Output.StartsWith("HAProxy version 2.6.12", StringComparison.Ordinal);

    /// <summary>Runs a case in a folder of its own.</summary>
    /// <exception cref="OperationCanceledException">It did not end before <paramref name="patience"/> did; it has been killed.</exception>
    public static async Task<Answer> Answer(ConfigCase wanted, CancellationToken patience = default)
    {
        var folder = Directory.CreateTempSubdirectory("conftest");
        try
        {
            wanted.WriteTo(folder.FullName);
            return await Run(folder.FullName, wanted.Arguments, patience);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static Task<Answer> Run(string folder, params string[] arguments) => Run(folder, arguments, CancellationToken.None);

    private static async Task<Answer> Run(string folder, string[] arguments, CancellationToken patience)
    {
        var start = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (key, value) in ConfigCase.Environment) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = ReadAll(process.StandardOutput.BaseStream, patience);
            var errors = await ReadAll(process.StandardError.BaseStream, patience);
            await process.WaitForExitAsync(patience);
            var lines = errors.Replace($"({process.Id})", "(pid)", StringComparison.Ordinal).Split('\n')
                .Where(l => !l.Contains("haproxy version is", StringComparison.Ordinal) && !l.Contains("path to executable is", StringComparison.Ordinal));
            return new Answer(process.ExitCode, await output, string.Join('\n', lines));
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static async Task<string> ReadAll(Stream stream, CancellationToken patience)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, patience);
        return ByteText.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
