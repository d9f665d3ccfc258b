using Keepalived.Net.Network;
using Keepalived.Net.Process;

namespace Keepalived.Net.Status;

/// <summary>
/// keepalived.data, keepalived.stats, keepalived.json: what signals ask for. A file is made anew beside its place and moved there, so that a reader never
/// sees half of it and a symbolic link somebody left in /tmp is replaced, not followed. Its owner may read it, its group where the umask says so, others never.
/// (keepalived(8) "SIGNALS")
/// </summary>
public sealed class DumpFiles(DaemonPaths paths, DaemonLog log, int childId)
{
    /// <summary>Less what the umask takes away: unless somebody has said otherwise, all but the owner's.</summary>
    private const UnixFileMode Readers = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>What keepalived.data holds.</summary>
    public static string Data(StatusView view)
    {
        using var interfaces = new InterfaceTable();
        interfaces.Load();
        var text = new DumpText();
        GlobalDump.Write(text, view, isParent: false);
        StaticDump.Write(text, view);
        TopologyDump.Write(text, view, interfaces);
        GroupDump.WriteSockets(text, view, interfaces);
        GroupDump.WriteGroups(text, view);
        TrackerDump.Write(text, view);
        InterfaceDump.Write(text, view, interfaces);
        return text.ToString();
    }

    /// <summary>What was understood, line by line into the log (<c>-d</c>).</summary>
    public static void WriteTo(DaemonLog log, StatusView view)
    {
        foreach (var line in Data(view).TrimEnd('\n').Split('\n')) log.Write(line);
    }

    public void WriteData(StatusView view)
    {
        log.Write($"Printing parent data for process({Environment.ProcessId}) on signal");
        var parent = new DumpText();
        GlobalDump.Write(parent, view, isParent: true);
        Write("keepalived_parent", ".data", parent.ToString(), isData: true, view);
        if (childId != 0) WriteVrrpData(view, OnSignal);
    }

    /// <param name="why">Who asked, for the log.</param>
    public void WriteVrrpData(StatusView view, string why)
    {
        log.Write($"Printing VRRP data {why}");
        Write("keepalived", ".data", Data(view), isData: true, view);
    }

    /// <param name="why">Who asked, for the log; null: a signal.</param>
    public void WriteStatistics(StatusView view, bool clears, string? why = null)
    {
        log.Write($"Printing {(clears ? "and clearing " : "")}VRRP stats {why ?? OnSignal}");
        Write("keepalived", ".stats", StatisticsDump.Write(view), isData: false, view);
    }

    public void WriteJson(StatusView view)
    {
        log.Write($"Printing VRRP as json for process({childId}) on signal");
        Write("keepalived", ".json", JsonDump.Write(view), isData: false, view);
    }

    private string OnSignal => $"for process({childId}) on signal";

    private void Write(string name, string extension, string text, bool isData, StatusView view)
    {
        var path = paths.Dump(name, extension, isData);
        var beside = $"{path}.{Environment.ProcessId}.{Path.GetRandomFileName()}";
        try
        {
            // CreateNew is O_EXCL: no link is followed, no file of somebody else is opened.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Readers & (UnixFileMode)~UmaskValue.OrDefault(view.Options.Umask, view.Model.Global.Housekeeping.Umask);
            using (var writer = new StreamWriter(beside, options)) writer.Write(text);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Write($"Can't open {path} ({e.Message})");
        }
    }
}
