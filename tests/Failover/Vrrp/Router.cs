using System.Diagnostics;
using System.Globalization;

namespace Failover.Vrrp;

/// <summary>A VRRP daemon on a host of the laboratory.</summary>
internal sealed class Router
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly List<string> log = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];

    /// <param name="folder">Takes the configuration and the pid files.</param>
    /// <param name="core">The processor it is bound to; null: any.</param>
    public Router(Laboratory laboratory, string host, string folder, string program, string configuration, int? core = null)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "keepalived.conf");
        File.WriteAllText(file, configuration);
        string[] bound = core is { } number ? ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture), program] : [program];
        process = laboratory.Start(host, bound[0], [.. bound[1..], "-n", "-l", "-D", "-P", "-f", file, "-p", Path.Combine(folder, "parent.pid"), "-r", ChildFile]);
        process.OutputDataReceived += (_, line) => See(line.Data);
        process.ErrorDataReceived += (_, line) => See(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process that speaks VRRP.</summary>
    public int Child => int.Parse(File.ReadAllText(ChildFile), CultureInfo.InvariantCulture);

    private string ChildFile => Path.Combine(folder, "vrrp.pid");

    /// <summary>Waits until it has logged a line with this text.</summary>
    public async Task Says(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (log.Exists(line => line.Contains(text, StringComparison.Ordinal))) return;
            awaited.Add((text, seen));
        }

        try
        {
            await seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            lock (gate) throw new TimeoutException($"\"{text}\" was not logged:\n{string.Join('\n', log)}", e);
        }
    }

    public void Terminate() => Signals.Terminate(process.Id);

    /// <summary>Child and parent at once.</summary>
    public void Crash() => Signals.Kill(Child, process.Id);

    public async Task Stop()
    {
        if (!process.HasExited) Terminate();
        await process.WaitForExitAsync();
    }

    private void See(string? line)
    {
        if (line is null) return;
        lock (gate)
        {
            log.Add(line);
            foreach (var (_, seen) in awaited.Where(each => line.Contains(each.Text, StringComparison.Ordinal))) seen.TrySetResult();
        }
    }
}
