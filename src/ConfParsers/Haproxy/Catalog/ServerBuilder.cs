using System.Net;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// A server, or the settings of <c>default-server</c>, while the line is read (configuration.txt 5.2). Options write into the records of
/// the model, which are made once a line, and those of checks, agents and TLS only where an option asks for them.
/// </summary>
public sealed class ServerBuilder
{
    private static readonly Endpoint NoAddress = new(EndpointFamily.Inet, "", null, 0, 0, -1);
    private ServerCheck? _check;
    private AgentCheck? _agent;
    private TlsServer? _tls;
    private bool _hasSpoken;
    private string? _speaksFor;
    private string? _speaksAs;

    /// <summary>Built-in settings.</summary>
    public ServerBuilder(ProxyBuilder proxy)
    {
        Proxy = proxy;
        Options = new ServerModel("", 0, NoAddress, default);
    }

    private ServerBuilder(ProxyBuilder proxy, ServerBuilder settings)
    {
        Proxy = proxy;
        Options = settings.Options.Copy();
        _check = settings._check?.Copy();
        _agent = settings._agent is { } agent ? agent with { } : null;
        _tls = settings._tls is { } tls ? tls with { } : null;
        Tracks = settings.Tracks;
        CheckEnabled = settings.CheckEnabled;
        CheckSsl = settings.CheckSsl;
        AgentEnabled = settings.AgentEnabled;
        Ssl = settings.Ssl;
        VerifyIsSet = settings.VerifyIsSet;
        ServerName = settings.ServerName;
        IsDefault = settings.IsDefault;
        HasNoAddress = settings.HasNoAddress;
    }

    /// <summary>The section of the line.</summary>
    public ProxyBuilder Proxy { get; }

    public ConfigContext Context => Proxy.Context;

    /// <summary>Options on a model whose name and address are filled in by the server line.</summary>
    public ServerModel Options { get; }

    /// <summary><c>track</c>, as written: a server of this backend, or <c>backend/server</c>.</summary>
    public string? Tracks { get; set; }

    /// <summary><c>check</c> was given; the check options are kept without it as well.</summary>
    public bool CheckEnabled { get; set; }

    public ServerCheck Check => _check ??= new ServerCheck();

    /// <summary><c>check-ssl</c> was given.</summary>
    public bool CheckSsl { get; set; }

    /// <summary><c>agent-check</c> was given.</summary>
    public bool AgentEnabled { get; set; }

    public AgentCheck Agent => _agent ??= new AgentCheck();

    public bool Ssl { get; set; }

    public TlsServer Tls => _tls ??= new TlsServer();

    /// <summary><c>verify</c> was given on the line or by its defaults.</summary>
    public bool VerifyIsSet { get; set; }

    /// <summary>The expression of <c>sni</c>: read when all options are.</summary>
    public string? ServerName { get; set; }

    /// <summary>True for a default-server line, where some options are refused.</summary>
    public bool IsDefault { get; set; } = true;

    /// <summary>True for a local peer, whose line has no address.</summary>
    public bool HasNoAddress { get; set; }

    /// <summary>The same settings once more: what is written into them stays apart.</summary>
    /// <param name="proxy">The section of the new server, or of the new settings.</param>
    public ServerBuilder Copy(ProxyBuilder proxy) => new(proxy, this);

    /// <summary>Begins to speak about this server: the first message begins with <c>'server b/s' : </c>, those that follow do not.</summary>
    public void Speaks(string proxy, string server) => (_hasSpoken, _speaksFor, _speaksAs) = (false, proxy, server);

    /// <summary>Begins to speak about settings that have no name.</summary>
    public void Speaks() => (_hasSpoken, _speaksFor, _speaksAs) = (false, null, null);

    /// <summary>What the next message begins with.</summary>
    public string Prefix()
    {
        var where = _hasSpoken || _speaksFor is null ? "" : $"'server {_speaksFor}/{_speaksAs}' : ";
        _hasSpoken = true;
        return where;
    }

    /// <summary>Reports a fault of the current option.</summary>
    public void Fault(Words words, string text, DiagnosticKind kind = DiagnosticKind.BadValue)
    {
        words.Fail();
        Report(words.Diagnostics, Severity.Alert, kind, words.Last.Place, text);
    }

    /// <summary>Reports an option that HAProxy tells of as an alert, and goes on as if it were not there.</summary>
    public void Pass(Words words, string text, DiagnosticKind kind) => Report(words.Diagnostics, Severity.Alert, kind, words.Last.Place, text, tolerated: true);

    public void Warn(Words words, DiagnosticKind kind, string text) => Report(words.Diagnostics, Severity.Warning, kind, words.Last.Place, text);

    public void Report(DiagnosticBag diagnostics, Severity severity, DiagnosticKind kind, Span place, string text, bool continuation = false, bool tolerated = false)
    {
        var form = _hasSpoken ? PlaceForm.None : PlaceForm.Bare;
        diagnostics.Add(new Diagnostic(kind, severity, place, form, Prefix() + text) { Continuation = continuation, Tolerated = tolerated });
    }

    /// <summary>What is to be looked at when the whole file is read; of most servers nothing.</summary>
    public ServerNeeds Needs()
    {
        var needs = ServerNeeds.None;
        if (Options.Address is { Address: null, Host.Length: > 0, Family: not (EndpointFamily.Unix or EndpointFamily.AbstractUnix) }) needs |= ServerNeeds.Address;
        if (Options.Resolvers is not null) needs |= ServerNeeds.Resolvers;
        if (Options.Protocol is not null) needs |= ServerNeeds.Protocol;
        if (CheckEnabled && LacksPort) needs |= ServerNeeds.CheckPort;
        if (CheckEnabled && Check.Protocol is not null) needs |= ServerNeeds.CheckProtocol;
        return needs;
    }

    /// <summary>
    /// Whether the check has an IP address and no port with it. Names count as no address, for they are looked up later, and so does 0.0.0.0.
    /// </summary>
    private bool LacksPort => Check.Port == 0 && Options.Address is not { PortLow: not 0, PortIsOffset: false }
        && (IsGiven(Check.Address) || (Check.Address is not { Family: EndpointFamily.Unix or EndpointFamily.AbstractUnix } && IsGiven(Options.Address)));

    private static bool IsGiven(Endpoint? endpoint) => endpoint?.Address is { } address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    /// <summary>The model: what is switched off is no part of it. Nothing is written into the server any more.</summary>
    public ServerModel Build()
    {
        if (CheckEnabled)
        {
            if (CheckSsl) Check.Tls = Tls;
            Options.Check = Check;
        }

        if (AgentEnabled) Options.Agent = Agent;
        if (Ssl) Options.Tls = Tls;
        if (Tracks is { } tracks)
        {
            var slash = tracks.IndexOf('/', StringComparison.Ordinal);
            Options.Tracks = Context.Names.Server(tracks, slash < 0 ? Proxy.Name : tracks[..slash], tracks[(slash + 1)..]);
        }

        return Options;
    }
}
