using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>peers</c>: processes that share their stick tables (configuration.txt 3.5).</summary>
public sealed record PeersSection(string Name, Peer[] Peers, Span Place) : INamed
{
    /// <summary>Where the local peer listens.</summary>
    public BindModel[] Binds { get; init; } = [];

    /// <summary><c>table</c> lines; named <c>section/table</c>.</summary>
    public StickTable[] Tables { get; init; } = [];

    public LogTarget[] LogTargets { get; init; } = [];

    public bool Disabled { get; init; }
}

/// <summary>One process. The local one is where it is because its name is the process's (<c>-L</c>, <c>localpeer</c>).</summary>
/// <param name="Server">Address and options; null for a local peer that only has a bind line.</param>
public sealed record Peer(string Name, bool IsLocal, ServerModel? Server, Span Place);

/// <summary>A peers section while it is read. What talks with the others is a proxy of its own, named as the local peer.</summary>
internal sealed class PeersBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public List<(string Name, bool IsLocal, ServerBuilder? Server, Span Place)> Peers { get; } = [];

    public ProxyBuilder Proxy { get; } = new(context, In.Listen, "", place, null);

    /// <summary><c>peer</c> lines, the old form, were used.</summary>
    public bool HasPeerLines { get; set; }

    public bool HasBindLine { get; set; }

    public BindBuilder? Bind { get; set; }

    /// <summary>Options of <c>default-bind</c>.</summary>
    public List<BindBuilder> DefaultBinds { get; } = [];

    /// <summary>Where the local peer is first spoken of.</summary>
    public Span? LocalPlace { get; set; }

    /// <summary>Where the local peer is named, be the line faulty.</summary>
    public Span? LocalPeerPlace { get; set; }

    public List<StickTable> Tables { get; } = [];

    public bool Disabled { get; set; }

    public string LocalName => Context.Global.LocalPeer;

    /// <summary>Null in messages until the local peer's own line was read.</summary>
    public string Spoken => LocalPeerPlace is not null ? LocalName : "(null)";

    public bool IsComplete => Peers.Exists(p => p.IsLocal);

    public PeersSection Build() => new(Name, [.. Peers.Select(p => new Peer(p.Name, p.IsLocal, p.Server?.Build(), p.Place))], Place)
    {
        Binds = Bind is null ? [] : [.. Bind.Build()],
        Tables = [.. Tables],
        LogTargets = Proxy.LogsTo,
        Disabled = Disabled,
    };
}

/// <summary>The section <c>peers</c>.</summary>
internal static class PeersKeywords
{
    private const string Mixed = "mixing \"peer\" and \"bind\" line is forbidden";

    public static readonly SectionKeyword<PeersBuilder> Section = new("peers", "<peersect>", Enter,
    [
        new("bind", "[<address>]:port [param*]", Bind) { Manual = "3.5", Since = "2.0" },
        new("default-bind", "[param*]", DefaultBind) { Manual = "3.5", Since = "2.0" },
        new("default-server", "[param*]", DefaultServer) { Manual = "3.5", Since = "2.0" },
        new("disabled", "", (_, p) => p.Disabled = true) { Manual = "3.5" },
        new("enabled", "", (_, p) => p.Disabled = false) { Manual = "3.5" },
        new("log", "{ global | <target> [len <length>] [format <format>] [sample <ranges>:<sample_size>] <facility> [<level> [<minlevel>]] }", (w, p) => LoggingKeywords.Log(w, p.Proxy)) { Manual = "3.5", Since = "2.2" },
        new("peer", "<peername> <ip>:<port> [param*]", (w, p) => Peer(w, p)) { Manual = "3.5" },
        new("server", "<peername> [<ip>:<port>] [param*]", (w, p) => Peer(w, p)) { Manual = "3.5", Since = "2.0" },
        new("table", "<tablename> type {ip | integer | string [len <length>] | binary [len <length>]} size <size> [expire <expire>] [nopurge] [store <data_type>]*", Table) { Manual = "3.5", Since = "2.0" },
    ])
    {
        Manual = "3.5",
    };

    /// <summary><c>localpeer</c> of the global section.</summary>
    public static readonly GlobalKeyword[] GlobalRows =
    [
        new("localpeer", "<name>", LocalPeer) { Manual = "3.1" },
    ];

    private static void LocalPeer(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("a name as an argument.", out var name)) return;
        if (global.Context.Sections.Peers.Count > 0)
        {
            words.Warning(DiagnosticKind.Order, "'localpeer' ignored since it is used after 'peers' section.", at: words[0]);
            return;
        }

        global.LocalPeer = name.Text;
        global.Environment.Set("HAPROXY_LOCALPEER", name.Text);
    }

    private static PeersBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "missing name for peers section.");
            return null;
        }

        if (!SectionHeads.NothingBehind(head)) return new PeersBuilder(context, head[1].Text, head.Line);
        if (!SectionHeads.ValidName(head))
        {
            head.Abort();
            return null;
        }

        var section = new PeersBuilder(context, head[1].Text, head.Line);
        if (context.Sections.Peers.Find(p => p.Name == section.Name) is { } first)
        {
            head.Alert(DiagnosticKind.Duplicate, $"peers section '{section.Name}' has the same name as another peers section declared at {first.Place}.", PlaceForm.ParsingCapital, at: head[1]);
        }

        context.Sections.Peers.Add(section);
        return section;
    }

    private static BindBuilder NewBind(Words words, PeersBuilder section, string label)
    {
        var bind = new BindBuilder(section.Context, label, "peers", words.Line);
        if (section.DefaultBinds is [.., { } defaults]) bind.Begin(defaults);
        return bind;
    }

    private static void Options(Words words, BindBuilder bind, string keyword)
    {
        BindOptionKeywords.Read(words, bind, key => $"'{keyword} {bind.Label}' in section 'peers'{key}", name => $"'{keyword} {bind.Label}' in section 'peers': unknown keyword '{name}'{Suggestions.Clause(name, Catalog.Catalog.Bind.Suggested) ?? "."}");
        bind.Faulty = words.Failed;
    }

    private static void Bind(Words words, PeersBuilder section)
    {
        if (section.HasPeerLines)
        {
            words.Alert(DiagnosticKind.Conflict, Mixed, at: words[0]);
            return;
        }

        if (section.Bind is { } other)
        {
            words.Alert(DiagnosticKind.Duplicate, $"One listener per \"peers\" section is authorized but another is already configured at [{other.Place}].", at: words[0]);
        }

        if (!words.HasMore) return;
        section.HasBindLine = true;
        var addresses = words.Next();
        var bind = NewBind(words, section, addresses.Text);
        foreach (var text in addresses.Text.Split(','))
        {
            if (EndpointText.Parse(text, BindKeywords.Rules, section.Context.Surroundings, out var fault) is { } endpoint)
            {
                bind.Addresses.Add(endpoint);
                continue;
            }

            words.Alert(DiagnosticKind.BadAddress, $"'bind {addresses.Text}' : {fault.TrimEnd('\n')}", at: addresses);
            return;
        }

        section.Bind ??= bind;
        section.LocalPlace ??= words.Line;
        Options(words, bind, "bind");
    }

    private static void DefaultBind(Words words, PeersBuilder section)
    {
        var bind = NewBind(words, section, words.Current.Text);
        Options(words, bind, "default-bind");
        section.DefaultBinds.Add(bind);
    }

    private static void DefaultServer(Words words, PeersBuilder section)
    {
        var server = section.Proxy.OwnDefaultServer();
        server.Options.Name = "default-server";
        server.Speaks();
        ServerOptionKeywords.Read(words, server);
    }

    private static void Peer(Words words, PeersBuilder section)
    {
        if (words.Keyword == "peer")
        {
            if (section.HasBindLine)
            {
                words.Alert(DiagnosticKind.Conflict, Mixed, at: words[0]);
                return;
            }

            section.HasPeerLines = true;
        }

        var name = words.Next();
        if (name.IsEmpty) return;
        if (SectionHeads.InvalidCharacter(name.Text) is { } c)
        {
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in {words.Keyword} name '{name.Text}'.", PlaceForm.Bare, at: name);
            return;
        }

        var local = name.Text == section.LocalName;
        if (local && section.LocalPeerPlace is { } first)
        {
            words.Alert(DiagnosticKind.Duplicate, $"'{words.Keyword} {name.Text}' : local peer name already referenced at {first}. {section.LocalName}", at: name);
            return;
        }

        if (local) section.LocalPeerPlace = words.Line;
        if (local) section.LocalPlace ??= words.Line;
        var keyword = words.Keyword;
        // A local peer listens at the address of its peer line, or at that of the section's bind line.
        var addressless = local && (section.HasBindLine || keyword == "server");
        var given = words.HasMore && !addressless;
        var server = section.Proxy.NewServer();
        server.HasNoAddress = !given;
        server.Options.Name = name.Text;
        server.Options.Place = words.Line;
        server.Speaks(local ? name.Text : section.Spoken, name.Text);
        var nothing = !words.HasMore && !addressless;
        var address = given ? words.Next() : default;
        var known = !given || Address(words, section, server, address.Text);
        if (local && given && !LocalAddress(words, section, address.Text, $"{keyword} {name.Text}")) return;
        section.Peers.Add((name.Text, local, null, words.Line));
        if (nothing || !known) return;
        if (!ServerOptionKeywords.Read(words, server)) return;
        section.Peers[^1] = (name.Text, local, server, words.Line);
        if (!server.CheckEnabled && !server.AgentEnabled && server.Options is { Resolvers: null, InitialAddress.Methods.Length: 0 }) return;
        words.Warning(DiagnosticKind.Ignored, $"'{keyword} {name.Text}' : init_addr, resolvers, check and agent are ignored for peers.", at: name);
    }

    /// <summary>The address of the local peer is where it listens.</summary>
    private static bool LocalAddress(Words words, PeersBuilder section, string text, string line)
    {
        var bind = NewBind(words, section, text);
        if (EndpointText.Parse(text, BindKeywords.Rules, section.Context.Surroundings, out var fault) is not { } address)
        {
            words.Alert(DiagnosticKind.BadAddress, $"'{line}' : {fault.TrimEnd('\n')}");
            return false;
        }

        bind.Addresses.Add(address);
        section.Bind = bind;
        return true;
    }

    private static bool Address(Words words, PeersBuilder section, ServerBuilder server, string text)
    {
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;
        if (EndpointText.Parse(text, Rules, section.Context.Surroundings, out var fault) is not { } address)
        {
            server.Fault(words, fault, DiagnosticKind.BadAddress);
            return false;
        }

        server.Options.Address = address;
        return true;
    }

    private static void Table(Words words, PeersBuilder section)
    {
        words.Keyword = "table";
        var name = words.Next().Text;
        if (StickTableKeywords.Read(words, $"{section.Name}/{name}", section.Context) is { } table) section.Tables.Add(table with { Peers = section.Context.Names.Peers(section.Name) });
    }
}
