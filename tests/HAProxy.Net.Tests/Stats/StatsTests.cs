using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;
using HAProxy.Net.Stats;
using HAProxy.Net.Tests.LoadBalancing;

namespace HAProxy.Net.Tests.Stats;

public class StatsTests
{
    // The header of haproxy 2.6.12, to the letter: tools find columns by it.
    private const string Header =
        "# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,comp_byp,comp_rsp,lastsess,last_chk,last_agt,qtime,ctime,rtime,ttime,agent_status,agent_code,agent_duration,check_desc,agent_desc,check_rise,check_fall,check_health,agent_rise,agent_fall,agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,wrew,connect,reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,idle_conn_cur,safe_conn_cur,used_conn_cur,need_conn_est,uweight,agg_server_status,agg_server_check_status,agg_check_status,-,ssl_sess,ssl_reused_sess,ssl_failed_handshake,h2_headers_rcvd,h2_data_rcvd,h2_settings_rcvd,h2_rst_stream_rcvd,h2_goaway_rcvd,h2_detected_conn_protocol_errors,h2_detected_strm_protocol_errors,h2_rst_stream_resp,h2_goaway_resp,h2_open_connections,h2_backend_open_streams,h2_total_connections,h2_backend_total_streams,h1_open_connections,h1_open_streams,h1_total_connections,h1_total_streams,h1_bytes_in,h1_bytes_out,h1_spliced_bytes_in,h1_spliced_bytes_out,\n";

    [Fact]
    public void The_header_is_that_of_haproxy_2_6() => Assert.Equal(Header, StatsCsv.Header);

    [Fact]
    public void A_servers_row_holds_what_haproxy_showed_for_the_same_history()
    {
        var backend = Backends.Create([new() { Checked = true, MaxConn = 20, Weight = 10 }]);
        backend.Servers[0].Check!.Apply(new CheckResult(CheckStatus.L7Ok, 200, "", 4));
        var cells = Row(backend, "s0");
        Assert.Equal("UP", cells["status"]);
        Assert.Equal("20", cells["slim"]);
        Assert.Equal(("10", "1", "0"), (cells["weight"], cells["act"], cells["bck"]));
        Assert.Equal(("L7OK", "200", "4", ""), (cells["check_status"], cells["check_code"], cells["check_duration"], cells["last_chk"]));
        Assert.Equal(("2", "3", "4"), (cells["check_rise"], cells["check_fall"], cells["check_health"]));
        Assert.Equal(("-1", "127.0.0.1:1", "tcp", ""), (cells["lastsess"], cells["addr"], cells["mode"], cells["hrsp_2xx"]));
        Assert.Equal(("", "-"), (cells["algo"], cells["-"]));
    }

    [Theory]
    [InlineData(1, "UP 2/3")]
    [InlineData(2, "UP 1/3")]
    [InlineData(3, "DOWN")]
    public void A_server_that_is_going_down_says_how_far(int failures, string status)
    {
        var backend = Backends.Create([new() { Checked = true }]);
        var transitions = new ServerTransitions(new Silence());
        transitions.Apply(backend.Servers[0], new CheckResult(CheckStatus.L4Ok, 0, "", 0));
        for (var i = 0; i < failures; i++) transitions.Apply(backend.Servers[0], new CheckResult(CheckStatus.L4Connection, 0, "Connection refused", 0));
        Assert.Equal(status, Row(backend, "s0")["status"]);
    }

    [Fact]
    public void Maintenance_hides_the_check_and_a_backend_without_servers_left_is_down()
    {
        var backend = Backends.Create([new() { Checked = true }, new() { Backup = true }]);
        var transitions = new ServerTransitions(new Silence());
        transitions.SetAdministration(backend.Servers[0], ServerAdministration.Maintenance);
        var server = Row(backend, "s0");
        Assert.Equal(("MAINT", "", "1"), (server["status"], server["check_status"], server["chkdown"]));
        Assert.Equal(("UP", "0", "1", "1"), (Row(backend, "BACKEND")["status"], Row(backend, "BACKEND")["act"], Row(backend, "BACKEND")["bck"], Row(backend, "BACKEND")["weight"]));
        transitions.SetAdministration(backend.Servers[1], ServerAdministration.Maintenance);
        Assert.Equal(("DOWN", "1"), (Row(backend, "BACKEND")["status"], Row(backend, "BACKEND")["chkdown"]));
    }

    [Fact]
    public void Show_info_has_the_lines_of_haproxy_2_6()
    {
        var process = new ProxyProcess([], [], loops: 2, maxConn: 1000) { StartUnixMs = 1_000_000 };
        var names = InfoLines.Write(process, Facts, nowMs: 0, nowUnixMs: 1_006_000).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(':')]).ToArray();
        Assert.Equal(69, names.Length);
        Assert.Contains("TotalSplicdedBytesOut", names);
        Assert.Contains("Uptime: 0d 0h00m06s\n", InfoLines.Write(process, Facts, 0, 1_006_000));
    }

    [Fact]
    public void The_page_shows_every_proxy_and_escapes_what_it_did_not_write()
    {
        var backend = Backends.Create([new()]);
        var process = new ProxyProcess([], [backend], 1, 10);
        var settings = new ConfParsers.Haproxy.Features.StatsPage { Description = "a <b> & c", Refresh = TimeSpan.FromSeconds(5) };
        var page = new StatsPage(Facts, process, settings, 0, nowUnix: 61).Write("/s", StatsPageOptions.Parse(";up"));
        Assert.Contains("a &lt;b&gt; &amp; c", page);
        Assert.Contains("<tr class=\"active_no_check\">", page);
        Assert.Contains("href=\"/s;up;norefresh\"", page);
        Assert.Contains("0d 0h01m01s", page);
    }

    private static readonly InfoFacts Facts = new()
    {
        Version = "2.6.12", ReleaseDate = "2026/10/17", Pid = 7, Node = "vm", DescriptorLimit = 2032, Listeners = 6, DroppedLogs = 0, ControlConnections = 0, ControlConnectionsNow = 0, IdlePercent = 100,
    };

    private static Dictionary<string, string> Row(Backend backend, string name)
    {
        var lines = StatsCsv.Write(new ProxyProcess([], [backend], 1, 10), StatsSelection.Everything, 0, 0).Split('\n');
        var names = lines[0][2..].Split(',');
        var cells = lines.Single(line => line.Split(',') is [_, var server, ..] && server == name).Split(',');
        Assert.Equal(names.Length, cells.Length);
        return names.Zip(cells).Where(pair => pair.First.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private sealed class Silence : IServerEventLog
    {
        public void Report(Backend backend, int level, string text, string logText)
        {
        }
    }
}
