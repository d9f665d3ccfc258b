using ConfParsers.Haproxy;

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

    public CounterSet Counters { get; } = new(loops);

    /// <summary>Sessions now (<c>scur</c>, <c>smax</c>).</summary>
    public Gauge Sessions { get; } = new();

    /// <summary>Sessions per second (<c>rate</c>).</summary>
    public FrequencyCounter SessionRate { get; } = new();

    /// <summary>UNIX seconds of the last session; 0: none yet.</summary>
    public long LastSession;
}

/// <summary>The client side of a proxy.</summary>
public sealed class Frontend(ProxyModel model, int loops) : Proxy(model, loops)
{
    public Listener[] Listeners { get; set; } = [];

    public FrequencyCounter ConnectionRate { get; } = new();

    public FrequencyCounter RequestRate { get; } = new();

    /// <summary>Where the traffic goes when no use_backend rule matches; null: nowhere, 503.</summary>
    public Backend? DefaultBackend { get; set; }

    /// <summary>Limit of concurrent sessions after the process's own was applied (<c>slim</c>).</summary>
    public int MaxConn { get; set; }

    public bool Stopped { get; set; }
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

    public int MaxConn { get; init; }

    public bool IsTls { get; init; }
}
