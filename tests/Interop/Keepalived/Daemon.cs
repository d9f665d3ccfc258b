using System.Diagnostics;
using System.Globalization;
using Testing;

namespace Interop.Keepalived;

/// <summary>Which program a scenario runs on a host.</summary>
public enum Which
{
    Ours,
    Real,
}

/// <summary>One keepalived, ours or the real one, in the foreground on a host of the segment, with its log lines.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly Process process;
    private readonly string folder;
    private int streamsEnded;

    private Daemon(Process process, string folder)
    {
        this.process = process;
        this.folder = folder;
        process.OutputDataReceived += Written;
        process.ErrorDataReceived += Written;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public LineFeed Log { get; } = new();

    /// <summary>The log may go to either stream, and one can end while the other still has lines.</summary>
    private void Written(object? sender, DataReceivedEventArgs line)
    {
        Log.Add(line.Data);
        if (line.Data is null && Interlocked.Increment(ref streamsEnded) == 2) Log.End();
    }

    public string Configuration => Path.Combine(folder, "keepalived.conf");

    public string PidFile => Path.Combine(folder, "parent.pid");

    public string VrrpPidFile => Path.Combine(folder, "vrrp.pid");

    /// <summary>Starts <c>keepalived -n -l -D</c> and does not wait for anything.</summary>
    /// <param name="more">Further options.</param>
    public static Daemon Start(Segment segment, int host, Which which, string configuration, params string[] more)
    {
        var own = Directory.CreateDirectory(Path.Combine(segment.Folder, string.Create(CultureInfo.InvariantCulture, $"{host}{which}{Guid.NewGuid():N}"))).FullName;
        File.WriteAllText(Path.Combine(own, "keepalived.conf"), configuration);
        return segment.Own(new Daemon(Process.Start(Command(segment, host, Program(which), own, ["-n", "-l", "-D", .. more]))!, own));
    }

    /// <summary>Ours, from a folder of this test, whose program can be replaced while it runs; and with other options than usual.</summary>
    public static Daemon StartCopy(Segment segment, int host, string configuration, params string[] options)
    {
        var own = Directory.CreateDirectory(Path.Combine(segment.Folder, string.Create(CultureInfo.InvariantCulture, $"{host}Copy{Guid.NewGuid():N}"))).FullName;
        File.WriteAllText(Path.Combine(own, "keepalived.conf"), configuration);
        var program = Binaries.KeepalivedNet!;
        // NativeAOT: one file; JIT: those beside it belong to it.
        var files = File.Exists(program + ".dll") ? Directory.GetFiles(Path.GetDirectoryName(program)!) : [program];
        foreach (var file in files) File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        return segment.Own(new Daemon(Process.Start(Command(segment, host, Path.Combine(own, Path.GetFileName(program)), own, options))!, own));
    }

    /// <summary>Another program under the same name; the running one does not notice.</summary>
    public void ReplaceProgram(string script)
    {
        var path = Path.Combine(folder, "new");
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(path, Path.Combine(folder, Path.GetFileName(Binaries.KeepalivedNet!)), overwrite: true);
    }

    /// <summary>The answer of the daemon's status socket.</summary>
    public string Ask(Segment segment, int host, string command = "")
    {
        using var client = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", segment.Host(host), Binaries.KeepalivedNet!, "status", "-p", PidFile, .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var text = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return text;
    }

    /// <summary>In place of a host: the namespace of the tests.</summary>
    public const int Outside = 0;

    /// <summary>The same in the namespace of the tests, for what exists in the first one only. The configuration names no interface that is there.</summary>
    public static Daemon StartOutside(Segment segment, Which which, string configuration, params string[] more) =>
        Start(segment, Outside, which, configuration, more);

    /// <summary>Where this daemon's dumps go.</summary>
    public string Folder => folder;

    /// <summary>Waits for a dump that is younger than the wait.</summary>
    public async Task<string> Dump(string signal, string file)
    {
        var path = Path.Combine(folder, file);
        File.Delete(path);
        using var written = new FileAwaiter(folder, file);
        Signal(signal);
        await written.Written();
        return File.ReadAllText(path);
    }

    /// <summary>The same files and options again: a second instance.</summary>
    public static Process StartAgain(Segment segment, int host, Which which, Daemon first) =>
        Process.Start(Command(segment, host, Program(which), first.folder, "-n", "-l", "-D"))!;

    public async Task BecomesMaster(string instance = "VI_1") => await Log.WaitFor($"({instance}) Entering MASTER STATE");

    public async Task BecomesBackup(string instance = "VI_1") => await Log.WaitFor($"({instance}) Entering BACKUP STATE");

    public int Id => process.Id;

    public int ChildId => int.Parse(File.ReadAllText(VrrpPidFile), CultureInfo.InvariantCulture);

    public void Signal(string signal) => Kill(process.Id, signal);

    public static void Kill(int processId, string signal)
    {
        using var kill = Process.Start("kill", $"-{signal} {processId}");
        kill.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> Stop()
    {
        Signal("TERM");
        return await Exit();
    }

    public async Task<int> Exit()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync(end.Token);
        return process.ExitCode;
    }

    public void Rewrite(Func<string, string> change) => File.WriteAllText(Configuration, change(File.ReadAllText(Configuration)));

    public void Dispose()
    {
        foreach (var file in (string[])[PidFile, VrrpPidFile])
        {
            if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsOurs(id)) Kill(id, "KILL");
        }

        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    /// <summary>The number in a pid file may be somebody else's by now: only a process of this folder is killed.</summary>
    private bool IsOurs(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains(folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Program(Which which) => which == Which.Ours ? Binaries.KeepalivedNet! : Binaries.RealKeepalived!;

    private static ProcessStartInfo Command(Segment segment, int host, string program, string folder, params ReadOnlySpan<string> options)
    {
        string[] words = host == Outside ? [program] : ["ip", "netns", "exec", segment.Host(host), program];
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = folder;
        foreach (var (name, value) in segment.Environment) start.Environment[name] = value;
        foreach (var word in options) start.ArgumentList.Add(word);
        foreach (var (option, file) in ((string, string)[])[("-f", "keepalived.conf"), ("-p", "parent.pid"), ("-r", "vrrp.pid")])
        {
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(Path.Combine(folder, file));
        }

        return start;
    }
}
