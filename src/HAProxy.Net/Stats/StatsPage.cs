using System.Globalization;
using System.Net;
using System.Text;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Checks;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Stats;

/// <summary>
/// The statistics page in HAProxy's form: process, legend, one table a proxy with frontend, servers and backend, details in
/// tips (configuration.txt 4.2 "stats enable"; management.txt 9.1 for what the figures mean).
/// </summary>
public sealed class StatsPage(InfoFacts about, ProxyProcess process, ConfParsers.Haproxy.Features.StatsPage settings, long nowMs, long nowUnix)
{
    private readonly StringBuilder _text = new(64 * 1024);

    /// <param name="uri">The page's own path, for its links.</param>
    /// <param name="options">The options of this request: <c>up</c>, <c>norefresh</c>.</param>
    public string Write(string uri, StatsPageOptions options)
    {
        Head(uri, options);
        var selection = Selected(options);
        foreach (var group in StatsRow.Of(process, nowMs, nowUnix).Where(row => selection.Wants(row)).GroupBy(row => row.Proxy.Id)) Table([.. group]);
        _text.Append("</body></html>\n");
        return _text.ToString();
    }

    private StatsSelection Selected(StatsPageOptions options) => new() { OnlyUp = options.OnlyUp, NoMaintenance = options.NoMaintenance, Scopes = [.. settings.Scopes.Select(scope => scope.Name)] };

    private void Head(string uri, StatsPageOptions options)
    {
        var node = settings.Node is null ? "" : $" on {Escape(settings.Node)}";
        _text.Append("<!DOCTYPE html>\n<html><head><title>Statistics Report for HAProxy").Append(node).Append("</title>\n<link rel=\"icon\" href=\"data:,\">\n<meta charset=\"utf-8\">\n<style>\n")
            .Append(StatsPageStyle.Sheet).Append("</style></head>\n<body><h1>");
        _text.Append(settings.HideVersion ? "HAProxy" : $"HAProxy version {Escape(about.Version)}, released {Escape(about.ReleaseDate)}");
        _text.Append("</h1>\n<h2>Statistics Report for pid ").Append(about.Pid).Append(node);
        if (settings.Description is { } description) _text.Append(": ").Append(Escape(description));
        _text.Append("</h2>\n<hr width=\"100%\">\n<h3>&gt; General process information</h3>\n<table border=0><tr><td align=\"left\" nowrap width=\"1%\">\n");
        var sum = process.Counters.Sum();
        Line($"<p><b>pid = </b> {about.Pid} (process #1, nbproc = 1, nbthread = {process.Loops})<br>");
        Line($"<b>uptime = </b> {Duration(nowUnix - (process.StartUnixMs / 1000))}<br>");
        Line($"<b>system limits:</b> memmax = unlimited; ulimit-n = {about.DescriptorLimit}<br>");
        Line($"<b>maxsock = </b> {about.DescriptorLimit}; <b>maxconn = </b> {process.MaxConn}; <b>maxpipes = </b> 0<br>");
        Line($"current conns = {process.Connections.Current}; conn rate = {process.ConnectionRate.Read(nowMs)}/sec; bytes out = {sum.BytesOut}<br>");
        Line($"idle = {about.IdlePercent} %<br>");
        Legend();
        var refresh = settings.Refresh > TimeSpan.Zero;
        Line("<td align=\"left\" valign=\"top\" nowrap width=\"1%\"><b>Display option:</b><ul style=\"margin-top: 0.25em;\">");
        Link(uri, options with { OnlyUp = !options.OnlyUp }, options.OnlyUp ? "Show all servers" : "Hide 'DOWN' servers");
        if (refresh) Link(uri, options with { NoRefresh = !options.NoRefresh }, options.NoRefresh ? "Enable refresh" : "Disable refresh");
        Link(uri, options, "Refresh now");
        Line($"<li><a href=\"{Escape(uri)};csv;norefresh\">CSV export</a><br>");
        Line("</ul></td></tr></table>");
    }

    private void Link(string uri, StatsPageOptions options, string label) =>
        Line($"<li><a href=\"{Escape(uri)}{(options.OnlyUp ? ";up" : "")}{(options.NoMaintenance ? ";no-maint" : "")}{(options.NoRefresh ? ";norefresh" : "")}\">{label}</a><br>");

    private void Legend()
    {
        Line("</td><td align=\"center\" nowrap>\n<table class=\"lgd\"><tr>");
        Line("<td class=\"active_up\">&nbsp;</td><td class=\"noborder\">active UP </td><td class=\"backup_up\">&nbsp;</td><td class=\"noborder\">backup UP </td></tr><tr>");
        Line("<td class=\"active_going_down\"></td><td class=\"noborder\">active UP, going down </td><td class=\"backup_going_down\"></td><td class=\"noborder\">backup UP, going down </td></tr><tr>");
        Line("<td class=\"active_going_up\"></td><td class=\"noborder\">active DOWN, going up </td><td class=\"backup_going_up\"></td><td class=\"noborder\">backup DOWN, going up </td></tr><tr>");
        Line("<td class=\"active_down\"></td><td class=\"noborder\">active or backup DOWN &nbsp;</td><td class=\"active_no_check\"></td><td class=\"noborder\">not checked </td></tr><tr>");
        Line("<td class=\"maintain\"></td><td class=\"noborder\" colspan=\"3\">active or backup DOWN for maintenance (MAINT) &nbsp;</td></tr><tr>");
        Line("<td class=\"active_draining\"></td><td class=\"noborder\" colspan=\"3\">active or backup SOFT STOPPED for maintenance &nbsp;</td></tr></table>\n</td>");
    }

    private void Table(StatsRow[] rows)
    {
        var name = Escape(rows[0].Proxy.Name);
        Line("<table class=\"tbl\" width=\"100%\">");
        _text.Append($"<tr class=\"titre\"><th class=\"pxname\" width=\"10%\"><a name=\"{name}\"></a><a class=px href=\"#{name}\">{name}</a></th>");
        if (rows[0].Proxy.Model.Description is { } description) _text.Append($"<th class=\"desc\" width=\"90%\">{Escape(description)}</th></tr>\n");
        else Line("<th class=\"empty\" width=\"90%\"></th></tr>");
        Line("</table>\n<table class=\"tbl\" width=\"100%\">");
        Line("<tr class=\"titre\"><th rowspan=2></th><th colspan=3>Queue</th><th colspan=3>Session rate</th><th colspan=6>Sessions</th><th colspan=2>Bytes</th><th colspan=2>Denied</th><th colspan=3>Errors</th><th colspan=2>Warnings</th><th colspan=9>Server</th></tr>");
        Line("<tr class=\"titre\"><th>Cur</th><th>Max</th><th>Limit</th><th>Cur</th><th>Max</th><th>Limit</th><th>Cur</th><th>Max</th><th>Limit</th><th>Total</th><th>LbTot</th><th>Last</th><th>In</th><th>Out</th><th>Req</th><th>Resp</th><th>Req</th><th>Conn</th><th>Resp</th><th>Retr</th><th>Redis</th><th>Status</th><th>LastChk</th><th>Wght</th><th>Act</th><th>Bck</th><th>Chk</th><th>Dwn</th><th>Dwntme</th><th>Thrtle</th></tr>");
        foreach (var row in rows)
        {
            switch (row.Kind)
            {
                case RowKind.Frontend: FrontendRow(row); break;
                case RowKind.Listener: ListenerRow(row); break;
                case RowKind.Server: ServerRow(row); break;
                default: BackendRow(row); break;
            }
        }

        Line("</table><p>");
    }

    private void FrontendRow(in StatsRow row)
    {
        var sum = row.Sum;
        Open("frontend", row, "Frontend");
        _text.Append("<td colspan=3></td>");
        Cell(Number(row.Proxy.SessionRate.Read(nowMs)), Details(("Current connection rate:", $"{row.Frontend.ConnectionRate.Read(nowMs)}/s"), ("Current session rate:", $"{row.Proxy.SessionRate.Read(nowMs)}/s"), ("Current request rate:", $"{row.Frontend.RequestRate.Read(nowMs)}/s")));
        Cell(Number(row.Proxy.SessionRate.Peak), Details(("Max connection rate:", $"{row.Frontend.ConnectionRate.Peak}/s"), ("Max session rate:", $"{row.Proxy.SessionRate.Peak}/s"), ("Max request rate:", $"{row.Frontend.RequestRate.Peak}/s")));
        Cell(row.Proxy.Model.Limits.RateLimitSessions is > 0 and var limit ? Number(limit) : "-");
        Cells(row.Proxy.Sessions.Current, row.Proxy.Sessions.Peak, row.Frontend.MaxConn);
        Cell(Number(sum.Sessions), Details([("Cum. connections:", Number(sum.Connections)), ("Cum. sessions:", Number(sum.Sessions)), .. HttpDetails(row), ("Intercepted requests:", Number(sum.Intercepted)), ("Failed hdr rewrites:", Number(sum.FailedRewrites)), ("Internal errors:", Number(sum.InternalErrors))]));
        _text.Append("<td></td><td></td>");
        Cells(sum.BytesIn, sum.BytesOut, sum.DeniedRequests, sum.DeniedResponses, sum.FailedRequests);
        _text.Append("<td></td><td></td><td></td><td></td>");
        _text.Append($"<td class=ac>{ServerStatus.Of(row.Frontend)}</td><td class=ac colspan=8></td></tr>\n");
    }

    private void ListenerRow(in StatsRow row)
    {
        var sum = row.Sum;
        Open("socket", row, row.Name);
        _text.Append("<td colspan=3></td><td colspan=3></td>");
        Cells(row.Listener!.Sessions.Current, row.Listener.Sessions.Peak, row.Listener.MaxConn, sum.Sessions);
        _text.Append("<td></td><td></td>");
        Cells(sum.BytesIn, sum.BytesOut, sum.DeniedRequests, sum.DeniedResponses, sum.FailedRequests);
        _text.Append("<td></td><td></td><td></td><td></td>");
        _text.Append($"<td class=ac>{ServerStatus.Of(row.Frontend)}</td><td class=ac colspan=8></td></tr>\n");
    }

    private void ServerRow(in StatsRow row)
    {
        var sum = row.Sum;
        var server = row.Server!;
        var check = server.Administration == ServerAdministration.Maintenance ? null : server.Check;
        Open(Colour(server), row, server.Name);
        Cells(server.Queue.Current, server.Queue.Peak);
        Cell(server.Model.MaxQueue > 0 ? Number(server.Model.MaxQueue) : "-");
        Cells(server.SessionRate.Read(nowMs), server.SessionRate.Peak);
        Cell("");
        Cell(Number(server.Served.Current), Details(("Current active connections:", Number(server.Served.Current)), ("Current used connections:", Number(server.UsedNow)), ("Current idle connections:", Number(server.IdleNow)), ("Active connections limit:", server.MaxConn > 0 ? Number(server.MaxConn) : "-"), ("Idle connections limit:", server.Model.PoolMaxConn >= 0 ? Number(server.Model.PoolMaxConn) : "-")));
        Cell(Number(server.Served.Peak));
        Cell(server.MaxConn > 0 ? Number(server.MaxConn) : "-");
        Cell(Number(sum.Sessions), Details([("Cum. sessions:", Number(sum.Sessions)), ("New connections:", Number(sum.ConnectAttempts)), ("Reused connections:", Number(sum.ConnectReuses)), .. HttpDetails(row), ("Failed hdr rewrites:", Number(sum.FailedRewrites)), ("Internal error:", Number(sum.InternalErrors)), .. TimeDetails(server.Times)]));
        Cells(sum.LoadBalanced);
        Cell(Since(server.LastSession));
        Cells(sum.BytesIn, sum.BytesOut);
        Cell("");
        Cells(sum.DeniedResponses);
        Cell("");
        Cells(sum.FailedConnections);
        Cell(Number(sum.FailedResponses), $"Connection resets during transfers: {sum.ClientAborts} client, {sum.ServerAborts} server");
        Cells(sum.Retries, sum.Redispatches);
        var status = ServerStatus.Of(server);
        _text.Append(status == "no check" ? "<td class=ac><i>no check</i></td>" : $"<td class=ac>{Age((nowMs - server.LastChangeMs) / 1000)} {status}</td>");
        LastCheck(check);
        _text.Append($"<td class=ac>{server.UserWeight}/{server.InitialWeight}</td><td class=ac>{(server.Model.Backup ? "-" : "Y")}</td><td class=ac>{(server.Model.Backup ? "Y" : "-")}</td>");
        if (server.Check is { } figures)
        {
            Cell(Number(figures.Failed), "Failed Health Checks");
            Cells(server.TimesDown);
            Cell(Age(server.DownMsNow / 1000));
        }
        else
        {
            _text.Append("<td colspan=3></td>");
        }

        _text.Append("<td class=ac>-</td></tr>\n");
    }

    private void LastCheck(CheckState? check)
    {
        if (check is null || check.Status <= CheckStatus.Initial)
        {
            _text.Append("<td></td>");
            return;
        }

        var code = check.Code > 0 ? $"/{check.Code}" : "";
        var info = check.Info.Length > 0 ? ": " + check.Info : "";
        _text.Append($"<td class=ac><u> {(check.InProgress ? "* " : "")}{check.Status.Code()}{code} in {check.DurationMs}ms<div class=tips>{Escape(check.Status.Description() + info)}</div></u></td>");
    }

    private void BackendRow(in StatsRow row)
    {
        var sum = row.Sum;
        var backend = row.Backend;
        Open("backend", row, "Backend");
        Cells(backend.Queue.Current, backend.Queue.Peak);
        Cell("");
        Cells(backend.SessionRate.Read(nowMs), backend.SessionRate.Peak);
        Cell("");
        Cells(backend.Sessions.Current, backend.Sessions.Peak, backend.FullConn);
        Cell(Number(sum.Sessions), Details([("Cum. sessions:", Number(sum.Sessions)), ("New connections:", Number(sum.ConnectAttempts)), ("Reused connections:", Number(sum.ConnectReuses)), .. HttpDetails(row), ("Failed hdr rewrites:", Number(sum.FailedRewrites)), ("Internal errors:", Number(sum.InternalErrors)), .. TimeDetails(backend.Times)]));
        Cells(sum.LoadBalanced);
        Cell(Since(backend.LastSession));
        Cells(sum.BytesIn, sum.BytesOut, sum.DeniedRequests, sum.DeniedResponses);
        Cell("");
        Cells(sum.FailedConnections);
        Cell(Number(sum.FailedResponses), $"Connection resets during transfers: {sum.ClientAborts} client, {sum.ServerAborts} server");
        Cells(sum.Retries, sum.Redispatches);
        var weight = ServerStatus.WeightInUse(backend);
        _text.Append($"<td class=ac>{Age((nowMs - backend.LastChangeMs) / 1000)} {ServerStatus.Of(backend)}</td><td class=ac>&nbsp;</td><td class=ac>{weight}/{weight}</td><td class=ac>{backend.ActiveServers}</td><td class=ac>{backend.BackupServers}</td><td class=ac>&nbsp;</td>");
        Cells(backend.TimesDown);
        Cell(backend.Servers.Length == 0 ? "" : Age(backend.DownMsNow / 1000));
        _text.Append("<td></td></tr>\n");
    }

    private static string Colour(Server server)
    {
        var kind = server.Model.Backup ? "backup" : "active";
        if (server.Administration == ServerAdministration.Maintenance) return "maintain";
        var check = server.Check;
        if (server.Health == ServerHealth.Down) return check is { Health: > 0 } ? kind + "_going_up" : kind + "_down";
        if (server.Administration == ServerAdministration.Drain) return kind + "_draining";
        if (check is null) return kind + "_no_check";
        return check.Health < check.MaxHealth && check.Status > CheckStatus.Initial ? kind + "_going_down" : kind + "_up";
    }

    private static (string, string)[] HttpDetails(in StatsRow row) => !row.IsHttp ? [] :
    [
        ("Cum. HTTP requests:", Number(row.Sum.Requests)),
        ("- HTTP 1xx responses:", Number(row.Sum.Responses1xx)),
        ("- HTTP 2xx responses:", Number(row.Sum.Responses2xx)),
        ("- HTTP 3xx responses:", Number(row.Sum.Responses3xx)),
        ("- HTTP 4xx responses:", Number(row.Sum.Responses4xx)),
        ("- HTTP 5xx responses:", Number(row.Sum.Responses5xx)),
        ("- other responses:", Number(row.Sum.ResponsesOther)),
    ];

    private static (string, string)[] TimeDetails(ResponseTimes times) =>
    [
        ("Max / Avg over last 1024 success. conn.", "ms"),
        ("- Queue time:", $"{times.QueueMax} / {times.Queue}"),
        ("- Connect time:", $"{times.ConnectMax} / {times.Connect}"),
        ("- Responses time:", $"{times.ResponseMax} / {times.Response}"),
        ("- Total time:", $"{times.TotalMax} / {times.Total}"),
    ];

    private void Open(string @class, in StatsRow row, string label)
    {
        var anchor = Escape($"{row.Proxy.Name}/{label}");
        _text.Append($"<tr class=\"{@class}\"><td class=ac><a name=\"{anchor}\"></a><a class=lfsb href=\"#{anchor}\">{Escape(label)}</a></td>");
    }

    private void Cells(params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers) Cell(Number(number));
    }

    private void Cell(string content) => _text.Append("<td>").Append(content).Append("</td>");

    private void Cell(string content, string tip) => _text.Append("<td><u>").Append(content).Append("<div class=tips>").Append(tip).Append("</div></u></td>");

    private static string Details(params (string Label, string Value)[] rows) =>
        "<table class=det>" + string.Concat(rows.Select(row => $"<tr><th>{row.Label}</th><td>{row.Value}</td></tr>")) + "</table>";

    private void Line(string line) => _text.Append(line).Append('\n');

    private string Since(long unix) => unix == 0 ? "?" : Age(nowUnix - unix);

    /// <summary>Digits in groups of three, set apart by style, so that a copied number has no separators.</summary>
    private static string Number(long value)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        if (digits.Length < 4) return digits;
        var text = new StringBuilder();
        for (var i = 0; i < digits.Length; i++)
        {
            var left = digits.Length - i - 1;
            text.Append(left > 0 && left % 3 == 0 ? $"<span class=\"rls\">{digits[i]}</span>" : digits[i].ToString());
        }

        return text.ToString();
    }

    /// <summary>At most two units: <c>6s</c>, <c>5m3s</c>, <c>2h4m</c>, <c>3d2h</c>.</summary>
    private static string Age(long seconds)
    {
        if (seconds < 60) return $"{seconds}s";
        if (seconds < 3600) return $"{seconds / 60}m{seconds % 60}s";
        if (seconds < 86400) return $"{seconds / 3600}h{seconds / 60 % 60}m";
        return $"{seconds / 86400}d{seconds / 3600 % 24}h";
    }

    /// <summary>The uptime as <c>0d 0h00m06s</c>.</summary>
    internal static string Duration(long seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400}d {seconds / 3600 % 24}h{seconds / 60 % 60:00}m{seconds % 60:00}s");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>The words behind the semicolons of a request for the page: <c>/stats;up;norefresh</c>.</summary>
public sealed record StatsPageOptions
{
    public bool Csv { get; init; }

    public bool NoRefresh { get; init; }

    public bool OnlyUp { get; init; }

    public bool NoMaintenance { get; init; }

    /// <param name="suffix">What follows the page's URI in the request, from the first semicolon on.</param>
    public static StatsPageOptions Parse(string suffix)
    {
        var words = suffix.Split([';', '?'], StringSplitOptions.RemoveEmptyEntries);
        return new StatsPageOptions
        {
            Csv = words.Contains("csv", StringComparer.Ordinal),
            NoRefresh = words.Contains("norefresh", StringComparer.Ordinal),
            OnlyUp = words.Contains("up", StringComparer.Ordinal),
            NoMaintenance = words.Contains("no-maint", StringComparer.Ordinal),
        };
    }
}
