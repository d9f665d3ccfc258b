using System.Diagnostics;
using System.Globalization;

namespace Failover;

/// <summary>
/// A node of the user's pair: haproxy and keepalived on the user's files, with /run, /etc/keepalived and /etc/ssl of its own (a mount
/// namespace), so that the files keep their paths.
/// </summary>
internal sealed class Node
{
    // Only what two nodes on one machine would fight about is hidden.
    private const string Enter = """
        mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir -p /etc/keepalived &&
        mount --bind "$1/keepalived" /etc/keepalived && mount --bind "$1/ssl" /etc/ssl && shift && exec "$@"
        """;

    private readonly Laboratory laboratory;
    private readonly string folder;
    private readonly (string HAProxy, string Keepalived) programs;
    private Process? haproxy;
    private Process? keepalived;
    private TaskCompletionSource master = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Node(Laboratory laboratory, string host, string folder, (string HAProxy, string Keepalived) programs, string haproxyText, string keepalivedText)
    {
        (this.laboratory, Host, this.folder, this.programs) = (laboratory, host, folder, programs);
        Directory.CreateDirectory(Path.Combine(folder, "keepalived"));
        Directory.CreateDirectory(Path.Combine(folder, "ssl"));
        File.WriteAllText(Path.Combine(folder, "haproxy.cfg"), haproxyText);
        File.WriteAllText(Path.Combine(folder, "keepalived", "keepalived.conf"), keepalivedText);
        var check = Path.Combine(folder, "keepalived", "check_http.sh");
        File.Copy(Sources.CheckScript, check);
        File.SetUnixFileMode(check, (UnixFileMode)0b111_101_101);
        File.Copy(Sources.Certificate(Path.GetDirectoryName(folder)!), Path.Combine(folder, "ssl", "cert.pem"));
    }

    public string Host { get; }

    /// <summary>Done at the next <c>Entering MASTER STATE</c>.</summary>
    public Task BecomesMaster => master.Task;

    public bool RunsHAProxy => haproxy is { HasExited: false };

    public bool RunsKeepalived => keepalived is { HasExited: false };

    public void StartHAProxy()
    {
        haproxy = Start(programs.HAProxy, ["-db", "-f", Path.Combine(folder, "haproxy.cfg")]);
        Drain(haproxy, "haproxy.log", null);
    }

    public void StartKeepalived()
    {
        master = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        keepalived = Start(programs.Keepalived, ["-n", "-l", "-D", "-f", "/etc/keepalived/keepalived.conf"]);
        Drain(keepalived, "keepalived.log", line =>
        {
            if (line.Contains("Entering MASTER STATE", StringComparison.Ordinal)) master.TrySetResult();
            if (line.Contains("Entering BACKUP STATE", StringComparison.Ordinal) && master.Task.IsCompleted) master = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        });
    }

    public void KillHAProxy() => haproxy!.Kill();

    public async Task StopHAProxy()
    {
        if (RunsHAProxy) haproxy!.Kill();
        if (haproxy is not null) await haproxy.WaitForExitAsync();
    }

    public void TerminateKeepalived() => Signals.Terminate(keepalived!.Id);

    /// <summary>Parent and child at once, so that nobody cleans up.</summary>
    public void KillKeepalived()
    {
        var children = File.ReadAllText($"/proc/{keepalived!.Id}/task/{keepalived.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(child => File.ReadAllText($"/proc/{child}/cmdline").Contains("keepalived.conf", StringComparison.Ordinal));
        // The child first: its parent's death would tell it to hand over.
        Signals.Kill([.. children.Select(child => int.Parse(child, CultureInfo.InvariantCulture)), keepalived.Id]);
    }

    public async Task StopKeepalived()
    {
        if (RunsKeepalived) TerminateKeepalived();
        if (keepalived is not null) await keepalived.WaitForExitAsync();
    }

    /// <summary>What a crash left behind.</summary>
    public void RemoveStaleAddress()
    {
        var process = laboratory.Start(Host, "ip", ["addr", "del", "192.168.1.100/24", "dev", "eth0"]);
        process.WaitForExit();
    }

    private Process Start(string program, string[] arguments) => laboratory.Start(Host, "unshare", ["-m", "sh", "-c", Enter, "sh", folder, program, .. arguments]);

    private void Drain(Process process, string file, Action<string>? see)
    {
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, file), append: true) { AutoFlush = true });
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            log.WriteLine(line.Data);
            see?.Invoke(line.Data);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
