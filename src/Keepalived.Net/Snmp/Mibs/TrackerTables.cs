using ConfParsers.Keepalived;
using Keepalived.Net.Status;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>
/// Scripts, files and processes, and which instance or sync group tracks them and interfaces with which weight (KEEPALIVED-MIB vrrp 4, 5, 9, 12 to
/// 16 and 20 to 22).
/// </summary>
internal static class TrackerTables
{
    public static void Write(MibBuilder mib, MibSource source)
    {
        var ofInstances = new Uses(mib.Table(2, 4, 1), mib.Table(2, 5, 1), mib.Table(2, 12, 1), mib.Table(2, 20, 1));
        for (var i = 0; i < source.Model.Instances.Length; i++) ofInstances.Write((uint)i + 1, source.Model.Instances[i].Tracking);
        var ofGroups = new Uses(mib.Table(2, 14, 1), mib.Table(2, 15, 1), mib.Table(2, 16, 1), mib.Table(2, 22, 1));
        for (var i = 0; i < source.Model.SyncGroups.Length; i++) ofGroups.Write((uint)i + 1, source.Model.SyncGroups[i].Tracking);
        WriteScripts(mib.Table(2, 9, 1), source);
        WriteFiles(mib.Table(2, 13, 1), source);
        WriteProcesses(mib.Table(2, 21, 1), source);
    }

    private static void WriteScripts(in MibTable table, MibSource source)
    {
        for (var i = 0; i < source.Model.Scripts.Length; i++)
        {
            var script = source.Model.Scripts[i];
            var row = table.Row((uint)i + 1);
            row.Text(2, script.Name);
            row.Text(3, MibWords.Command(script.Command));
            row.Integer(4, (int)script.Interval.TotalSeconds);
            row.Integer(5, script.Weight);
            row.Integer(6, Status(source, script) switch { TrackerStatus.Good => 3, TrackerStatus.Failed => 2, _ => script.InitFail ? 5 : 1 });
            row.Gauge(7, script.Rise);
            row.Gauge(8, script.Fall);
            row.Choice(9, script.Reverse);
        }
    }

    private static TrackerStatus Status(MibSource source, VrrpScript script) =>
        source.View.Page.TryFind(TrackerKind.Script, script.Name, out var record) ? record.Status : TrackerStatus.Init;

    private static void WriteFiles(in MibTable table, MibSource source)
    {
        for (var i = 0; i < source.Model.TrackFiles.Length; i++)
        {
            var file = source.Model.TrackFiles[i];
            var row = table.Row((uint)i + 1);
            source.View.Page.TryFind(TrackerKind.File, file.Name, out var record);
            row.Text(2, file.Name);
            row.Text(3, file.Path);
            row.Integer(4, record.Value);
            row.Integer(5, file.Weight);
            row.Choice(6, file.Reverse);
        }
    }

    private static void WriteProcesses(in MibTable table, MibSource source)
    {
        for (var i = 0; i < source.Model.TrackProcesses.Length; i++)
        {
            var process = source.Model.TrackProcesses[i];
            var row = table.Row((uint)i + 1);
            source.View.Page.TryFind(TrackerKind.Process, process.Name, out var record);
            row.Text(2, process.Name);
            row.Text(3, process.Command is [var path, ..] ? path : "");
            row.Text(4, string.Join(' ', process.Command.Skip(1).Select(each => $"'{each}'")));
            // The MIB has the last two the other way round, the original says so.
            row.Integer(5, process.Match switch { ParameterMatch.Exact => 1, ParameterMatch.Initial => 2, ParameterMatch.Partial => 3, _ => 0 });
            row.Integer(6, process.Weight);
            row.Choice(7, process.Reverse);
            row.Gauge(8, process.Quorum);
            row.Integer(9, process.QuorumMax ?? -1);
            row.Gauge(10, (long)process.ForkDelay.TotalMicroseconds);
            row.Gauge(11, (long)process.TerminateDelay.TotalMicroseconds);
            row.Choice(12, process.FullCommand || process.Match is not null);
            row.Integer(13, record.Value);
            row.Choice(14, record.Status == TrackerStatus.Good);
        }
    }

    /// <summary>The four tables of who tracks what.</summary>
    private readonly struct Uses(MibTable interfaces, MibTable scripts, MibTable files, MibTable processes)
    {
        public void Write(uint owner, ConfParsers.Keepalived.Tracking tracking)
        {
            for (var i = 0; i < tracking.Interfaces.Length; i++)
            {
                // The index is the interface's place in the list, although the MIB says ifIndex.
                var row = interfaces.Row(owner, (uint)i + 1);
                row.Text(1, tracking.Interfaces[i].Name);
                row.Integer(2, tracking.Interfaces[i].Weight);
                row.Choice(3, tracking.Interfaces[i].Reverse);
            }

            for (var i = 0; i < tracking.Scripts.Length; i++) Use(scripts.Row(owner, (uint)i + 1), tracking.Scripts[i].Script.Name, tracking.Scripts[i].EffectiveWeight, tracking.Scripts[i].Reverse);
            for (var i = 0; i < tracking.Files.Length; i++) Use(files.Row(owner, (uint)i + 1), tracking.Files[i].File.Name, tracking.Files[i].EffectiveWeight, tracking.Files[i].Reverse);
            for (var i = 0; i < tracking.Processes.Length; i++) Use(processes.Row(owner, (uint)i + 1), tracking.Processes[i].Process.Name, tracking.Processes[i].EffectiveWeight, tracking.Processes[i].Reverse);
        }

        private static void Use(in MibRow row, string name, int weight, bool reverse)
        {
            row.Text(2, name);
            row.Integer(3, weight);
            row.Choice(4, reverse);
        }
    }
}
