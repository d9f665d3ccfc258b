using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Daemon.Linux;
using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Process;

/// <summary>
/// Where log lines go: syslog with facility daemon, and with <c>-l</c> standard error in keepalived's form. One write a line, never waiting
/// for the receiver; a line that cannot be delivered is dropped. (RFC 3164, keepalived(8))
/// </summary>
public sealed class DaemonLog : IDisposable
{
    private const int FacilityDaemon = 3;
    private const int Info = 6;
    private const int StandardError = 2;

    private readonly string name;
    private readonly bool console;
    private string identity;
    private FileStream? file;
    private readonly UnixDomainSocketEndPoint receiver = new("/dev/log");
    private readonly Lock gate = new();
    private Socket? syslog;

    /// <param name="identity">Keepalived or Keepalived_vrrp: users filter by it.</param>
    /// <param name="console">Also to standard error.</param>
    /// <param name="detail">-D: the detailed lines too.</param>
    public DaemonLog(string identity, bool console, bool detail)
    {
        name = this.identity = identity;
        this.console = console;
        Detailed = detail;
    }

    /// <summary>The log that the command line asks for.</summary>
    /// <param name="fileSuffix">Before the last dot of a log file's name.</param>
    public static DaemonLog For(DaemonOptions options, string identity, string fileSuffix)
    {
        var log = new DaemonLog(identity, options.LogConsole, options.LogDetail) { Facility = (options.LogFacility ?? FacilityDaemon) << 3, ToSystem = !options.NoSyslog };
        if (options.LogFile is { } path) log.OpenFile(Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path) + fileSuffix + Path.GetExtension(path)));
        return log;
    }

    /// <summary>Behind the name in syslog: which of several daemons this is.</summary>
    public void Distinguish(string suffix)
    {
        if (suffix.Length == 0) return;
        identity = name + suffix;
    }

    private int Facility { get; init; } = FacilityDaemon << 3;

    private bool ToSystem { get; init; } = true;

    public bool Detailed { get; }

    public void Write(string text)
    {
        var now = DateTimeOffset.UtcNow.ToLocalTime();
        if (console || file is not null)
        {
            var line = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}: {text}\n"));
            if (console) PosixProcess.Write(StandardError, line);
            ToFile(line);
        }

        if (ToSystem) ToSyslog(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{Facility | Info}>{now:MMM} {now.Day,2} {now:HH:mm:ss} {identity}[{Environment.ProcessId}]: {text}")));
    }

    /// <summary>A line that only <c>-D</c> wants.</summary>
    public void Detail(string text)
    {
        if (Detailed) Write(text);
    }

    public void Dispose()
    {
        syslog?.Dispose();
        file?.Dispose();
    }

    private void OpenFile(string path)
    {
        try
        {
            // No buffer: a line is in the file when it was written.
            file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Write($"Cannot open log file {path} - {e.Message}");
        }
    }

    private void ToFile(byte[] line)
    {
        try
        {
            using var held = gate.EnterScope();
            file?.Write(line);
        }
        catch (IOException)
        {
            // The disk is full: a log line is never worth an election.
        }
    }

    private void ToSyslog(byte[] line)
    {
        // Mails are sent, and metrics served, beside the loop.
        using var held = gate.EnterScope();
        try
        {
            syslog ??= new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            syslog.SendTo(line, receiver);
        }
        catch (SocketException)
        {
            // Nobody listens, or the queue is full: a log line is never worth an election.
        }
    }
}
