using System.Diagnostics;

namespace Interop.Keepalived;

/// <summary>A mail server on 127.0.0.1:2525 of a host that takes everything and tells what it was told. (RFC 5321)</summary>
internal sealed class MailServer : IDisposable
{
    private const string Program = """
        import socket, re, sys
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', 2525)); s.listen(10)
        print('listening', flush=True)
        number = 0
        while True:
            c, _ = s.accept(); f = c.makefile('rwb'); number += 1; data = False
            def say(x): f.write(x + b'\r\n'); f.flush()
            say(b'220 test ESMTP')
            for line in f:
                text = re.sub(r'^Date: .*', 'Date: DATE', line.decode().rstrip('\r\n')) if re.match(rb'Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}\r\n', line) else line.decode().rstrip('\r\n')
                print(number, text, flush=True)
                if data:
                    if line == b'.\r\n': data = False; say(b'250 queued')
                elif line == b'DATA\r\n': data = True; say(b'354 go on')
                elif line == b'QUIT\r\n': say(b'221 bye'); break
                else: say(b'250 ok')
            c.close()
        """;

    private readonly Process process;

    private MailServer(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Lines.Add(line.Data);
        process.BeginOutputReadLine();
    }

    /// <summary>Each with the number of its connection before it.</summary>
    public LineFeed Lines { get; } = new();

    /// <summary>What was said in each connection.</summary>
    public string[][] Dialogues => [.. Lines.All.Split('\n').Skip(1).Select(line => line.Split(' ', 2)).GroupBy(parts => parts[0], parts => parts[1]).Select(lines => lines.ToArray())];

    public static MailServer Start(Segment segment, int host)
    {
        var file = Path.Combine(segment.Folder, "mail.py");
        File.WriteAllText(file, Program);
        var server = new MailServer(Process.Start(new ProcessStartInfo("ip", ["netns", "exec", segment.Host(host), "python3", file]) { UseShellExecute = false, RedirectStandardOutput = true })!);
        server.Lines.WaitFor("listening").Wait();
        return server;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
