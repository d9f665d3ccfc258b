using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One listening address with its options (configuration.txt 5.1). A port range is expanded to one model a port.</summary>
public sealed record BindModel(Endpoint Address, Span Place)
{
    public Endpoint Address { get; internal set; } = Address;

    /// <summary><c>name</c>; default <c>sock-N</c> in statistics.</summary>
    public string? Name { get; internal set; }

    public int Id { get; internal set; }

    /// <summary>0: the frontend's or the process's limit.</summary>
    public int MaxConn { get; internal set; }

    public int Backlog { get; internal set; }

    public TlsBind? Tls { get; internal set; }

    /// <summary>Unix sockets: file mode, owner; null keeps the default.</summary>
    public int? Mode { get; internal set; }

    public string? User { get; internal set; }

    public string? Group { get; internal set; }

    public StatsLevel Level { get; internal set; } = StatsLevel.Operator;

    public bool ExposeListeners { get; internal set; }

    public bool AcceptProxy { get; internal set; }

    public bool V6Only { get; internal set; }

    public bool V4V6 { get; internal set; }

    public bool Transparent { get; internal set; }

    public string? Interface { get; internal set; }

    public int Nice { get; internal set; }

    /// <summary><c>shards by-thread</c>.</summary>
    public const int ShardsByThread = -1;

    /// <summary>Sockets of this address, or <see cref="ShardsByThread"/>.</summary>
    public int Shards { get; internal set; } = 1;

    public bool DeferAccept { get; internal set; }

    /// <summary>The magic number that begins a NetScaler client address header; 0: none is expected.</summary>
    public uint NetscalerMagic { get; internal set; }

    /// <summary>Maximum segment size in bytes, 1..65535; negative: that much less than the system's; 0: the system's.</summary>
    public int MaximumSegmentSize { get; internal set; }

    /// <summary>Network namespace in which the socket is opened.</summary>
    public string? Namespace { get; internal set; }

    /// <summary>Protocol of HTTP that is spoken whatever ALPN says.</summary>
    public MuxProtocol? Protocol { get; internal set; }

    /// <summary>How a stats socket shows the severity of its messages.</summary>
    public SeverityOutput Severity { get; internal set; }

    /// <summary>Longest time without acknowledgement (milliseconds count, RFC 5482); zero: the system's.</summary>
    public TimeSpan TcpUserTimeout { get; internal set; }

    /// <summary>TCP Fast Open (RFC 7413).</summary>
    public bool FastOpen { get; internal set; }

    /// <summary>Threads that accept; null: all.</summary>
    public ThreadSet? Threads { get; internal set; }
}

/// <summary>Protocols that <c>proto</c> forces upon connections (configuration.txt 5.1, 5.2 "proto").</summary>
public enum MuxProtocol
{
    H1,
    H2,
    FastCgi,

    /// <summary>Bytes are passed through; only with <c>mode tcp</c>.</summary>
    None,
}

/// <summary><c>severity-output</c> (configuration.txt 5.1).</summary>
public enum SeverityOutput
{
    None,
    Number,
    String,
}

/// <summary>The keyword <c>bind</c>: addresses separated by commas, then options that all of them share (configuration.txt 4.2, 5.1).</summary>
internal static class BindKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("bind", In.Frontend | In.Listen, "[<address>]:<port_range> [, ...] [param*]", Bind) { Manual = "4.2" },
    ];

    public const EndpointRules Rules =
        EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.PortRange | EndpointRules.Descriptor | EndpointRules.Stream | EndpointRules.Resolve;

    private static void Bind(Words words, ProxyBuilder proxy)
    {
        if (!words.NextArg("{<path>|[addr1]:port1[-end1]}{,[addr]:port[-end]}... as arguments.", out var addresses)) return;
        var bind = new BindBuilder(proxy.Context, addresses.Text, proxy.SpokenSectionName, words.Line) { Siblings = proxy.Binds };

        // A listener on a faulty address still counts as declared, so that its frontend is not called idle.
        proxy.Binds.Add(bind);
        foreach (var text in Parts(addresses.Text))
        {
            if (EndpointText.Parse(text, Rules, proxy.Context.Surroundings, out var fault) is { } endpoint)
            {
                bind.Addresses.Add(endpoint);
                continue;
            }

            words.Alert(DiagnosticKind.BadAddress, $"'bind' : {fault.TrimEnd('\n')}", at: addresses);
            return;
        }

        BindOptionKeywords.Read(words, bind, key => $"'bind {bind.Label}' in section '{bind.Section}'{key}", unknown: name =>
            $"'bind {bind.Label}' in section '{bind.Section}': unknown keyword '{name}'{Suggestions.Clause(name, Catalog.Catalog.Bind.Suggested) ?? "."}");
        bind.Faulty = words.Failed;
    }

    /// <summary>A comma at the end begins no further address.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var parts = text.Split(',');
        return parts.Length > 1 && parts[^1].Length == 0 ? parts[..^1] : parts;
    }
}
