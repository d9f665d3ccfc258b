using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// Where log lines go: syslog with facility daemon, and with <c>-l</c> standard error in keepalived's form. One write a line, never waiting
/// for the receiver; a line that cannot be delivered is dropped. (RFC 3164, keepalived(8))
/// </summary>
public sealed class DaemonLog : IDisposable
{
    private const int FacilityDaemon = 3 << 3;
    private const int Info = 6;
    private const int StandardError = 2;

    private readonly string identity;
    private readonly bool console;
    private readonly UnixDomainSocketEndPoint receiver = new("/dev/log");
    private Socket? syslog;

    /// <param name="identity">Keepalived or Keepalived_vrrp: users filter by it.</param>
    /// <param name="console">Also to standard error.</param>
    /// <param name="detail">-D: the detailed lines too.</param>
    public DaemonLog(string identity, bool console, bool detail)
    {
        this.identity = identity;
        this.console = console;
        Detailed = detail;
    }

    public bool Detailed { get; }

    public void Write(string text)
    {
        var now = DateTimeOffset.UtcNow.ToLocalTime();
        if (console) PosixProcess.Write(StandardError, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}: {text}\n")));
        ToSyslog(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{FacilityDaemon | Info}>{now:MMM} {now.Day,2} {now:HH:mm:ss} {identity}[{Environment.ProcessId}]: {text}")));
    }

    /// <summary>A line that only <c>-D</c> wants.</summary>
    public void Detail(string text)
    {
        if (Detailed) Write(text);
    }

    public void Dispose() => syslog?.Dispose();

    private void ToSyslog(byte[] line)
    {
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
