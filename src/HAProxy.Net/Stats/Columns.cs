using ConfParsers.Grammar;
using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;
using static HAProxy.Net.Stats.StatsValue;

namespace HAProxy.Net.Stats;

/// <summary>
/// The columns of <c>show stat</c>, one row a column, in 2.6's order; every other form of the statistics is derived from it
/// (management.txt 9.1). A column says for each kind of row what stands there; what is not said is empty.
/// </summary>
public sealed record Column(string Name)
{
    /// <summary>Tells of the inside of the network: shown on the stats sockets, by HTTP only where <c>stats show-legends</c> says so.</summary>
    public bool IsLegend { get; init; }

    public Func<StatsRow, StatsValue>? Frontend { get; init; }

    public Func<StatsRow, StatsValue>? Listener { get; init; }

    public Func<StatsRow, StatsValue>? Server { get; init; }

    public Func<StatsRow, StatsValue>? Backend { get; init; }

    /// <summary>The same for every kind.</summary>
    public Func<StatsRow, StatsValue> All
    {
        init => Frontend = Listener = Server = Backend = value;
    }

    /// <summary>Frontends and listeners.</summary>
    public Func<StatsRow, StatsValue> Front
    {
        init => Frontend = Listener = value;
    }

    /// <summary>Servers and backends.</summary>
    public Func<StatsRow, StatsValue> Back
    {
        init => Server = Backend = value;
    }

    /// <summary>Frontends and backends.</summary>
    public Func<StatsRow, StatsValue> Proxies
    {
        init => Frontend = Backend = value;
    }

    public StatsValue Of(in StatsRow row)
    {
        var value = row.Kind switch
        {
            RowKind.Frontend => Frontend,
            RowKind.Listener => Listener,
            RowKind.Server => Server,
            _ => Backend,
        };
        return value is null ? Empty : value(row);
    }
}

/// <inheritdoc cref="Column"/>
public static class Columns
{
    public static readonly Column[] Table =
    [
        new("pxname") { All = r => r.Proxy.Name },
        new("svname") { All = r => r.Name },
        new("qcur") { Server = r => r.Server!.Queue.Current, Backend = r => r.Backend.Queue.Current },
        new("qmax") { Server = r => r.Server!.Queue.Peak, Backend = r => r.Backend.Queue.Peak },
        new("scur") { Proxies = r => r.Proxy.Sessions.Current, Listener = r => r.Listener!.Sessions.Current, Server = r => r.Server!.Served.Current },
        new("smax") { Proxies = r => r.Proxy.Sessions.Peak, Listener = r => r.Listener!.Sessions.Peak, Server = r => r.Server!.Served.Peak },
        new("slim")
        {
            Frontend = r => r.Frontend.MaxConn,
            Listener = r => r.Listener!.MaxConn,
            Server = r => r.Server!.MaxConn > 0 ? r.Server.MaxConn : Empty,
            Backend = r => r.Backend.FullConn,
        },
        new("stot") { All = r => r.Sum.Sessions },
        new("bin") { All = r => r.Sum.BytesIn },
        new("bout") { All = r => r.Sum.BytesOut },
        new("dreq") { Front = r => r.Sum.DeniedRequests, Backend = r => r.Sum.DeniedRequests },
        new("dresp") { All = r => r.Sum.DeniedResponses },
        new("ereq") { Front = r => r.Sum.FailedRequests },
        new("econ") { Back = r => r.Sum.FailedConnections },
        new("eresp") { Back = r => r.Sum.FailedResponses },
        new("wretr") { Back = r => r.Sum.Retries },
        new("wredis") { Back = r => r.Sum.Redispatches },
        new("status")
        {
            Frontend = r => ServerStatus.Of(r.Frontend),
            Listener = r => ServerStatus.Of(r.Frontend),
            Server = r => ServerStatus.Of(r.Server!),
            Backend = r => ServerStatus.Of(r.Backend),
        },
        new("weight") { Server = r => r.Server!.UserWeight, Backend = r => ServerStatus.WeightInUse(r.Backend) },
        new("act") { Server = r => r.Server!.Model.Backup ? 0 : 1, Backend = r => r.Backend.ActiveServers },
        new("bck") { Server = r => r.Server!.Model.Backup ? 1 : 0, Backend = r => r.Backend.BackupServers },
        new("chkfail") { Server = r => r.Server!.Check is { } check ? check.Failed : Empty },
        new("chkdown") { Server = r => r.Server!.Check is null ? Empty : r.Server.TimesDown, Backend = r => r.Backend.TimesDown },
        new("lastchg") { Server = r => (r.NowMs - r.Server!.LastChangeMs) / 1000, Backend = r => (r.NowMs - r.Backend.LastChangeMs) / 1000 },
        new("downtime")
        {
            Server = r => r.Server!.Check is null ? Empty : r.Server.DownMsNow / 1000,
            Backend = r => r.Backend.Servers.Length == 0 ? Empty : r.Backend.DownMsNow / 1000,
        },
        new("qlimit") { Server = r => r.Server!.Model.MaxQueue > 0 ? r.Server.Model.MaxQueue : Empty },
        new("pid") { All = _ => 1 },
        new("iid") { All = r => r.Proxy.Id },
        new("sid") { Proxies = _ => 0, Listener = r => r.Listener!.Id, Server = r => r.Server!.Id },
        new("throttle"),
        new("lbtot") { Back = r => r.Sum.LoadBalanced },
        new("tracked"),
        new("type") { All = r => (long)r.Kind },
        new("rate") { Proxies = r => r.Proxy.SessionRate.Read(r.NowMs), Server = r => r.Server!.SessionRate.Read(r.NowMs) },
        new("rate_lim") { Frontend = r => r.Proxy.Model.Limits.RateLimitSessions },
        new("rate_max") { Proxies = r => r.Proxy.SessionRate.Peak, Server = r => r.Server!.SessionRate.Peak },
        new("check_status") { Server = r => Checked(r) is { } c ? (c.InProgress && c.Status > CheckStatus.Initial ? "* " : "") + c.Status.Code() : Empty },
        new("check_code") { Server = r => Checked(r) is { Code: > 0 } c ? c.Code : Empty },
        new("check_duration") { Server = r => Checked(r) is { DurationMs: >= 0 } c ? c.DurationMs : Empty },
        new("hrsp_1xx") { Proxies = r => Http(r, r.Sum.Responses1xx), Server = r => Http(r, r.Sum.Responses1xx) },
        new("hrsp_2xx") { Proxies = r => Http(r, r.Sum.Responses2xx), Server = r => Http(r, r.Sum.Responses2xx) },
        new("hrsp_3xx") { Proxies = r => Http(r, r.Sum.Responses3xx), Server = r => Http(r, r.Sum.Responses3xx) },
        new("hrsp_4xx") { Proxies = r => Http(r, r.Sum.Responses4xx), Server = r => Http(r, r.Sum.Responses4xx) },
        new("hrsp_5xx") { Proxies = r => Http(r, r.Sum.Responses5xx), Server = r => Http(r, r.Sum.Responses5xx) },
        new("hrsp_other") { Proxies = r => Http(r, r.Sum.ResponsesOther), Server = r => Http(r, r.Sum.ResponsesOther) },
        new("hanafail"),
        new("req_rate") { Frontend = r => r.Frontend.RequestRate.Read(r.NowMs) },
        new("req_rate_max") { Frontend = r => r.Frontend.RequestRate.Peak },
        new("req_tot") { Frontend = r => r.Sum.Requests, Back = r => Http(r, r.Sum.Requests) },
        new("cli_abrt") { Back = r => r.Sum.ClientAborts },
        new("srv_abrt") { Back = r => r.Sum.ServerAborts },
        // Compression is not built: nothing was compressed, and nothing could have been.
        new("comp_in") { Proxies = _ => 0 },
        new("comp_out") { Proxies = _ => 0 },
        new("comp_byp") { Proxies = _ => 0 },
        new("comp_rsp") { Proxies = _ => 0 },
        new("lastsess") { Server = r => Since(r, r.Server!.LastSession), Backend = r => Since(r, r.Backend.LastSession) },
        new("last_chk") { Server = r => Checked(r) is { Info.Length: > 0 } c ? c.Info : Empty },
        new("last_agt"),
        new("qtime") { Server = r => r.Server!.Times.Queue, Backend = r => r.Backend.Times.Queue },
        new("ctime") { Server = r => r.Server!.Times.Connect, Backend = r => r.Backend.Times.Connect },
        new("rtime") { Server = r => r.Server!.Times.Response, Backend = r => r.Backend.Times.Response },
        new("ttime") { Server = r => r.Server!.Times.Total, Backend = r => r.Backend.Times.Total },
        new("agent_status"),
        new("agent_code"),
        new("agent_duration"),
        new("check_desc") { Server = r => Checked(r) is { } c ? c.Status.Description() : Empty },
        new("agent_desc"),
        new("check_rise") { Server = r => Checked(r) is { } c ? c.Rise : Empty },
        new("check_fall") { Server = r => Checked(r) is { } c ? c.Fall : Empty },
        new("check_health") { Server = r => Checked(r) is { } c ? c.Health : Empty },
        new("agent_rise"),
        new("agent_fall"),
        new("agent_health"),
        new("addr") { IsLegend = true, Listener = r => r.Listener!.Model is { } bind ? Address(bind.Address) : Empty, Server = r => Address(r.Server!.Model.Address) },
        new("cookie") { IsLegend = true, Server = r => r.Server!.Model.Cookie, Backend = r => r.Proxy.Model.Cookie?.Name },
        new("mode") { All = r => r.IsHttp ? "http" : "tcp" },
        new("algo") { IsLegend = true, Backend = r => Algorithm(r) },
        new("conn_rate") { Frontend = r => r.Frontend.ConnectionRate.Read(r.NowMs) },
        new("conn_rate_max") { Frontend = r => r.Frontend.ConnectionRate.Peak },
        new("conn_tot") { Frontend = r => r.Sum.Connections },
        new("intercepted") { Frontend = r => Http(r, r.Sum.Intercepted) },
        new("dcon") { Front = r => r.Sum.DeniedConnections },
        new("dses") { Front = r => r.Sum.DeniedSessions },
        new("wrew") { All = r => r.Sum.FailedRewrites },
        new("connect") { Back = r => r.Sum.ConnectAttempts },
        new("reuse") { Back = r => r.Sum.ConnectReuses },
        new("cache_lookups") { Proxies = r => Http(r, 0) },
        new("cache_hits") { Proxies = r => Http(r, 0) },
        new("srv_icur") { Server = r => r.Server!.IdleNow },
        new("src_ilim") { Server = r => r.Server!.Model.PoolMaxConn >= 0 ? r.Server.Model.PoolMaxConn : Empty },
        new("qtime_max") { Server = r => r.Server!.Times.QueueMax, Backend = r => r.Backend.Times.QueueMax },
        new("ctime_max") { Server = r => r.Server!.Times.ConnectMax, Backend = r => r.Backend.Times.ConnectMax },
        new("rtime_max") { Server = r => r.Server!.Times.ResponseMax, Backend = r => r.Backend.Times.ResponseMax },
        new("ttime_max") { Server = r => r.Server!.Times.TotalMax, Backend = r => r.Backend.Times.TotalMax },
        new("eint") { All = r => r.Sum.InternalErrors },
        new("idle_conn_cur") { Server = r => r.Server!.IdleNow - r.Server.SafeNow },
        new("safe_conn_cur") { Server = r => r.Server!.SafeNow },
        new("used_conn_cur") { Server = r => r.Server!.UsedNow },
        new("need_conn_est") { Server = r => r.Server!.NeededConnections },
        new("uweight") { Server = r => r.Server!.UserWeight, Backend = r => ServerStatus.WeightInUse(r.Backend) },
        // 2.6.12 shows 0 here; only its Prometheus exporter fills them.
        new("agg_server_status") { Backend = _ => 0 },
        new("agg_server_check_status") { Backend = _ => 0 },
        new("agg_check_status") { Backend = _ => 0 },
        // Parts the base table from the columns of modules.
        new("-") { All = _ => "-" },
        new("ssl_sess") { All = r => r.Sum.TlsSessions },
        new("ssl_reused_sess") { All = r => r.Sum.TlsReusedSessions },
        new("ssl_failed_handshake") { All = r => r.Sum.TlsFailedHandshakes },
        // HTTP/2 is not built: its counters cannot be but zero.
        new("h2_headers_rcvd") { Proxies = _ => 0 },
        new("h2_data_rcvd") { Proxies = _ => 0 },
        new("h2_settings_rcvd") { Proxies = _ => 0 },
        new("h2_rst_stream_rcvd") { Proxies = _ => 0 },
        new("h2_goaway_rcvd") { Proxies = _ => 0 },
        new("h2_detected_conn_protocol_errors") { Proxies = _ => 0 },
        new("h2_detected_strm_protocol_errors") { Proxies = _ => 0 },
        new("h2_rst_stream_resp") { Proxies = _ => 0 },
        new("h2_goaway_resp") { Proxies = _ => 0 },
        new("h2_open_connections") { Proxies = _ => 0 },
        new("h2_backend_open_streams") { Proxies = _ => 0 },
        new("h2_total_connections") { Proxies = _ => 0 },
        new("h2_backend_total_streams") { Proxies = _ => 0 },
        new("h1_open_connections") { Proxies = r => r.Sum.H1OpenConnections },
        new("h1_open_streams") { Proxies = r => r.Sum.H1OpenStreams },
        new("h1_total_connections") { Proxies = r => r.Sum.H1TotalConnections },
        new("h1_total_streams") { Proxies = r => r.Sum.H1TotalStreams },
        new("h1_bytes_in") { Proxies = r => r.Sum.H1BytesIn },
        new("h1_bytes_out") { Proxies = r => r.Sum.H1BytesOut },
        new("h1_spliced_bytes_in") { Proxies = r => r.Sum.H1SplicedBytesIn },
        new("h1_spliced_bytes_out") { Proxies = r => r.Sum.H1SplicedBytesOut },
    ];

    /// <summary>The check whose figures are shown: none while the server is in maintenance.</summary>
    private static CheckState? Checked(in StatsRow row) =>
        row.Server!.Administration == ServerAdministration.Maintenance ? null : row.Server.Check;

    private static StatsValue Http(in StatsRow row, long value) => row.IsHttp ? value : Empty;

    private static StatsValue Since(in StatsRow row, long unix) => unix == 0 ? -1 : row.NowUnix - unix;

    private static string Address(Endpoint address) => address.Family switch
    {
        EndpointFamily.Unix or EndpointFamily.AbstractUnix => "unix",
        _ when address.Address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } ip => $"[{ip}]:{address.PortLow}",
        _ => $"{address.Address?.ToString() ?? "0.0.0.0"}:{address.PortLow}",
    };

    private static string Algorithm(in StatsRow row) => row.Proxy.Model.Balance.Algorithm switch
    {
        ConfParsers.Haproxy.Features.BalanceAlgorithm.RoundRobin => "roundrobin",
        _ => "unknown",
    };
}
