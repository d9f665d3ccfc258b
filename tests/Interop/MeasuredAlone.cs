namespace Interop;

/// <summary>
/// Scenarios that measure time (between frames, or as seconds in statistics) run one after the other, and when all others are over. The others mostly wait for
/// timers and run side by side: each has names, folders and namespaces of its own.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
