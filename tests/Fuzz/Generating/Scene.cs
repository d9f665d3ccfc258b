using ConfParsers.Haproxy.Catalog;

namespace Fuzz.Generating;

/// <summary>Where a line stands while it is made: its file, its proxy, and where in the life of a stream its expressions are.</summary>
/// <param name="Proxy">Null outside of proxies.</param>
internal sealed record Scene(Draft Draft, ProxyDraft? Proxy, SamplePlaces Places)
{
    /// <summary>Something that the line needs cannot be had here; the line is left out.</summary>
    public bool Impossible { get; set; }
}
