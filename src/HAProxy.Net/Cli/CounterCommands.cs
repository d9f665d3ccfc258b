using ConfParsers.Haproxy.Features;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Cli;

/// <summary>Setting counters back (management.txt 9.3 "clear counters"): the maxima, or with <c>all</c> everything counted.</summary>
public sealed class CounterCommands(ControlledProcess controlled)
{
    public CliCommand[] Table =>
    [
        new("clear counters", StatsLevel.Operator, "clear counters [all]", "clear max statistics counters (or all counters)", Clear),
    ];

    private string Clear(CliCall call)
    {
        var all = call[0] == "all";
        if (all && call.Session.Level < StatsLevel.Admin) return "Permission denied\n";
        var process = controlled.Process;
        process.Connections.ClearPeak();
        foreach (var rate in (FrequencyCounter[])[process.ConnectionRate, process.SessionRate, process.TlsRate]) rate.ClearPeak();
        foreach (var frontend in process.Frontends)
        {
            ClearProxy(frontend, all);
            frontend.ConnectionRate.ClearPeak();
            frontend.RequestRate.ClearPeak();
            foreach (var listener in frontend.Listeners)
            {
                listener.Sessions.ClearPeak();
                Clear(listener.Counters, all);
            }
        }

        foreach (var backend in process.Backends)
        {
            ClearProxy(backend, all);
            backend.Queue.ClearPeak();
            backend.Times.ClearMaxima();
            foreach (var server in backend.Servers)
            {
                server.Served.ClearPeak();
                server.Queue.ClearPeak();
                server.SessionRate.ClearPeak();
                server.Times.ClearMaxima();
                Clear(server.Counters, all);
            }
        }

        return "";
    }

    private static void ClearProxy(Proxy proxy, bool all)
    {
        proxy.Sessions.ClearPeak();
        proxy.SessionRate.ClearPeak();
        Clear(proxy.Counters, all);
    }

    private static void Clear(CounterSet counters, bool all)
    {
        if (all) counters.Clear();
        else counters.ClearModules();
    }
}
