using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>A server, or the settings of <c>default-server</c>, while the line is read (configuration.txt 5.2).</summary>
public sealed class ServerBuilder
{
    private static readonly Endpoint NoAddress = new(EndpointFamily.Inet, "", null, 0, 0, -1);

    /// <summary>Options on a model whose name and address are filled in by the server line.</summary>
    public ServerModel Options { get; set; } = new("", 0, NoAddress, default);

    /// <summary><c>check</c> was given; the check options are kept without it as well.</summary>
    public bool CheckEnabled { get; set; }

    public ServerCheck Check { get; set; } = new();

    public bool Ssl { get; set; }

    public TlsServer Tls { get; set; } = new();

    /// <summary><c>verify</c> was given on the line or by its defaults.</summary>
    public bool VerifyIsSet { get; set; }

    /// <summary>The servers of the proxy so far.</summary>
    public IReadOnlyList<ServerBuilder> Siblings { get; set; } = [];

    public ConfigContext? Context { get; set; }

    /// <summary>True for a default-server line, where some options are refused.</summary>
    public bool IsDefault { get; set; } = true;

    /// <summary>Stands before each message about an option: <c>'server b/s' : </c>.</summary>
    public string Where { get; set; } = "";

    public ServerBuilder Copy() => (ServerBuilder)MemberwiseClone();

    public ServerModel Build() => Options with
    {
        Check = CheckEnabled ? Check : null,
        Tls = Ssl ? Tls : null,
    };
}
