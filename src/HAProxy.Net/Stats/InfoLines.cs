using System.Globalization;
using System.Text;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Stats;

/// <summary>What <c>show info</c> says that the proxy's own objects do not know.</summary>
public sealed record InfoFacts
{
    public required string Version { get; init; }

    public required string ReleaseDate { get; init; }

    public required int Pid { get; init; }

    public required string Node { get; init; }

    public string? Description { get; init; }

    /// <summary>Descriptor limit of the process.</summary>
    public required int DescriptorLimit { get; init; }

    public required int Listeners { get; init; }

    public required long DroppedLogs { get; init; }

    /// <summary>Connections to the stats sockets so far, which HAProxy counts with all others, and those of this moment.</summary>
    public required int ControlConnections { get; init; }

    public required int ControlConnectionsNow { get; init; }

    /// <summary>Share of the time in which the loops slept, percent.</summary>
    public required int IdlePercent { get; init; }
}

/// <summary>
/// The lines of <c>show info</c>: 2.6's names in 2.6's order, its typing error "TotalSplicdedBytesOut" included, because tools
/// read them (management.txt 9.3 "show info").
/// </summary>
public static class InfoLines
{
    public static string Write(ProxyProcess process, InfoFacts facts, long nowMs, long nowUnixMs)
    {
        var sum = process.Counters.Sum();
        var uptime = (nowUnixMs - process.StartUnixMs) / 1000;
        // The runtime has one managed heap; what HAProxy calls pools is the memory it holds.
        var heap = GC.GetGCMemoryInfo().TotalCommittedBytes;
        var text = new StringBuilder();
        Add("Name", "HAProxy");
        Add("Version", facts.Version);
        Add("Release_date", facts.ReleaseDate);
        Add("Nbthread", process.Loops);
        Add("Nbproc", 1);
        Add("Process_num", 1);
        Add("Pid", facts.Pid);
        Add("Uptime", StatsPage.Duration(uptime));
        Add("Uptime_sec", uptime);
        Add("Memmax_MB", 0);
        Add("PoolAlloc_MB", heap >> 20);
        Add("PoolUsed_MB", heap >> 20);
        Add("PoolFailed", 0);
        Add("Ulimit-n", facts.DescriptorLimit);
        Add("Maxsock", facts.DescriptorLimit);
        Add("Maxconn", process.MaxConn);
        Add("Hard_maxconn", process.MaxConn);
        Add("CurrConns", process.Connections.Current);
        Add("CumConns", sum.Connections + facts.ControlConnections);
        Add("CumReq", sum.Requests + facts.ControlConnections);
        Add("MaxSslConns", 0);
        Add("CurrSslConns", process.TlsConnections.Current);
        Add("CumSslConns", sum.TlsSessions);
        Add("Maxpipes", 0);
        Add("PipesUsed", 0);
        Add("PipesFree", 0);
        Add("ConnRate", process.ConnectionRate.Read(nowMs));
        Add("ConnRateLimit", 0);
        Add("MaxConnRate", process.ConnectionRate.Peak);
        Add("SessRate", process.SessionRate.Read(nowMs));
        Add("SessRateLimit", 0);
        Add("MaxSessRate", process.SessionRate.Peak);
        Add("SslRate", process.TlsRate.Read(nowMs));
        Add("SslRateLimit", 0);
        Add("MaxSslRate", process.TlsRate.Peak);
        Add("SslFrontendKeyRate", 0);
        Add("SslFrontendMaxKeyRate", 0);
        Add("SslFrontendSessionReuse_pct", sum.TlsSessions == 0 ? 0 : 100 * sum.TlsReusedSessions / sum.TlsSessions);
        Add("SslBackendKeyRate", 0);
        Add("SslBackendMaxKeyRate", 0);
        Add("SslCacheLookups", 0);
        Add("SslCacheMisses", 0);
        Add("CompressBpsIn", 0);
        Add("CompressBpsOut", 0);
        Add("CompressBpsRateLim", 0);
        Add("Tasks", process.Loops + process.Connections.Current);
        Add("Run_queue", 0);
        Add("Idle_pct", facts.IdlePercent);
        Add("node", facts.Node);
        if (facts.Description is not null) Add("description", facts.Description);
        Add("Stopping", process.Stopping ? 1 : 0);
        Add("Jobs", facts.Listeners + facts.ControlConnectionsNow + process.Connections.Current);
        Add("Unstoppable Jobs", 0);
        Add("Listeners", facts.Listeners);
        Add("ActivePeers", 0);
        Add("ConnectedPeers", 0);
        Add("DroppedLogs", facts.DroppedLogs);
        Add("BusyPolling", 0);
        Add("FailedResolutions", 0);
        Add("TotalBytesOut", sum.BytesOut);
        Add("TotalSplicdedBytesOut", sum.H1SplicedBytesOut);
        Add("BytesOutRate", process.BytesOutRate.Read(nowMs));
        Add("DebugCommandsIssued", 0);
        Add("CumRecvLogs", 0);
        Add("Build info", facts.Version);
        Add("Memmax_bytes", 0);
        Add("PoolAlloc_bytes", heap);
        Add("PoolUsed_bytes", heap);
        Add("Start_time_sec", process.StartUnixMs / 1000);
        Add("Tainted", 0);
        return text.ToString();

        void Add(string name, object value) => text.Append(name).Append(": ").Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\n');
    }
}
