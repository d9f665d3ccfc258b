using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// One bind line (or stats socket) while it is read: its addresses share all options, and each port of a range becomes a
/// listener of its own (configuration.txt 5.1).
/// </summary>
public sealed class BindBuilder(ConfigContext context, string label, string section, Span place)
{
    private static readonly Endpoint NoAddress = new(EndpointFamily.IPv4, "", null, 0, 0, -1);
    private TlsBind? _tls;

    public ConfigContext Context { get; } = context;

    /// <summary>The addresses as written, for messages.</summary>
    public string Label { get; } = label;

    /// <summary>Of a log-forward section HAProxy forgets the addresses as written.</summary>
    public bool IsNameless { get; init; }

    /// <summary>What messages after the last line call the addresses.</summary>
    public string Spoken => IsNameless ? "(null)" : Label;

    /// <summary>"frontend", "listen" or "global", for messages.</summary>
    public string Section { get; } = section;

    public Span Place { get; } = place;

    /// <summary>Gives the beginning of a message about an option.</summary>
    public Func<string, string> Where { get; set; } = text => text;

    public List<Endpoint> Addresses { get; } = [];

    /// <summary>All options on a model of any address.</summary>
    public BindModel Options { get; private set; } = new(NoAddress, place);

    public bool Ssl { get; set; }

    /// <summary>The TLS options, kept also when <c>ssl</c> stands behind them or nowhere.</summary>
    public TlsBind Tls => _tls ??= new TlsBind();

    /// <summary>The lines of the proxy so far, whose ids are taken.</summary>
    public IReadOnlyList<BindBuilder> Siblings { get; init; } = [];

    /// <summary>An option was faulty: what is missing because of it is not reported again.</summary>
    public bool Faulty { get; set; }

    /// <summary>Number of the first listener where none was given.</summary>
    public int FirstId { get; set; }

    /// <summary>Listeners this line makes.</summary>
    public int Count => Addresses.Sum(a => a.PortHigh - a.PortLow + 1);

    /// <summary>Begins with the settings of <c>default-bind</c>.</summary>
    public void Begin(BindBuilder settings)
    {
        Options = settings.Options with { Place = Place };
        _tls = settings._tls is { } tls ? tls with { } : null;
        Ssl = settings.Ssl;
    }

    /// <summary>A model for each listener. Nothing is written into the line any more.</summary>
    public IEnumerable<BindModel> Build()
    {
        Options.Tls = Ssl ? Tls : null;
        if (Options.Id == 0) Options.Id = FirstId;
        if (Addresses is [{ } only] && only.PortLow == only.PortHigh)
        {
            Options.Address = only;
            yield return Options;
            yield break;
        }

        var id = Options.Id;
        foreach (var address in Addresses)
        {
            for (var port = address.PortLow; port <= address.PortHigh; port++)
            {
                yield return Options with { Address = address with { PortLow = port, PortHigh = port }, Id = id };
                id++;
            }
        }
    }
}
