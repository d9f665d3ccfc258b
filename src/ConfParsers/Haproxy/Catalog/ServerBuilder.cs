using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>A server, or the settings of <c>default-server</c>, while the line is read (configuration.txt 5.2).</summary>
public sealed class ServerBuilder
{
    private static readonly Endpoint NoAddress = new(EndpointFamily.Inet, "", null, 0, 0, -1);
    private string? _where = "";

    /// <summary>Options on a model whose name and address are filled in by the server line.</summary>
    public ServerModel Options { get; set; } = new("", 0, NoAddress, default);

    /// <summary><c>check</c> was given; the check options are kept without it as well.</summary>
    public bool CheckEnabled { get; set; }

    public ServerCheck Check { get; set; } = new();

    /// <summary><c>check-ssl</c> was given.</summary>
    public bool CheckSsl { get; set; }

    /// <summary><c>agent-check</c> was given.</summary>
    public bool AgentEnabled { get; set; }

    public AgentCheck Agent { get; set; } = new();

    public bool Ssl { get; set; }

    public TlsServer Tls { get; set; } = new();

    /// <summary><c>verify</c> was given on the line or by its defaults.</summary>
    public bool VerifyIsSet { get; set; }

    /// <summary>The expression of <c>sni</c>: read when all options are.</summary>
    public Word? ServerName { get; set; }

    /// <summary>The servers of the proxy so far.</summary>
    public IReadOnlyList<ServerBuilder> Siblings { get; set; } = [];

    public ConfigContext? Context { get; set; }

    /// <summary>The mode of the proxy when the line was read.</summary>
    public ProxyMode Mode { get; set; }

    /// <summary>True for a default-server line, where some options are refused.</summary>
    public bool IsDefault { get; set; } = true;

    /// <summary>True for a local peer, whose line has no address.</summary>
    public bool HasNoAddress { get; set; }

    public ServerBuilder Copy() => (ServerBuilder)MemberwiseClone();

    /// <summary>Begins to speak about this server: the first message names it, those that follow do not.</summary>
    /// <param name="where"><c>'server b/s' : </c>, or nothing for default-server.</param>
    public void Speaks(string where) => _where = where;

    /// <summary>What the next message begins with.</summary>
    public string Prefix()
    {
        var where = _where ?? "";
        _where = null;
        return where;
    }

    /// <summary>Reports a fault of the current option.</summary>
    public void Fault(Words words, string text, DiagnosticKind kind = DiagnosticKind.BadValue)
    {
        words.Fail();
        Report(words.Diagnostics, Severity.Alert, kind, words.PlaceOf(null), text);
    }

    public void Warn(Words words, DiagnosticKind kind, string text) => Report(words.Diagnostics, Severity.Warning, kind, words.PlaceOf(null), text);

    public void Report(DiagnosticBag diagnostics, Severity severity, DiagnosticKind kind, Span place, string text, bool continuation = false)
    {
        var form = _where is null ? PlaceForm.None : PlaceForm.Bare;
        diagnostics.Add(new Diagnostic(kind, severity, place, form, Prefix() + text) { Continuation = continuation });
    }

    public ServerModel Build() => Options with
    {
        Check = CheckEnabled ? Check with { Tls = CheckSsl ? Tls : null } : null,
        Agent = AgentEnabled ? Agent : null,
        Tls = Ssl ? Tls : null,
    };
}
