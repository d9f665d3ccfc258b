using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What every binder of one reading shares: where files come from, the environment of the moment, and where findings go.</summary>
public sealed class ConfigContext
{
    public ConfigContext(IFiles files, ConfigEnvironment environment, LoadOptions options, DiagnosticBag diagnostics)
    {
        BaseFiles = files;
        Files = new RebasedFiles(files, () => DefaultPath.Directory(environment.File));
        Environment = environment;
        Options = options;
        Diagnostics = diagnostics;
        Global = new GlobalBuilder(this);
        Surroundings = new Grammar.EndpointSurroundings(options.Resolve, environment.Get);
        ResolveIPv4 = host => options.Resolve(host).FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);
    }

    /// <summary>What lines name: relative names begin where <c>default-path</c> says.</summary>
    public IFiles Files { get; }

    public IFiles BaseFiles { get; }

    public DefaultPath DefaultPath { get; set; } = DefaultPath.None;

    public ConfigEnvironment Environment { get; }

    public LoadOptions Options { get; }

    public DiagnosticBag Diagnostics { get; }

    /// <summary>What addresses need of the world around the file.</summary>
    public Grammar.EndpointSurroundings Surroundings { get; }

    internal Func<string, System.Net.IPAddress?> ResolveIPv4 { get; }

    /// <summary>The address of a host without port, also in brackets; names and short forms are looked up.</summary>
    internal System.Net.IPAddress? AddressOf(string host)
    {
        if (Grammar.NumericAddress.ReadHost(host) is { } address) return address;
        // Only an IPv6 address has a colon: one that cannot be read is no name.
        if (host.Contains(':', StringComparison.Ordinal)) return null;
        return Grammar.NumericAddress.ReadShort(host) ?? Options.Resolve(Grammar.NumericAddress.Bare(host)).FirstOrDefault();
    }

    public GlobalBuilder Global { get; }

    /// <summary>Finds what lines name, when the model is complete.</summary>
    public ModelNames Names { get; } = new();

    /// <summary>Pattern files and ids of ACLs that the lines so far have named.</summary>
    public Expressions.PatternReferences Patterns { get; } = new();

    /// <summary>Keywords outside of proxies.</summary>
    public KeywordUses Uses { get; } = new();

    internal KeywordsSeen SeenInProxies { get; } = new();

    internal KeywordsSeen SeenInDefaults { get; } = new();

    /// <summary>Every keyword that has an effect, in the order of the sections: those of disabled proxies have none.</summary>
    public IEnumerable<Use<KeywordId>> AllUses
    {
        get
        {
            var all = new KeywordUses();
            all.AddRange(Uses);
            foreach (var proxy in Defaults.Concat(Proxies.Where(p => !p.Disabled))) all.AddRange(proxy.Uses);
            return all.All;
        }
    }

    /// <summary>frontend, backend and listen sections in file order.</summary>
    public NamedList<ProxyBuilder> Proxies { get; } = new(proxy => proxy.Name);

    /// <summary>Named and anonymous defaults in file order; an anonymous one has an empty name.</summary>
    public List<ProxyBuilder> Defaults { get; } = [];

    /// <summary>The sections that are neither global nor proxies.</summary>
    internal Sections.FurtherSections Sections { get; } = new();

    /// <summary>HAProxy does not know any more in which section it reads, and says so in its messages.</summary>
    internal bool SectionForgotten { get; set; }

    /// <summary>Sections other than proxies that have been entered, by keyword and name: userlist, cache, resolvers, peers, http-errors, ring.</summary>
    public HashSet<(string Section, string Name)> SectionNames { get; } = [];

    /// <summary>Whether there is such a section.</summary>
    public bool Declares(string section, string name) => SectionNames.Contains((section, name));

    /// <summary>The stick table of that name: proxies give theirs their own.</summary>
    public Features.StickTable? StickTable(string name) => Proxies.Named(name, p => p.StickTable is not null)?.StickTable
        ?? Sections.Peers.SelectMany(p => p.Tables).FirstOrDefault(t => t.Name == name);
}
