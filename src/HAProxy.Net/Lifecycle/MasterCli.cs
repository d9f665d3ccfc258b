using System.Globalization;
using System.Text;
using ConfParsers.Grammar;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using Daemon.Linux;
using Daemon.Logging;
using HAProxy.Net.Cli;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Lifecycle;

/// <summary>The master's own stats socket (<c>-S</c>): its processes, reloads, and the way through to a worker's (management.txt 9.4).</summary>
internal sealed class MasterCli : IDisposable
{
    private readonly CliServer _server = new();
    private readonly Master _master;
    private readonly CommandTable _table;

    public MasterCli(Master master)
    {
        _master = master;
        _table = new CommandTable(
            [
                .. SessionCommands.Table,
                // These three are handled by MasterSession before words are looked up; the rows are for help.
                new("@!<pid>", StatsLevel.User, "@!<pid>", "send a command to the <pid> process", _ => ""),
                new("@<relative pid>", StatsLevel.User, "@<relative pid>", "send a command to the <relative pid> process", _ => ""),
                new("@master", StatsLevel.User, "@master", "send a command to the master process", _ => ""),
                new("reload", StatsLevel.Admin, "reload", "reload haproxy", Reload),
                new("show proc", StatsLevel.User, "show proc", "show processes status", _ => ShowProcesses()),
                new("show version", StatsLevel.User, "show version", "show version of the current process", _ => ProductVersion.Full + "\n"),
            ],
            SessionCommands.General);
    }

    /// <summary>Opens the sockets of <c>-S addr[,option...]</c>; the options are those of "stats socket".</summary>
    /// <returns>False when one could not be opened: that has been reported.</returns>
    public bool Open(string[] addresses, StartupLog log)
    {
        foreach (var address in addresses)
        {
            var parsed = HaproxyConfig.Parse("global\n stats socket " + address.Replace(',', ' ') + "\n", "master-socket");
            if (parsed.Model?.Global.Stats.Sockets is not [var bind])
            {
                Findings.Print(parsed.Diagnostics.Items, log, showDiag: false);
                return false;
            }

            // The master's socket is for administrators, if nothing else is said.
            var level = address.Contains(",level,", StringComparison.Ordinal) ? bind.Level : StatsLevel.Admin;
            var sockets = new SocketBinder(log, new InheritedSockets([]), reusePort: true).Bind(
                new HaproxyModel(new GlobalModel { Stats = new StatsSockets { Sockets = [bind] } }, []));
            if (sockets is not [var socket]) return false;
            _server.Listen(socket.Descriptor, new CliSocketSettings(() => new MasterSession(_master, _table, level), TimeSpan.FromMinutes(10), 100, null));
        }

        return true;
    }

    public void Dispose() => _server.Dispose();

    private string Reload(CliCall call)
    {
        // 2.6 answers nothing and drops the connection.
        _master.RequestReload();
        call.Session.Ended = true;
        return "";
    }

    private string ShowProcesses()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"#<PID>",-15} {"<type>",-15} {"<reloads>",-15} {"<uptime>",-15} {"<version>",-15}\n");
        Row(Environment.ProcessId, "master", $"{_master.Reloads} [failed: {_master.FailedReloads}]", _master.UptimeMs);
        text.Append("# workers\n");
        var workers = _master.Workers();
        foreach (var worker in workers.Where(worker => !IsOld(worker))) RowOf(worker);
        if (workers.Any(IsOld)) text.Append("# old workers\n");
        foreach (var worker in workers.Where(IsOld)) RowOf(worker);
        return text.Append("# programs\n").ToString();

        bool IsOld(Worker worker) => worker.Serves && !ReferenceEquals(worker, _master.Current);

        void RowOf(Worker worker) =>
            Row(worker.ProcessId, "worker", worker.Reloads.ToString(CultureInfo.InvariantCulture), Environment.TickCount64 - worker.StartedMs);

        void Row(int pid, string type, string reloads, long uptimeMs)
        {
            var up = TimeSpan.FromMilliseconds(uptimeMs);
            var uptime = string.Create(CultureInfo.InvariantCulture, $"{up.Days}d{up.Hours:00}h{up.Minutes:00}m{up.Seconds:00}s");
            text.Append(CultureInfo.InvariantCulture, $"{pid,-15} {type,-15} {reloads,-15} {uptime,-15} {ProductVersion.Full,-15}\n");
        }
    }
}
