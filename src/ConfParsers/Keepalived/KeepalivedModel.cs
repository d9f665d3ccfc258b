namespace ConfParsers.Keepalived;

/// <summary>What a keepalived.conf with its includes means: immutable, names resolved (keepalived.conf(5)).</summary>
public sealed record KeepalivedModel(GlobalDefs Global, VrrpInstance[] Instances, VrrpScript[] Scripts);
