using System.Globalization;
using System.Text;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// What a parent that executes itself anew leaves to the parent it becomes: its child goes on meanwhile, and so do the scripts it has started. Written
/// as lines into a file in memory, one thing a line, so that another version finds what it knows and passes over the rest.
/// </summary>
/// <param name="ChildId">The process id of the serving VRRP child.</param>
/// <param name="Scripts">Track scripts: where they are in their intervals, and the runs that last.</param>
/// <param name="Orphans">Process ids of other scripts that run: they are only to be reaped.</param>
/// <param name="Events">The journal, oldest first.</param>
public sealed record Handover(int ChildId, bool Maintenance, IReadOnlyList<ScriptPlace> Scripts, IReadOnlyList<FifoPlace> Fifos, IReadOnlyList<int> Orphans, IReadOnlyList<string> Events)
{
    /// <param name="file">One in memory.</param>
    public void Save(int file)
    {
        var text = new StringBuilder();
        Line($"child {ChildId}");
        Line($"maintenance {(Maintenance ? 1 : 0)}");
        foreach (var script in Scripts) Line($"script {script.NextRunUs} {script.KillAtUs} {(script.IsTerminated ? 1 : 0)} {script.ProcessId} {script.Name}");
        foreach (var fifo in Fifos) Line($"fifo {(fifo.IsMade ? 1 : 0)} {fifo.Descriptor} {fifo.ProcessId} {fifo.Kind}");
        foreach (var orphan in Orphans) Line($"orphan {orphan}");
        foreach (var each in Events) Line($"event {each}");
        PosixProcess.ReplaceContents(file, Encoding.UTF8.GetBytes(text.ToString()));

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    public static Handover Load(int file)
    {
        var (child, maintenance) = (0, false);
        var (scripts, fifos, orphans, events) = (new List<ScriptPlace>(), new List<FifoPlace>(), new List<int>(), new List<string>());
        foreach (var line in Encoding.UTF8.GetString(PosixProcess.ReadContents(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            switch (words)
            {
                case ["child", var id]:
                    child = (int)Number(id);
                    break;
                case ["maintenance", var on]:
                    maintenance = on == "1";
                    break;
                case ["script", var next, var kill, var terminated, var id, .. var name]:
                    scripts.Add(new ScriptPlace(string.Join(' ', name), Number(next), Number(kill), terminated == "1", (int)Number(id)));
                    break;
                case ["fifo", var made, var descriptor, var id, .. var kind]:
                    fifos.Add(new FifoPlace(string.Join(' ', kind), made == "1", (int)Number(descriptor), (int)Number(id)));
                    break;
                case ["orphan", var id]:
                    orphans.Add((int)Number(id));
                    break;
                case ["event", .. var text]:
                    events.Add(string.Join(' ', text));
                    break;
            }
        }

        return new Handover(child, maintenance, scripts, fifos, orphans, events);
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>Where a track script is in its interval; times of the monotonic clock in microseconds.</summary>
/// <param name="ProcessId">Of the run that lasts; 0: none does.</param>
public sealed record ScriptPlace(string Name, long NextRunUs, long KillAtUs, bool IsTerminated, int ProcessId);

/// <param name="Kind">As the log calls the FIFO.</param>
/// <param name="IsMade">This daemon has made the pipe, and removes it.</param>
/// <param name="Descriptor">Held open, so that readers see no end before the pipe is opened again.</param>
/// <param name="ProcessId">Of the script that reads it; 0: none runs.</param>
public sealed record FifoPlace(string Kind, bool IsMade, int Descriptor, int ProcessId);
