namespace Interop;

/// <summary>
/// Scenarios that measure time (between frames, or as seconds in statistics), for they must never share the machine. The others have names, folders and
/// namespaces of their own and could run side by side; <c>maxParallelThreads</c> in xunit.runner.json is 1 until that has been seen to be stable.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
