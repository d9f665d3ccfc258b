namespace Failover.Vrrp;

/// <summary>One outage: two routers with priorities 200 and 100, a client that pings the virtual IP, and one thing that happens.</summary>
internal sealed class Scene : IDisposable
{
    /// <summary>A quarter of an interval after an advertisement: otherwise the moment within the interval decides what a crash costs.</summary>
    private const double Phase = 0.25;

    /// <summary>Time for a second outage to show itself after the takeover.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(4);

    private readonly string folder = Directory.CreateTempSubdirectory("failover").FullName;
    private readonly Laboratory laboratory = new(("n1", 21), ("n2", 22), ("c", 200));
    private readonly string program;
    private readonly RouterKind kind;
    private readonly string flag;
    private readonly string script;
    private Router? first;

    private Scene(string program, RouterKind kind)
    {
        (this.program, this.kind) = (program, kind);
        flag = Path.Combine(folder, "failed");
        script = Path.Combine(folder, "check.sh");
        File.WriteAllText(script, $"#!/bin/sh\n! test -e {flag}\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
    }

    /// <returns>Milliseconds: the longest time between two answers.</returns>
    public static async Task<double> Play(string program, RouterKind kind, Happening what)
    {
        using var scene = new Scene(program, kind);
        return await scene.Play(what);
    }

    public void Dispose()
    {
        laboratory.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<double> Play(Happening what)
    {
        if (what != Happening.Preemption) await StartFirst(tracks: what == Happening.ScriptFailure);
        var second = new Router(laboratory, "n2", Path.Combine(folder, "n2"), program, kind.Text(priority: 100, script: null));
        await second.Says(what == Happening.Preemption ? "Entering MASTER STATE" : "Entering BACKUP STATE");
        var advertisements = new Reports(laboratory.Start("c", Environment.ProcessPath!, "--advertisements"));
        var answers = new Reports(laboratory.Start("c", Environment.ProcessPath!, "--echo", RouterKind.VirtualAddress));
        await answers.Next;
        await Task.Delay(TimeSpan.FromSeconds(1));
        await advertisements.Next;
        await Task.Delay(TimeSpan.FromSeconds(kind.Interval * Phase));
        var before = answers.Take()[^1];
        await Happen(what);
        await (what == Happening.Preemption ? first! : second).Says("Entering MASTER STATE");
        await Task.Delay(Aftermath);
        // What lies between the last answer before it and the first one after it counts too.
        long[] times = [before[0], .. answers.Take().Select(line => line[0]), Client.NowUs];
        await answers.Stop();
        await advertisements.Stop();
        if (first is not null) await first.Stop();
        await second.Stop();
        return times.Zip(times.Skip(1), (before, after) => after - before).Max() / 1000.0;
    }

    private async Task StartFirst(bool tracks)
    {
        first = new Router(laboratory, "n1", Path.Combine(folder, "n1"), program, kind.Text(priority: 200, tracks ? script : null));
        await first.Says("Entering MASTER STATE");
    }

    private async Task Happen(Happening what)
    {
        switch (what)
        {
            case Happening.Termination:
                first!.Terminate();
                break;
            case Happening.Crash:
                first!.Crash();
                laboratory.Plug("n1", up: false);
                break;
            case Happening.LinkDown:
                laboratory.Plug("n1", up: false);
                break;
            case Happening.ScriptFailure:
                await File.WriteAllTextAsync(flag, "");
                break;
            case Happening.Preemption:
                await StartFirst(tracks: false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }
    }
}
