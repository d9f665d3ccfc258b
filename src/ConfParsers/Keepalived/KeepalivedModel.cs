namespace ConfParsers.Keepalived;

/// <summary>What a keepalived.conf with its includes means: immutable, names resolved (keepalived.conf(5)).</summary>
public sealed record KeepalivedModel(GlobalDefs Global, VrrpInstance[] Instances, VrrpScript[] Scripts)
{
    public ProgramSettings Program { get; init; } = new();

    public SyncGroup[] SyncGroups { get; init; } = [];

    public TrackFile[] TrackFiles { get; init; } = [];

    public TrackProcess[] TrackProcesses { get; init; } = [];

    public TrackGroup[] TrackGroups { get; init; } = [];

    public GarpGroup[] GarpGroups { get; init; } = [];

    public InterfaceDelay[] InterfaceDelays { get; init; } = [];

    /// <summary>Interfaces whose link is asked for instead of listened to.</summary>
    public LinkbeatInterface[] LinkbeatInterfaces { get; init; } = [];

    public VirtualAddress[] StaticAddresses { get; init; } = [];

    public VirtualRoute[] StaticRoutes { get; init; } = [];

    public VirtualRule[] StaticRules { get; init; } = [];

    public VirtualServer[] VirtualServers { get; init; } = [];

    public VirtualServerGroup[] VirtualServerGroups { get; init; } = [];

    public SslSettings? Ssl { get; init; }

    public BfdInstance[] Bfds { get; init; } = [];
}
