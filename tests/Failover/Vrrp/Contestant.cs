namespace Failover.Vrrp;

/// <summary>A VRRP daemon that is measured.</summary>
internal sealed record Contestant(string Name, string Program)
{
    /// <summary>The real one first.</summary>
    public static Contestant[] Both { get; } =
    [
        new("keepalived 2.2.7", Sources.Programs(PairOf.Originals).Keepalived),
        new("keepalived.net", Sources.Programs(PairOf.Ours).Keepalived),
    ];
}
