using ConfParsers.Haproxy.Features;

namespace ConfParsers.Haproxy;

/// <summary>What one or several haproxy.cfg files mean: immutable, all names resolved, defaults already merged into each proxy.</summary>
/// <param name="Proxies">frontend, backend and listen sections in file order. <c>defaults</c> sections are not among them.</param>
public sealed record HaproxyModel(GlobalModel Global, ProxyModel[] Proxies);

/// <summary>The global section, one record a feature (configuration.txt 3).</summary>
public sealed record GlobalModel
{
    public ProcessSettings Process { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    public StatsSockets Stats { get; init; } = new();

    public Tuning Tuning { get; init; } = new();

    public TlsDefaults Tls { get; init; } = new();
}
