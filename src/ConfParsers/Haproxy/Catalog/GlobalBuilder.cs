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

    public TlsTuning TlsTuning { get; set; } = new();

    public ProcessLimits Limits { get; set; } = new();

    public Scheduling Scheduling { get; set; } = new();

    public Http2Tuning Http2 { get; set; } = new();

    public LuaSettings Lua { get; set; } = new();

    public HttpClientSettings HttpClient { get; set; } = new();

    public GlobalVariables Variables { get; set; } = new();

    public ServerStateFile States { get; set; } = new();

    public UnixBindDefaults UnixBind { get; set; } = new();

    public Dictionary<string, string> HeaderCases { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string? HeaderCaseFile { get; set; }

    /// <summary><c>tune.maxaccept</c> has been given, other than as 0.</summary>
    public bool MaxAcceptIsSet { get; set; }

    /// <summary><c>tune.ssl.capture-buffer-size</c> has been given.</summary>
    public bool CaptureBufferIsSet { get; set; }

    /// <summary>Threads that <c>thread-group</c> lines name, bit N-1 for thread N.</summary>
    public ulong GroupedThreads { get; set; }

    public List<BindBuilder> StatsSockets { get; } = [];

    /// <summary>How many proxies stood ahead of the first line <c>stats</c>; null: there is none.</summary>
    public int? StatsBegin { get; set; }

    /// <summary>Name of this process among its peers: <c>localpeer</c>, <c>-L</c>, or the machine's.</summary>
    public string LocalPeer { get; set; } = context.Options.LocalPeer ?? System.Environment.MachineName;

    /// <summary><c>zero-warning</c>.</summary>
    public bool ZeroWarning { get; set; }

    public GlobalModel Build() => new()
    {
        LocalPeer = LocalPeer, ZeroWarning = ZeroWarning, Process = Process, Log = Log, Stats = Stats with { Sockets = [.. StatsSockets.SelectMany(s => s.Build())] }, Tuning = Tuning, Tls = Tls,
        TlsTuning = TlsTuning, Limits = Limits, Scheduling = Scheduling, Http2 = Http2, Lua = Lua, HttpClient = HttpClient, Variables = Variables, States = States,
        UnixBind = UnixBind, HeaderCases = new HeaderCases { Names = HeaderCases },
    };
}
