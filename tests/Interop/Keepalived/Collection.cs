namespace Interop.Keepalived;

/// <summary>Scenarios with timers of tenths of a second run one after the other, and not beside others.</summary>
[CollectionDefinition("keepalived", DisableParallelization = true)]
public sealed class OneAfterTheOther;
