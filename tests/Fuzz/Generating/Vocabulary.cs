using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace Fuzz.Generating;

/// <summary>The values that rows and forms name.</summary>
internal sealed class Vocabulary
{
    private static readonly string[] Letters = ["a", "b", "alpha", "beta", "x1", "key", "Value-9"];

    private readonly Random _random;
    private readonly Expressions _expressions;
    private readonly OptionLists _options;
    private readonly Dictionary<string, Func<Scene, string>> _values;

    public Vocabulary(Random random)
    {
        _random = random;
        _expressions = new Expressions(random, Value);
        _options = new OptionLists(random, Value);
        _values = Values();
    }

    /// <summary>Whether a row may name it.</summary>
    public bool Knows(string hole) => _values.ContainsKey(hole) || hole.Contains('|', StringComparison.Ordinal) || hole.Contains("..", StringComparison.Ordinal);

    public string Value(string hole, Scene scene)
    {
        if (_values.TryGetValue(hole, out var value)) return value(scene);
        return hole.Contains('|', StringComparison.Ordinal) ? Pick(hole.Split('|')) : throw new InvalidDataException($"a row names <{hole}>, which has no values");
    }

    private Dictionary<string, Func<Scene, string>> Values() => new(StringComparer.Ordinal)
    {
        ["word"] = _ => Pick(Letters),
        ["name"] = _ => Pick(Letters),
        ["string"] = _ => Pick(Letters),
        ["text"] = _ => Pick(Letters),
        ["value"] = _ => Number(1, 5),
        ["number"] = _ => Number(1, 1000),
        ["nb"] = _ => Number(1, 10),
        ["count"] = _ => Number(1, 10),
        ["conns"] = _ => Number(1, 1000),
        ["max"] = _ => Number(1, 1000),
        ["backlog"] = _ => Number(1, 1000),
        ["maxconn"] = _ => Number(1, 1000),
        ["bytes"] = _ => Number(1, 1000),
        ["seconds"] = _ => Number(1, 1000),
        ["length"] = _ => Number(64, 1024),
        ["nice"] = _ => Number(-100, 100),
        ["uid"] = _ => Number(0, 100),
        ["gid"] = _ => Number(0, 100),
        ["port"] = _ => Number(1024, 65535),
        ["size"] = _ => Number(1024, 65536),
        ["time"] = _ => Time(),
        ["timeout"] = _ => Time(),
        ["delay"] = _ => Time(),
        ["interval"] = _ => Time(),
        ["start_time_in_ms"] = _ => Time(),
        ["desc"] = _ => "\"a text\"",
        ["msg"] = _ => Pick(Letters),
        ["realm"] = _ => "a\\ realm",
        ["passphrase"] = _ => Pick(Letters),
        ["secret"] = _ => Pick(Letters),
        ["hostname"] = _ => "a.example",
        ["address"] = _ => Ip(),
        ["ip"] = _ => Ip(),
        ["path"] = _ => Pick("/", "/a", "/a/b.html", "/x?y=z"),
        ["prefix"] = _ => "/a",
        ["script-name"] = _ => "index.php",
        ["reqs"] = _ => Number(1, 10),
        ["url"] = _ => "http://a.example/b",
        ["regex"] = scene => Value("pattern", scene),
        ["pattern"] = _ => Pick("^/a(.*)$", "[a-z]+", "x|y", "^$"),
        ["pattern of letters"] = _ => Pick("[a-z]+", "x", "^y"),
        ["sign"] = _ => Pick(":", "/", ";", "x"),
        ["hex"] = _ => Pick("61", "6162", "00ff"),
        ["method"] = _ => Pick("GET", "HEAD", "OPTIONS"),
        ["header"] = _ => Pick("host", "x-a", "Accept", "User-Agent"),
        ["mime type"] = _ => Pick("text/html", "text/plain", "application/json"),
        ["error code"] = _ => Pick("200", "400", "401", "403", "404", "408", "429", "500", "502", "503", "504"),
        ["retried status"] = _ => Pick("404", "408", "503"),
        ["ciphers"] = _ => Pick("HIGH", "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA"),
        ["ciphersuites"] = _ => "TLS_AES_128_GCM_SHA256",
        ["curves"] = _ => Pick("P-256", "X25519:P-256"),
        ["named curve"] = _ => "prime256v1",
        ["protocols"] = _ => Pick("h2", "h2,http/1.1", "http/1.1"),
        ["version"] = scene => Value("tls", scene),
        ["tls"] = _ => Pick("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
        ["level of access"] = _ => Pick("user", "operator", "admin"),
        ["log level"] = _ => Pick("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"),
        ["log form"] = _ => Pick("rfc3164", "rfc5424", "short", "raw", "local", "priority", "timed", "iso"),
        ["facility"] = _ => Pick("local0", "daemon", "user", "kern"),
        ["log target"] = scene => Write("{ <ip> | <ip>:<port> | stdout | /dev/log | ring@<ring> | tcp@<ip>:<port> } [ len <64..1024> ] [ format <log form> ] [ sample 1:<2..4> ] <facility> [ <log level> ]", scene),
        ["target"] = scene => Value("log target", scene),

        ["backend"] = scene => Reference(scene, scene.Draft.Backends),
        ["tracked server"] = scene => scene.Draft.Backends.FirstOrDefault() is { } first && first != scene.Proxy ? $"{first.Name}/{first.Servers[0]}" : Impossible(scene),
        ["own server"] = scene => scene.Proxy is { Servers: [var one, ..] } ? one : Impossible(scene),
        ["server of any"] = scene => scene.Draft.Backends.FirstOrDefault() is { } first ? $"{first.Name}/{first.Servers[0]}" : Impossible(scene),
        ["table"] = scene => Reference(scene, scene.Draft.Tables),
        ["cache"] = scene => scene.Draft.Section("cache"),
        ["fcgi-app"] = scene => scene.Draft.Section("fcgi-app"),
        ["http-errors"] = scene => scene.Draft.Section("http-errors"),
        ["mailers"] = scene => scene.Draft.Section("mailers"),
        ["resolvers"] = scene => scene.Draft.Section("resolvers"),
        ["resolvers id"] = scene => scene.Draft.Section("resolvers"),
        ["ring"] = scene => scene.Draft.Section("ring"),
        ["namespace"] = scene => scene.Draft.Section("namespace_list"),
        ["new id"] = scene => (1000 + scene.Draft.NewNumber()).ToString(CultureInfo.InvariantCulture),
        ["new server"] = scene => $"s{scene.Draft.NewNumber()}",
        ["new template"] = scene => $"t{scene.Draft.NewNumber()}_",
        ["new peer"] = scene => $"p{scene.Draft.NewNumber()}",
        ["new table"] = scene => $"t{scene.Draft.NewNumber()}",
        ["new user"] = scene => $"u{scene.Draft.NewNumber() + 10}",
        ["new group"] = scene => $"g{scene.Draft.NewNumber() + 10}",
        ["new nameserver"] = scene => $"n{scene.Draft.NewNumber()}",
        ["named test"] = _ => Pick("TRUE", "FALSE", "HTTP", "METH_GET", "LOCALHOST", "named"),
        ["spoe"] = Spoe,
        ["spoe group"] = scene => scene.Proxy is { HasFilterSpoe: true } ? "engine group" : Impossible(scene),

        ["expr"] = scene => Quoted(_expressions.Sample(scene, SampleType.Any)),
        ["sample"] = scene => Quoted(_expressions.Sample(scene, SampleType.Any)),
        ["key"] = scene => Quoted(_expressions.Sample(scene, SampleType.String)),
        ["address sample"] = scene => Quoted(_expressions.Sample(scene, SampleType.Address)),
        ["number sample"] = scene => Quoted(_expressions.Sample(scene, SampleType.Integer)),
        ["stick sample"] = scene => Quoted(_expressions.Sample(scene, SampleType.String)),
        ["stored sample"] = scene => Quoted(_expressions.Sample(scene with { Places = SamplePlaces.StickStore }, SampleType.String)),
        ["request string"] = scene => Quoted(_expressions.Sample(scene with { Places = SamplePlaces.BackendRequest }, SampleType.String)),
        ["condition"] = _expressions.Condition,
        ["cond"] = _expressions.Condition,
        ["acl"] = scene => $"named {_expressions.Test(scene)}",
        ["fmt"] = scene => Quoted(_expressions.Format(scene, aliases: true)),
        ["format"] = scene => Quoted(_expressions.Format(scene, aliases: true)),
        ["log format"] = scene => Quoted(_expressions.Format(scene with { Places = SamplePlaces.Log }, aliases: true)),
        ["own variable"] = scene => Variable(scene),
        ["check variable"] = _ => $"check.{Pick(Letters[..^1])}",
        ["capture id"] = scene => scene.Proxy is { IsFront: true } ? "0" : Impossible(scene),

        ["bind"] = scene => Write("{ :<port> | <ip>:<port> | /tmp/h.sock } <bind options>", scene),
        ["bind options"] = _options.Bind,
        ["server options"] = _options.Server,
        ["stick table"] = scene => Write("type { ip | ipv6 | integer | string [ len <8..64> ] | binary [ len <8..64> ] } size <size> [ expire <time> ] [ nopurge ] [ srvkey { name | addr } ]<stored>", scene),
        ["stored"] = _options.Stored,
        ["redirect"] = scene => Write("{ location <format> | prefix <path> | scheme https } [ code { 301 | 302 | 303 | 307 | 308 } ] [ drop-query ] [ append-slash ] [ ignore-empty ] [ { set-cookie a=b | clear-cookie a= } ]", scene),
        ["payload"] = scene => Write("{ file page.txt | lf-file page.txt | string <word> | lf-string <format> } [ hdr <header> <format> ]*", scene),

        ["argument Integer"] = _ => Number(0, 20),
        ["argument Text"] = _ => Pick(Letters),
        ["argument Variable"] = Variable,
        ["argument IntegerOrVariable"] = scene => _random.Next(3) == 0 ? Variable(scene) : Number(1, 20),
        ["argument Boolean"] = _ => Pick("true", "false", "0", "1"),
        ["argument IPv4"] = _ => "10.0.0.1",
        ["argument IPv6"] = _ => "::1",
        ["argument IPv4Mask"] = _ => Pick("24", "255.255.0.0"),
        ["argument IPv6Mask"] = _ => "64",
        ["argument Frontend"] = scene => Reference(scene, scene.Draft.Frontends),
        ["argument Backend"] = scene => Reference(scene, scene.Draft.Backends),
        ["argument Table"] = scene => Reference(scene, scene.Draft.Tables),
        ["argument Server"] = scene => Value("server of any", scene),
        ["argument UserList"] = scene => scene.Draft.Section("userlist"),
        ["argument Regex"] = scene => Value("pattern of letters", scene),
        ["argument ProtobufField"] = _ => $"{Number(1, 9)}.{Number(1, 9)}",
    };

    public string Write(string form, Scene scene) => Notation.Parse(form).Write(hole => Value(hole, scene), _random);

    private static string Impossible(Scene scene)
    {
        scene.Impossible = true;
        return "none";
    }

    private string Spoe(Scene scene)
    {
        if (scene.Proxy is not { } proxy || scene.Draft.UsesSpoe) return Impossible(scene);
        scene.Draft.UsesSpoe = proxy.HasFilterSpoe = true;
        return "spoe engine engine config engine.spoe";
    }

    private string Variable(Scene scene)
    {
        var connection = (scene.Places & (SamplePlaces.FrontendConnection | SamplePlaces.FrontendSession | SamplePlaces.Configuration)) != 0;
        return $"{(connection ? Pick("proc", "sess") : Pick("proc", "sess", "txn", "req", "res"))}.{Pick(Letters[..^1])}";
    }

    private string Reference(Scene scene, IEnumerable<ProxyDraft> proxies)
    {
        var all = proxies.ToArray();
        return all.Length == 0 ? Impossible(scene) : Pick(all).Name;
    }

    /// <summary>A word of a line that holds signs of the shell-like quoting.</summary>
    private static string Quoted(string word) => word.AsSpan().IndexOfAny("'\"\\ #") < 0 ? word : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";

    private string Time() => Pick("1s", "500ms", "30s", "1m", "2h", "5000", "1d");

    private string Ip() => Pick("127.0.0.1", "10.0.0.1", "192.168.1.2", "[::1]");

    private string Number(int least, int most) => _random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);

    private T Pick<T>(params T[] all) => all[_random.Next(all.Length)];
}
