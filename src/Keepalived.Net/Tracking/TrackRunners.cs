using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>
/// Everything that finds out how tracked things stand, in the parent: runs scripts, reads files, counts processes. What they find goes to the
/// VRRP child, which judges it. Only what some virtual router tracks is looked at.
/// </summary>
public sealed class TrackRunners : IDisposable
{
    private readonly PollSet polls;
    private readonly DaemonLog log;
    private readonly Action<ControlMessage> tell;
    private readonly Dictionary<string, ScriptRunner> scripts = new(StringComparer.Ordinal);
    private readonly FileWatch files;
    private readonly ProcessWatch processes;

    public TrackRunners(PollSet polls, DaemonLog log, Action<ControlMessage> tell)
    {
        this.polls = polls;
        this.log = log;
        this.tell = tell;
        files = new FileWatch(polls, log, (name, value) => tell(new(ControlKind.FileValue, value, 0, name)));
        processes = new ProcessWatch(polls, log, (name, count, quorum) => tell(new(ControlKind.ProcessCount, count, quorum ? 1 : 0, name)));
    }

    public long NextEventUs
    {
        get
        {
            var next = processes.NextEventUs;
            foreach (var script in scripts.Values) next = Math.Min(next, script.NextEventUs);
            return next;
        }
    }

    public void OnTimer(long now)
    {
        foreach (var script in scripts.Values)
        {
            if (script.NextEventUs <= now) script.OnTimer(now);
        }

        if (processes.NextEventUs <= now) processes.OnTimer(now);
    }

    /// <summary>Another configuration: what stays goes on.</summary>
    /// <param name="isStart">The daemon starts: files get their first number where init_file says so.</param>
    public void Adopt(KeepalivedModel model, bool isStart)
    {
        var tracking = model.Instances.Select(instance => instance.Tracking).Concat(model.SyncGroups.Select(group => group.Tracking)).ToArray();
        AdoptScripts([.. tracking.SelectMany(each => each.Scripts).Select(each => each.Script).DistinctBy(each => each.Name, StringComparer.Ordinal)]);
        var trackedFiles = tracking.SelectMany(each => each.Files).Select(each => each.File).DistinctBy(each => each.Name, StringComparer.Ordinal).ToArray();
        if (isStart) TrackFileStart.Initialise(trackedFiles, log);
        files.Adopt(trackedFiles.Select(each => (each.Name, each.Path)));
        processes.Adopt([.. tracking.SelectMany(each => each.Processes).Select(each => each.Process).DistinctBy(each => each.Name, StringComparer.Ordinal).Select(Watched)], model.Global.Buffers.ProcessMonitor);
    }

    /// <summary>A new child knows of nothing: files and processes are told, scripts run at once.</summary>
    /// <param name="knowsScripts">It has their standing from the child before.</param>
    public void TellAll(bool knowsScripts)
    {
        files.TellAll();
        processes.TellAll();
        if (knowsScripts) return;
        foreach (var script in scripts.Values) script.RunNow();
    }

    /// <summary>Where each script is, for the process that goes on in this one's place.</summary>
    public IReadOnlyList<ScriptPlace> Places => [.. scripts.Values.Select(each => each.Place)];

    public void GoOn(IEnumerable<ScriptPlace> places)
    {
        foreach (var place in places)
        {
            if (scripts.TryGetValue(place.Name, out var script)) script.GoOn(place);
        }
    }

    public void Dispose()
    {
        foreach (var script in scripts.Values) script.Dispose();
        scripts.Clear();
        files.Dispose();
        processes.Dispose();
    }

    private static WatchedProcess Watched(TrackProcess process) =>
        new(process.Name, new ProcessPattern(process.Command, process.Match, process.FullCommand), process.Quorum, process.QuorumMax ?? int.MaxValue, process.ForkDelay, process.TerminateDelay);

    private void AdoptScripts(VrrpScript[] used)
    {
        foreach (var gone in scripts.Keys.Except(used.Select(each => each.Name), StringComparer.Ordinal).ToArray())
        {
            scripts[gone].Dispose();
            scripts.Remove(gone);
        }

        foreach (var script in used)
        {
            if (scripts.TryGetValue(script.Name, out var runner)) runner.Replace(script);
            else scripts[script.Name] = new ScriptRunner(script, polls, log, OnScriptEnded);
        }
    }

    private void OnScriptEnded(ScriptRunner runner, ScriptOutcome outcome, int number) =>
        tell(new(ControlKind.ScriptResult, (int)outcome, number, runner.Script.Name));
}
