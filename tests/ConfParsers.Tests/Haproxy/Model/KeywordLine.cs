using System.Runtime.CompilerServices;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Tests.Haproxy.Model;

/// <summary>
/// A line of <c>keyword-lines.txt</c>: <c>frame[, frame...]: [words that stand there before ||] words</c>. A frame is a small valid configuration with a
/// place for the words.
/// </summary>
internal sealed record KeywordLine(string[] Frames, string Before, string Words)
{
    private const string Times = " timeout connect 1s\n timeout client 1s\n timeout server 1s\n";
    private const string Things = """
        userlist people
         user ann insecure-password x
        peers near
         peer here 127.0.0.1:10000
         table shared type ip size 1k store gpt(3),gpc(3)
        resolvers dns
         nameserver one 127.0.0.1:53
        mailers post
         mailer one 127.0.0.1:25
        cache small
         total-max-size 4
        ring lines
         size 65536
        http-errors own
         errorfile 503 /503
        fcgi-app php
         docroot /srv
        defaults other
         timeout connect 1s
         timeout client 1s
         timeout server 1s
        backend app from other
         mode http
         stick-table type ip size 1k store gpt0,gpc0
         server one 127.0.0.1:1 check
        backend agents from other
         server one 127.0.0.1:2
        backend spares from other
         server one 127.0.0.1:3

        """;

    private const string Front = "frontend f\n mode http\n timeout client 1s\n bind 127.0.0.1:80\n";
    private const string Both = "listen l\n mode http\n bind 127.0.0.1:80\n declare capture request len 8\n declare capture response len 8\n" + Times + " server one 127.0.0.1:81 verify none\n server two 127.0.0.1:82 check verify none\n";
    private const string BothTcp = "listen l\n mode tcp\n bind 127.0.0.1:80\n" + Times + " server one 127.0.0.1:81 verify none\n server two 127.0.0.1:82 check verify none\n";

    private static readonly Dictionary<string, string> Configurations = new(StringComparer.Ordinal)
    {
        ["global"] = "global\n log 127.0.0.1 local0\n {}\n",
        ["file"] = "{}\n",
        ["section"] = "{}\n",
        ["defaults"] = "defaults d\n {}\n",
        ["frontend"] = Things + Front + " {}\n",
        ["listen"] = Things + Both + " {}\n",
        ["tcp"] = Things + BothTcp + " {}\n",
        ["experimental"] = "global\n expose-experimental-directives\n" + Things + Both + " {}\n",
        ["checking"] = "global\n external-check\n insecure-fork-wanted\n" + Things + Both + " {}\n",
        ["bind"] = Things + "listen l\n mode http\n bind 127.0.0.1:80 {}\n" + Times + " server one 127.0.0.1:81\n",
        ["unix"] = Things + "listen l\n mode http\n bind /run/socket {}\n" + Times + " server one 127.0.0.1:81\n",
        ["socket"] = "global\n stats socket /run/socket {}\n",
        ["server"] = Things + "listen l\n mode http\n bind 127.0.0.1:80\n" + Times + " server one 127.0.0.1:81 {}\n server two 127.0.0.1:82 check\n",
        ["checked-server"] = Things + "listen l\n mode http\n option httpchk\n bind 127.0.0.1:80\n" + Times + " server one 127.0.0.1:81 {}\n",
        ["ring"] = "ring r\n size 65536\n timeout connect 1s\n timeout server 1s\n server one 127.0.0.1:81\n {}\n",
        ["ring-server"] = "ring r\n size 65536\n timeout connect 1s\n timeout server 1s\n server one 127.0.0.1:81 {}\n",
        ["peers"] = "peers p\n peer here 127.0.0.1:1\n {}\n",
        ["peers-bound"] = "peers p\n {}\n server here\n bind 127.0.0.1:1\n",
        ["peers-here"] = "peers p\n {}\n server here\n",
        ["resolvers"] = "resolvers r\n {}\n",
        ["cache"] = "cache c\n total-max-size 4\n {}\n",
        ["mailers"] = "mailers m\n mailer one 127.0.0.1:25\n {}\n",
        ["userlist"] = "userlist u\n {}\n",
        ["http-errors"] = "http-errors e\n {}\n",
        ["fcgi-app"] = "fcgi-app a\n docroot /srv\n {}\n",
        ["log-forward"] = "log-forward l\n log 127.0.0.1:514 local0\n dgram-bind 127.0.0.1:515\n {}\n",
        ["program"] = "global\n master-worker\nprogram p\n command /bin/true\n {}\n",
        ["namespace_list"] = "namespace_list\n {}\n",
        ["spoe-agent"] = Things + Front + " filter spoe engine e config /spoe-agent\n",
        ["spoe-message"] = Things + Front + " filter spoe engine e config /spoe-message\n",
        ["spoe-group"] = Things + Front + " filter spoe engine e config /spoe-group\n",
        ["crt-list"] = Things + "listen l\n mode http\n bind 127.0.0.1:80 ssl crt-list /crt-list\n" + Times + " server one 127.0.0.1:81\n",
    };

    private static readonly Dictionary<string, string> EngineFiles = new(StringComparer.Ordinal)
    {
        ["spoe-agent"] = "[e]\nspoe-agent a\n use-backend agents\n timeout hello 1s\n timeout idle 1s\n timeout processing 1s\n messages one\n {}\nspoe-message one\n event on-client-session\nspoe-message two\n event on-client-session\nspoe-group both\n messages one two\n",
        ["spoe-message"] = "[e]\nspoe-agent a\n use-backend agents\n timeout hello 1s\n timeout idle 1s\n timeout processing 1s\n messages one\nspoe-message one\n {}\n",
        ["spoe-group"] = "[e]\nspoe-agent a\n use-backend agents\n timeout hello 1s\n timeout idle 1s\n timeout processing 1s\n groups both\nspoe-message one\n event on-client-session\nspoe-message two\n event on-client-session\nspoe-group both\n {}\n",
        ["crt-list"] = "/cert.pem [{}] *.example.org\n",
    };

    private string[]? _faults;

    private static readonly string[] RuleSets =
        ["tcp-request connection", "tcp-request session", "tcp-request content", "tcp-response content", "http-request", "http-response", "http-after-response"];

    /// <summary>One line for each keyword that has something to say.</summary>
    public static IEnumerable<KeywordLine> All() => In("keyword-lines.txt");

    /// <summary>Lines that HAProxy 2.6 refuses whatever stands behind the keyword.</summary>
    public static IEnumerable<KeywordLine> Refused() => In("refused-lines.txt");

    private static IEnumerable<KeywordLine> In(string name, [CallerFilePath] string file = "")
    {
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(file)!, name)))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var words = line[(colon + 2)..].Split(" || ");
            yield return new KeywordLine(line[..colon].Split(", "), words.Length > 1 ? words[0] : "", words[^1]);
        }
    }

    /// <returns>What the words add to the model, and the keywords they use.</returns>
    public (string Difference, HashSet<KeywordId> Keywords) Read(string frame)
    {
        var (before, known) = Load(frame, Before);
        var (after, used) = Load(frame, Before.Length > 0 && frame is "server" or "checked-server" or "bind" or "unix" or "socket" or "ring-server" or "crt-list" ? $"{Before} {Words}" : Before.Length > 0 ? $"{Before}\n {Words}" : Words);
        // What the frame has said already counts when the words say it again.
        var tokens = Words.Split([' ', '(', '\\'], StringSplitOptions.RemoveEmptyEntries);
        used.RemoveWhere(id => known.Contains(id) && !tokens.Any(token => token == id.Name[(id.Name.LastIndexOf(' ') + 1)..] || token == "n" + id.Name[(id.Name.LastIndexOf(' ') + 1)..]));
        return (before is null || after is null ? "  not valid: " + string.Join("; ", (_faults ?? [])) + "\n" : ModelWalk.Difference(before, after), used);
    }

    private (Dictionary<string, string>? Values, HashSet<KeywordId> Keywords) Load(string frame, string words)
    {
        words = words.Replace("\\n", "\n ", StringComparison.Ordinal);
        string config;
        if (Array.IndexOf(RuleSets, frame) >= 0)
        {
            config = Configurations[frame.StartsWith("http", StringComparison.Ordinal) ? "listen" : "tcp"].Replace("{}", words.Length == 0 ? "" : $"{frame} {words}", StringComparison.Ordinal);
        }
        else
        {
            config = Configurations[frame].Replace("{}", words, StringComparison.Ordinal);
        }

        var files = new InMemoryFiles().Add("haproxy.cfg", config)
            .Add("/etc/passwd", "root:x:0:0::/:/bin/sh\ndaemon:x:1:1::/:/bin/sh\n").Add("/etc/group", "root:x:0:\ndaemon:x:1:\n").Add("/etc/resolv.conf", "nameserver 127.0.0.9\n")
            .Add("/var/run/netns/ns", "").Add("/dh", DhParameters).Add("/chains/a.pem", Certificate).Add("/cert.pem", Certificate).Add("/503", "HTTP/1.1 503 Busy\r\n\r\n").Add("/text", "text").Add("/map", "k v\n").Add("/acl", "k\n").Add("/case", "host Host\n")
            .Add("/keys", string.Concat(Enumerable.Repeat("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3\n", 3))).Add("/list", "/cert.pem [alpn h2] a.example.org !b.example.org\n").Add("/lua", "core.register_action('a', {'http-req'}, print)\n");
        foreach (var (name, text) in EngineFiles) files.Add("/" + name, text.Replace("{}", frame == name ? words : "", StringComparison.Ordinal));
        var keywords = new HashSet<KeywordId>();
        var result = HaproxyConfig.Load(["haproxy.cfg"], files, [], new LoadOptions
        {
            LocalPeer = "here",
            Carries = id => keywords.Add(id) || true,
            Resolve = _ => [System.Net.IPAddress.Loopback],
        });
        if (result.Model is null) _faults = [.. result.Diagnostics.Items.Select(item => item.Text)];
        if (result.Model is null) return (null, keywords);
        var values = ModelWalk.Values(result.Model);
        foreach (var (name, value) in result.Environment) values[$"Environment[{name}]"] = $"\"{value}\"";
        return (values, keywords);
    }

    private const string DhParameters = "-----BEGIN DH PARAMETERS-----\nMIGHAoGBAIBs5c06dz8U1FIir5TWSIFm/kkrPyPdYM39JiUzDP7F0OGDYF4DvDtE\n0SKgX7QR39PSI8rR8ZqoiwV/gZ4tErFdeYVloweQPQm5JGrHNsJKscngQ8wUYyhk\n/zzNQmpErPUTCUkR4qt71BcPLervcvoMruRvGdLgmKqxD8XeUVhfAgEC\n-----END DH PARAMETERS-----\n";

    private const string Certificate = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
}
