using ConfParsers.Haproxy;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Runtime;

/// <summary>
/// A frontend, backend or listen section at run time: an identity that outlives a change of its model. A listen section is
/// one <see cref="Frontend"/> and one <see cref="Backend"/> of the same name and id.
/// </summary>
public abstract class Proxy(ProxyModel model, int loops)
{
    public ProxyModel Model { get; protected set; } = model;

    public string Name { get; } = model.Name;

    /// <summary><c>iid</c> of the statistics.</summary>
    public int Id { get; } = model.Id;

    public bool IsHttp { get; } = model.Mode == ProxyMode.Http;

    public CounterSet Counters { get; } = new(loops);

    /// <summary>Sessions now (<c>scur</c>, <c>smax</c>).</summary>
    public Gauge Sessions { get; } = new();

    /// <summary>Sessions per second (<c>rate</c>).</summary>
    public FrequencyCounter SessionRate { get; } = new();

    /// <summary>UNIX seconds of the last session; 0: none yet.</summary>
    public long LastSession;

    /// <summary><c>http-request</c> rules; null: none.</summary>
    public HttpRules? RequestRules { get; set; }

    /// <summary><c>http-response</c> rules; null: none.</summary>
    public HttpRules? ResponseRules { get; set; }

    public OwnReplies Replies { get; set; } = PlainReplies.Default;

    /// <summary>The statistics page; null: none.</summary>
    public HttpApplet? StatsPage { get; set; }

    /// <summary>Where the proxy logs to.</summary>
    public Daemon.Logging.SyslogTarget[] LogTargets { get; internal set; } = [];

    /// <summary><c>log-tag</c> of the proxy, else of the global section.</summary>
    public byte[] LogTag { get; internal set; } = [];

    /// <summary>Timeouts and options as the data path reads them.</summary>
    public ProxySettings Settings { get; } = new(model);
}

/// <summary>The client side of a proxy.</summary>
public sealed class Frontend(ProxyModel model, int loops) : Proxy(model, loops)
{
    public Listener[] Listeners { get; set; } = [];

    public FrequencyCounter ConnectionRate { get; } = new();

    public FrequencyCounter RequestRate { get; } = new();

    /// <summary>Where the traffic goes when no use_backend rule matches; null: nowhere, 503.</summary>
    public Backend? DefaultBackend { get; set; }

    /// <summary>The backend half of the same listen section; null for a frontend.</summary>
    public Backend? OwnBackend { get; set; }

    /// <summary>Limit of concurrent sessions after the process's own was applied (<c>slim</c>).</summary>
    public int MaxConn { get; set; }

    public bool Stopped { get; set; }

    public BackendSwitch? Switch { get; set; }

    /// <summary>Null: nothing is logged.</summary>
    public StreamLog? Log { get; set; }
}

/// <summary>One listening address of a frontend.</summary>
public sealed class Listener(Frontend frontend, int id, string name, int loops)
{
    public Frontend Frontend { get; } = frontend;

    /// <summary><c>sid</c> of the statistics.</summary>
    public int Id { get; } = id;

    public string Name { get; } = name;

    public CounterSet Counters { get; } = new(loops);

    public Gauge Sessions { get; } = new();

    /// <summary>Limit of concurrent sessions of this address alone; 0: none (configuration.txt 5.1 "maxconn").</summary>
    public int MaxConn { get; init; }

    public bool IsTls { get; init; }

    /// <summary>The bind line it was made from.</summary>
    public ConfParsers.Haproxy.Features.BindModel? Model { get; init; }

    /// <summary>How its connections come in; set when it starts.</summary>
    internal Streams.AcceptPath? Accepting { get; set; }
}
