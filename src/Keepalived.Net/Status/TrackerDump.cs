using ConfParsers.Keepalived;
using Keepalived.Net.Tracking;

namespace Keepalived.Net.Status;

/// <summary>The parts "VRRP Scripts", "VRRP Track files" and "VRRP Track processes" of keepalived.data.</summary>
internal static class TrackerDump
{
    public static void Write(DumpText text, StatusView view)
    {
        WriteScripts(text, view);
        WriteFiles(text, view);
        WriteProcesses(text, view);
    }

    private static void WriteScripts(DumpText text, StatusView view)
    {
        if (view.Model.Scripts.Length == 0) return;
        text.Head("VRRP Scripts");
        foreach (var script in view.Model.Scripts)
        {
            view.Page.TryFind(TrackerKind.Script, script.Name, out var record);
            text.Line($" VRRP Script = {script.Name}");
            text.Line($"   Command = {DumpText.Command(script.Command)}");
            text.Line($"   Interval = {script.Interval.TotalSeconds} sec");
            text.Line($"   Timeout = {script.Timeout.TotalSeconds} sec");
            text.Line($"   Weight = {script.Weight}{(script.Reverse ? " reverse" : "")}");
            text.Line($"   Rise = {script.Rise}");
            text.Line($"   Fall = {script.Fall}");
            text.Line($"   Result = {record.Result}");
            text.Line("   Insecure = no");
            text.Line("   Init state = unknown");
            text.Line($"   Status = {(record.Status switch { TrackerStatus.Good => "GOOD", TrackerStatus.Failed => "BAD", _ => "INIT" })}");
            text.Line($"   Script uid:gid = {DumpText.Owner(script.Command)}");
            text.Line("   VRRP instances :");
            WriteUsers(text, view, TrackerKind.Script, script.Name);
            text.Line("   State = idle");
        }
    }

    private static void WriteFiles(DumpText text, StatusView view)
    {
        if (view.Model.TrackFiles.Length == 0) return;
        text.Head("VRRP Track files");
        foreach (var file in view.Model.TrackFiles)
        {
            view.Page.TryFind(TrackerKind.File, file.Name, out var record);
            text.Line($" Track file = {file.Name}");
            text.Line($"   File = {file.Path}");
            text.Line($"   Status = {record.Value}");
            text.Line($"   Weight = {file.Weight}{(file.Reverse ? " reverse" : "")}");
            WriteUsers(text, view, TrackerKind.File, file.Name);
        }
    }

    private static void WriteProcesses(DumpText text, StatusView view)
    {
        if (view.Model.TrackProcesses.Length == 0) return;
        text.Head("VRRP Track processes");
        foreach (var process in view.Model.TrackProcesses)
        {
            view.Page.TryFind(TrackerKind.Process, process.Name, out var record);
            text.Line($" VRRP Track process = {process.Name}");
            text.Line($"   Process = {process.Command[0]}");
            if (process.Command.Length > 1) text.Line($"   Parameters = {string.Join(' ', process.Command.Skip(1))}");
            if (process.Command.Length > 1 || process.Match is not null) text.Line($"   Param match{(process.Match switch { ParameterMatch.Initial => " = initial", ParameterMatch.Partial => " = partial", _ => "" })}");
            text.Line($"   Min processes = {process.Quorum}");
            if (process.QuorumMax is { } most) text.Line($"   Max processes = {most}");
            text.Line($"   Current processes = {record.Value}");
            text.Line($"   Have quorum = {DumpText.Bool(record.Status == TrackerStatus.Good)}");
            text.Line($"   Weight = {process.Weight}{(process.Reverse ? " reverse" : "")}");
            text.Line($"   Terminate delay = {process.TerminateDelay.TotalSeconds:F6}s");
            text.Line($"   Fork delay = {process.ForkDelay.TotalSeconds:F6}s");
            text.Line("   Fork delay timer not running");
            text.Line("   Terminate delay timer not running");
            text.Line($"   Full command = {DumpText.Bool(process.FullCommand || process.Command.Length > 1 || process.Match is not null)}");
            WriteUsers(text, view, TrackerKind.Process, process.Name);
        }
    }

    private static void WriteUsers(DumpText text, StatusView view, TrackerKind kind, string name)
    {
        var users = view.Model.Instances.SelectMany(instance => TrackedItem.Of(instance, view.Model).Where(item => item.Kind == kind && item.Name == name).Select(item => (instance.Name, Item: item))).ToArray();
        if (users.Length > 0) text.Line("   Tracking instances :");
        foreach (var (instance, item) in users) text.Line($"     {instance}, {DumpText.Weight(item.Weight, item.Reverse)}");
    }
}
