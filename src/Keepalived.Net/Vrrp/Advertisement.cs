namespace Keepalived.Net.Vrrp;

/// <summary>What the state machine needs of a received advertisement that passed every check.</summary>
/// <param name="Priority">0..255; 0: the master gives up.</param>
/// <param name="IntervalUs">The sender's advertisement interval in microseconds.</param>
/// <param name="SourceComparison">Negative, zero, positive: the sender's address compared with our primary address.</param>
public readonly record struct Advertisement(int Priority, long IntervalUs, int SourceComparison);
