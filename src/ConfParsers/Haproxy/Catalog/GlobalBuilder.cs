using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The global section while it is read; its keywords replace records, <see cref="Build"/> hands them over.</summary>
public sealed class GlobalBuilder(ConfigContext context)
{
    public ConfigContext Context { get; } = context;

    public IFiles Files => Context.Files;

    public ConfigEnvironment Environment => Context.Environment;

    public bool Strict => Context.Options.Strict;

    public Func<string, System.Net.IPAddress[]> Resolve => Context.Options.Resolve;

    public ProcessSettings Process { get; set; } = new();

    public LogSettings Log { get; set; } = new();

    public StatsSockets Stats { get; set; } = new();

    public Tuning Tuning { get; set; } = new();

    public TlsDefaults Tls { get; set; } = new();

    public List<BindBuilder> StatsSockets { get; } = [];

    /// <summary>Name of this process among its peers: <c>localpeer</c>, <c>-L</c>, or the machine's.</summary>
    public string LocalPeer { get; set; } = context.Options.LocalPeer ?? System.Environment.MachineName;

    /// <summary><c>zero-warning</c>.</summary>
    public bool ZeroWarning { get; set; }

    public GlobalModel Build() => new() { Process = Process, Log = Log, Stats = Stats with { Sockets = [.. StatsSockets.SelectMany(s => s.Build())] }, Tuning = Tuning, Tls = Tls };
}
