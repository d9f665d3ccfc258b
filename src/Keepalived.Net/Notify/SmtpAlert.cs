using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Keepalived.Net.Process;

namespace Keepalived.Net.Notify;

/// <summary>Where alerts go and who they come from. (keepalived.conf(5) "notification_email", "smtp_server")</summary>
/// <param name="Server">A name or an address.</param>
public sealed record MailSettings(string Server, int Port, TimeSpan Timeout, string HeloName, string From, string[] Recipients);

/// <summary>
/// Sends a mail a change of state, each over a connection of its own and beside the loop: a mail server that is slow or away delays nothing. The dialogue
/// and the message are 2.2.7's. (RFC 5321)
/// </summary>
public sealed class SmtpAlert(DaemonLog log)
{
    private const int MaxLine = 4096;

    private int pending;

    /// <summary>Mails that are still under way.</summary>
    public int Pending => Volatile.Read(ref pending);

    public static string Message(MailSettings mail, string subject, string body, DateTimeOffset now)
    {
        var text = new StringBuilder();
        var date = now.ToString("ddd, dd MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
        text.Append("Date: ").Append(date.Remove(date.Length - 3, 1)).Append("\r\n");
        text.Append("From: ").Append(mail.From).Append("\r\n");
        text.Append("Subject: ").Append(subject).Append("\r\n");
        text.Append("X-Mailer: Keepalived\r\n");
        text.Append("To: ").AppendJoin(", ", mail.Recipients).Append("\r\n\r\n");
        return text.Append(body).Append("\r\n\r\n.\r\n").ToString();
    }

    /// <summary>Returns at once.</summary>
    public void Send(MailSettings mail, string subject, string body)
    {
        Interlocked.Increment(ref pending);
        _ = Run(mail, subject, body);
    }

    private async Task Run(MailSettings mail, string subject, string body)
    {
        try
        {
            using var end = new CancellationTokenSource(mail.Timeout);
            await Talk(mail, subject, body, end.Token);
            log.Write("SMTP alert successfully sent.");
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            log.Write($"SMTP alert to [{mail.Server}]:{mail.Port} failed: {(e is OperationCanceledException ? "timed out" : e.Message)}");
        }
        finally
        {
            Interlocked.Decrement(ref pending);
        }
    }

    private async Task Talk(MailSettings mail, string subject, string body, CancellationToken end)
    {
        using var socket = IPAddress.TryParse(mail.Server, out var address)
            ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (address is not null) await socket.ConnectAsync(address, mail.Port, end);
        else await socket.ConnectAsync(mail.Server, mail.Port, end);
        log.Write($"Remote SMTP server [{mail.Server}]:{mail.Port} connected.");
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, MaxLine, leaveOpen: true);
        await Expect(reader, "220", end);
        await Say(stream, $"HELO {mail.HeloName}\r\n", reader, "250", end);
        await Say(stream, $"MAIL FROM:<{mail.From}>\r\n", reader, "250", end);
        foreach (var recipient in mail.Recipients) await Say(stream, $"RCPT TO:<{recipient}>\r\n", reader, "250", end);
        await Say(stream, "DATA\r\n", reader, "354", end);
        await Say(stream, Message(mail, subject, body, DateTimeOffset.UtcNow.ToLocalTime()), reader, "250", end);
        await Say(stream, "QUIT\r\n", reader, "221", end);
    }

    private static async Task Say(NetworkStream stream, string text, StreamReader reader, string answer, CancellationToken end)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), end);
        await Expect(reader, answer, end);
    }

    /// <summary>An answer of one line or several: the last has a blank behind its code.</summary>
    private static async Task Expect(StreamReader reader, string code, CancellationToken end)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(end) ?? throw new IOException("the server closed the connection");
            if (!line.StartsWith(code, StringComparison.Ordinal)) throw new IOException($"the server said '{line}'");
            if (line.Length == code.Length || line[code.Length] != '-') return;
        }
    }
}
