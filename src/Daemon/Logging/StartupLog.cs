using System.Globalization;
using System.Text;

namespace Daemon.Logging;

/// <summary>How grave a start-up message is; the names are HAProxy's.</summary>
public enum StartupLevel
{
    Notice,
    Warning,
    Alert,
    Diag,
}

/// <summary>
/// The lines on standard error by which an operator follows a start: <c>[ALERT]    (pid) : text</c>, the level padded to ten columns. The first of a run is
/// preceded by two notices that say which program speaks. (measured on haproxy 2.6.12; management.txt 3)
/// </summary>
public sealed class StartupLog
{
    private readonly Lock _lock = new();
    private readonly Stream _output;
    private readonly string _version;
    private readonly string _executable;
    private bool _introduced;

    /// <param name="version">The text after <c>haproxy version is</c>.</param>
    /// <param name="executable">The path after <c>path to executable is</c>.</param>
    public StartupLog(string version, string executable)
        : this(Console.OpenStandardError(), version, executable)
    {
    }

    /// <summary>Writes to another stream than standard error.</summary>
    public StartupLog(Stream output, string version, string executable)
    {
        _output = output;
        _version = version;
        _executable = executable;
    }

    /// <summary><c>-q</c>, and a daemon after its start: nothing is written, not even alerts (measured); messages are still counted.</summary>
    public bool Quiet { get; set; }

    /// <summary>The number in parentheses.</summary>
    public int ProcessId { get; init; } = Environment.ProcessId;

    /// <summary>Warnings so far, for <c>zero-warning</c> and <c>Warnings were found.</c></summary>
    public int Warnings { get; private set; }

    public int Alerts { get; private set; }

    public void Notice(string text) => Write(StartupLevel.Notice, text);

    public void Warning(string text) => Write(StartupLevel.Warning, text);

    public void Alert(string text) => Write(StartupLevel.Alert, text);

    public void Diag(string text) => Write(StartupLevel.Diag, text);

    /// <summary>Writes one message; further lines of the text are written as they are.</summary>
    public void Write(StartupLevel level, string text)
    {
        lock (_lock)
        {
            if (level == StartupLevel.Warning) Warnings++;
            if (level == StartupLevel.Alert) Alerts++;
            if (Quiet) return;
            var lines = new StringBuilder();
            // Measured: notices alone do not introduce themselves.
            if (!_introduced && level is (StartupLevel.Warning or StartupLevel.Alert))
            {
                _introduced = true;
                Append(lines, StartupLevel.Notice, "haproxy version is " + _version);
                Append(lines, StartupLevel.Notice, "path to executable is " + _executable);
            }
            Append(lines, level, text);
            // One write a message, so that lines of several processes on one terminal are not torn.
            _output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
            _output.Flush();
        }
    }

    /// <summary>A line without level and pid, as verbose mode has some.</summary>
    public void Raw(string text)
    {
        lock (_lock)
        {
            if (Quiet) return;
            _output.Write(Encoding.UTF8.GetBytes(text + "\n"));
            _output.Flush();
        }
    }

    /// <summary>Begins a new run within this process: the next message is preceded by the notices again, or not.</summary>
    public void BeginRun(bool introduced)
    {
        lock (_lock) _introduced = introduced;
    }

    /// <summary>Says nothing from now on and gives standard error free: a process in the background must not hold its caller's pipe.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Quiet = true;
            _output.Dispose();
        }
    }

    /// <summary>Further lines of what was said before: three spaces and a bar before each.</summary>
    public void Continue(string text)
    {
        lock (_lock)
        {
            if (Quiet) return;
            _output.Write(Encoding.UTF8.GetBytes("   | " + text.Replace("\n", "\n   | ", StringComparison.Ordinal) + "\n"));
            _output.Flush();
        }
    }

    private void Append(StringBuilder lines, StartupLevel level, string text)
    {
        var label = level switch
        {
            StartupLevel.Notice => "[NOTICE]",
            StartupLevel.Warning => "[WARNING]",
            StartupLevel.Alert => "[ALERT]",
            _ => "[DIAG]",
        };
        lines.Append(CultureInfo.InvariantCulture, $"{label,-10} ({ProcessId}) : {text}\n");
    }
}
