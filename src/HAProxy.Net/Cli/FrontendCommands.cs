using ConfParsers.Haproxy.Features;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Cli;

/// <summary>Stopping and going on to accept at a frontend (management.txt 9.3 "disable frontend").</summary>
public sealed class FrontendCommands(ControlledProcess controlled)
{
    public CliCommand[] Table =>
    [
        new("disable frontend", StatsLevel.Admin, "disable frontend <frontend>", "temporarily disable specific frontend", call => Pause(call, paused: true)),
        new("enable frontend", StatsLevel.Admin, "enable frontend <frontend>", "re-enable specific frontend", call => Pause(call, paused: false)),
    ];

    private string Pause(CliCall call, bool paused)
    {
        if (call[0].Length == 0) return "A frontend name is expected.\n";
        if (Array.Find(controlled.Process.Frontends, frontend => frontend.Name == call[0]) is not { } found) return "No such frontend.\n";
        if (found.Stopped) return "Frontend was previously shut down, cannot " + (paused ? "disable" : "enable") + ".\n";
        controlled.PauseFrontend(found, paused);
        return "";
    }
}
