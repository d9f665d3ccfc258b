using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Interop.HAProxy;

/// <summary>
/// <c>show stat</c> under the same traffic, cell by cell: after every step each cell of each row is what the real haproxy shows (management.txt 9.1). Left out is
/// only what depends on the clock.
/// </summary>
[Collection(MeasuredAlone.Name)]
public sealed class StatisticsTests
{
    /// <summary>Times, rates, and what housekeeping changes every five seconds by itself.</summary>
    private static readonly HashSet<string> s_clocks = new(StringComparer.Ordinal)
    {
        "check_duration", "lastchg", "downtime", "lastsess", "rate", "rate_max", "req_rate", "req_rate_max", "conn_rate", "conn_rate_max",
        "qtime", "ctime", "rtime", "ttime", "qtime_max", "ctime_max", "rtime_max", "ttime_max",
        "srv_icur", "idle_conn_cur", "safe_conn_cur", "need_conn_est", "h1_open_connections",
    };

    [SkippableFact]
    public async Task Every_cell_is_the_real_one_after_every_step()
    {
        _ = Proxy.Program("real");
        using var origin = new ScriptedOrigin();
        var dead = Proxy.FreePort();
        var real = await Run("real", origin.Port, dead);
        var ours = await Run("ours", origin.Port, dead);
        Assert.Equal(real.SelectMany(step => step.Values.Keys), ours.SelectMany(step => step.Values.Keys));
        var differences = real.Zip(ours, (one, other) =>
            one.Values.Where(cell => other.Values[cell.Key] != cell.Value).Select(cell => $"{one.Step}: {cell.Key} is {cell.Value}, not {other.Values[cell.Key]}"));
        Assert.Equal("", string.Join('\n', differences.SelectMany(lines => lines)));
    }

    private sealed record Cells(string Step, SortedDictionary<string, string> Values);

    private static async Task<List<Cells>> Run(string which, int origin, int dead)
    {
        var folder = Directory.CreateTempSubdirectory("haproxy").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "tls.pem"), Certificate());
            var ports = Enumerable.Range(0, 6).Select(_ => Proxy.FreePort()).ToArray();
            await File.WriteAllTextAsync(Path.Combine(folder, "haproxy.cfg"), Configuration(folder, ports, origin, dead));
            await using var proxy = Proxy.Start(which, "-db", "-f", Path.Combine(folder, "haproxy.cfg"));
            foreach (var port in (int[])[ports[0], ports[5]]) await Proxy.Reachable(port);
            var taken = new List<Cells>();
            foreach (var (name, act) in Script(folder, ports))
            {
                await act();
                taken.Add(await AtRest(name, folder, ports));
            }

            return taken;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Configuration(string folder, int[] ports, int origin, int dead) => $$"""
        global
            stats socket {{folder}}/stats.sock level admin
            nbthread 1
        defaults
            mode http
            timeout connect 5s
            timeout client 2s
            timeout server 1s
            retries 1
            option socket-stats
        frontend web
            bind 127.0.0.1:{{ports[0]}} name one maxconn 50
            http-request deny if { path /denied }
            http-request deny deny_status 404 if { path /denied404 }
            http-request return status 200 content-type text/plain string hi if { path /return }
            http-request redirect location /x if { path /redirect }
            use_backend none if { path /none }
            use_backend dead if { path /dead }
            use_backend moved if { path_beg /moved }
            use_backend checked if { path /checked }
            default_backend app
        frontend tls
            bind 127.0.0.1:{{ports[1]}} ssl crt {{folder}}/tls.pem
            default_backend app
        backend none
            server off 127.0.0.1:{{origin}} disabled
        backend dead
            server d 127.0.0.1:{{dead}}
        backend moved
            option redispatch
            server d 127.0.0.1:{{dead}}
            server a 127.0.0.1:{{origin}}
        backend checked
            option httpchk GET /
            server up 127.0.0.1:{{origin}} check inter 1h
            server spare 127.0.0.1:{{origin}} backup
        backend app
            http-request deny if { path /app-denied }
            http-request set-var(txn.p) path
            http-response deny if { var(txn.p) -m str /200 }
            http-response return status 200 content-type text/plain string abc if { var(txn.p) -m str /201 }
            server a 127.0.0.1:{{origin}} weight 2
            server b 127.0.0.1:{{origin}}
        listen tcp
            mode tcp
            bind 127.0.0.1:{{ports[2]}}
            server t 127.0.0.1:{{origin}}
        listen both
            bind 127.0.0.1:{{ports[3]}}
            http-request deny if { path /denied }
            server a 127.0.0.1:{{origin}}
        listen last
            bind 127.0.0.1:{{ports[5]}}

        """;

    private static IEnumerable<(string Name, Func<Task> Act)> Script(string folder, int[] ports)
    {
        var (web, tls, tcp, both) = (ports[0], ports[1], ports[2], ports[3]);
        yield return ("start", () => Asked(folder, "show stat", answer => answer.Contains(",L7OK,200,", StringComparison.Ordinal)));
        foreach (var path in (string[])
        [
            "/", "/204", "/304", "/301", "/404", "/503", "/599", "/700", "/100", "/chunked", "/big", "/eof", "/denied", "/denied404", "/return", "/redirect",
            "/none", "/dead", "/moved", "/moved/again", "/checked", "/app-denied", "/200", "/201", "/close", "/bad", "/part", "/hang",
        ])
        {
            yield return ("GET " + path, () => Exchange(web, Get(path)));
        }

        yield return ("HEAD", () => Exchange(web, "HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"));
        yield return ("POST", () => Exchange(web, "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc"));
        yield return ("POST chunked", () => Exchange(web, "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
        yield return ("POST that ends early", () => Exchange(web, "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 30\r\n\r\nabc", finish: true));
        yield return ("keep-alive", () => Exchange(web, "GET / HTTP/1.1\r\nhost: x\r\n\r\nGET /404 HTTP/1.1\r\nhost: x\r\n\r\n" + Get("/")));
        yield return ("bad request", () => Exchange(web, "GET / HTTP/1.1\r\nbad header\r\n\r\n"));
        yield return ("nothing", () => Exchange(web, "", finish: true));
        yield return ("half a request", () => Exchange(web, "GET / HT", finish: true));
        yield return ("half a request, then silence", () => Exchange(web, "GET / HT"));
        yield return ("TLS", () => ExchangeTls(tls));
        yield return ("no TLS on a TLS port", () => Exchange(tls, Get("/")));
        yield return ("TCP", () => Exchange(tcp, "raw bytes", finish: true));
        yield return ("TCP reset by the server", () => Exchange(tcp, "reset"));
        yield return ("TCP timeout of the server", () => Exchange(tcp, "raw bytes"));
        yield return ("listen", () => Exchange(both, Get("/")));
        yield return ("listen denied", () => Exchange(both, Get("/denied")));
        yield return ("maintenance", () => Proxy.Ask(folder + "/stats.sock", "disable server app/b"));
        yield return ("clear counters", () => Proxy.Ask(folder + "/stats.sock", "clear counters"));
        yield return ("clear counters all", () => Proxy.Ask(folder + "/stats.sock", "clear counters all"));
    }

    private static string Get(string path) => $"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

    /// <summary>Asks until the answer is as wanted.</summary>
    private static async Task<string> Asked(string folder, string command, Func<string, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await Proxy.Ask(folder + "/stats.sock", command);
            if (wanted(answer)) return answer;
            if (patience.IsCancellationRequested) throw new TimeoutException(answer);
            await Task.Yield();
        }
    }

    /// <summary>The cells once no session is left.</summary>
    private static async Task<Cells> AtRest(string step, string folder, int[] ports)
    {
        var text = await Asked(folder, "show stat", answer => answer.Split('\n').Where(line => line.Contains("END,", StringComparison.Ordinal)).All(line => line.Split(',')[4] == "0"));
        // Each program has its own ports.
        for (var i = 0; i < ports.Length; i++) text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports[i]},"), $"port {i},", StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines[0][2..].Split(',');
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            for (var i = 2; i < names.Length - 1; i++)
            {
                if (!s_clocks.Contains(names[i])) values[$"{cells[0]}/{cells[1]} {names[i]}"] = cells[i];
            }
        }

        return new Cells(step, values);
    }

    /// <summary>Sends and reads to the end.</summary>
    private static async Task Exchange(int port, string bytes, bool finish = false)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        if (bytes.Length > 0) await socket.SendAsync(Encoding.ASCII.GetBytes(bytes));
        await using var stream = new NetworkStream(socket);
        if (finish) socket.Shutdown(SocketShutdown.Send);
        await ReadAll(stream);
    }

    private static async Task ExchangeTls(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        await stream.AuthenticateAsClientAsync("localhost");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Get("/")));
        await ReadAll(stream);
    }

    private static async Task ReadAll(System.IO.Stream stream)
    {
        var buffer = new byte[65536];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // An end by reset is an end.
        }
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
