using ConfParsers.Text;
using Daemon.Logging;

namespace HAProxy.Net.CommandLine;

/// <summary>Findings of the reader as lines of the start-up log (haproxy reference cli.md §2: "config : " before each).</summary>
public static class Findings
{
    public static void Print(IEnumerable<Diagnostic> items, StartupLog log, bool showDiag)
    {
        foreach (var item in items)
        {
            if (item.Severity == Severity.Diag && !showDiag) continue;
            if (item.Continuation) log.Continue(item.Message);
            else log.Write(LevelOf(item.Severity), "config : " + item.Message);
        }
    }

    private static StartupLevel LevelOf(Severity severity) => severity switch
    {
        Severity.Alert => StartupLevel.Alert,
        Severity.Warning => StartupLevel.Warning,
        Severity.Notice => StartupLevel.Notice,
        _ => StartupLevel.Diag,
    };
}
