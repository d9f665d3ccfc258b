namespace ConfParsers.Text;

/// <summary>
/// Findings as the lines that HAProxy 2.6 writes to stderr (haproxy reference cli.md §2): a level padded to ten columns,
/// the pid, "config : " and the message; before the first line of a run two notices name version and executable. What
/// the original would only say in a later run stands as continuation lines, three spaces and a bar. Pure: the caller writes.
/// </summary>
public static class DiagnosticLines
{
    /// <param name="items">Findings in order, such as <see cref="DiagnosticBag.Items"/>.</param>
    /// <param name="pid">Process id shown in parentheses.</param>
    /// <param name="showDiag">True with <c>-dD</c>: diagnostic-mode lines are shown as well.</param>
    /// <returns>Lines without LF; a finding of several lines gives several.</returns>
    public static IEnumerable<string> Render(IEnumerable<Diagnostic> items, int pid, bool showDiag = false)
    {
        foreach (var item in items)
        {
            if (item.Severity == Severity.Diag && !showDiag) continue;
            if (item.Continuation)
            {
                foreach (var line in item.Message.Split('\n')) yield return "   | " + line;
                continue;
            }

            var head = true;
            foreach (var line in item.Message.Split('\n'))
            {
                yield return head ? $"{Level(item.Severity)}({pid}) : config : {line}" : line;
                head = false;
            }
        }
    }

    /// <summary>The two notices before the first message of a run.</summary>
    /// <param name="version">What HAProxy prints as its version.</param>
    /// <param name="executable">Path of the running program.</param>
    public static IEnumerable<string> Preamble(int pid, string version, string executable)
    {
        yield return $"{Level(Severity.Notice)}({pid}) : haproxy version is {version}";
        yield return $"{Level(Severity.Notice)}({pid}) : path to executable is {executable}";
    }

    public static string Level(Severity severity) => severity switch
    {
        Severity.Alert => "[ALERT]    ",
        Severity.Warning => "[WARNING]  ",
        Severity.Notice => "[NOTICE]   ",
        _ => "[DIAG]     ",
    };
}
