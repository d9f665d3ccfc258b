using Daemon.Linux;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>Core dumps for as long as the daemon runs; the system's pattern is put back at the end. (keepalived(8) "--core-dump-pattern")</summary>
internal sealed class CoreDumps : IDisposable
{
    private const string PatternFile = "/proc/sys/kernel/core_pattern";

    private readonly string? patternBefore;

    private CoreDumps(string? patternBefore) => this.patternBefore = patternBefore;

    public static CoreDumps Allow(DaemonOptions options, DaemonLog log)
    {
        if (options.CoreDump && Limits.AllowCoreDumps() != 0) log.Write("Failed to set core file size limit");
        if (options.CoreDumpPattern is not { } pattern) return new CoreDumps(null);
        try
        {
            var before = File.ReadAllText(PatternFile);
            File.WriteAllText(PatternFile, pattern);
            return new CoreDumps(before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write($"Failed to set core_pattern to {pattern} - {e.Message}");
            return new CoreDumps(null);
        }
    }

    public void Dispose()
    {
        try
        {
            if (patternBefore is not null) File.WriteAllText(PatternFile, patternBefore);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system keeps ours.
        }
    }
}
