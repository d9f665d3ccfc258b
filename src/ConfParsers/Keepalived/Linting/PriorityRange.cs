namespace ConfParsers.Keepalived.Linting;

/// <summary>
/// The effective priorities that an instance can have: its own, plus or minus the weights of what it tracks, within 1..254; an owner stays at
/// 255 (keepalived.conf(5) "weight").
/// </summary>
/// <param name="Best">All that is tracked is well.</param>
/// <param name="Worst">All of it fails.</param>
public readonly record struct PriorityRange(int Best, int Worst)
{
    private const int Owner = 255;
    private const int Highest = 254;

    /// <summary>What each tracked thing takes from the priority when it fails: a number above zero, and whether it is given while it is well.</summary>
    public static IEnumerable<(string Name, int Weight, Text.Span Place)> Weights(VrrpInstance instance)
    {
        var tracking = instance.Tracking;
        foreach (var each in tracking.Interfaces) yield return ($"interface {each.Name}", Signed(each.Weight, each.Reverse), each.Place);
        foreach (var each in tracking.Scripts) yield return ($"script {each.Script.Name}", Signed(each.EffectiveWeight, each.Reverse), each.Place);
        foreach (var each in tracking.Processes) yield return ($"process {each.Process.Name}", Signed(each.EffectiveWeight, each.Reverse), each.Place);
        foreach (var each in tracking.Bfds) yield return ($"bfd {each.Bfd.Name}", Signed(each.EffectiveWeight, each.Reverse), each.Place);
    }

    public static PriorityRange Of(VrrpInstance instance)
    {
        if (instance.Priority == Owner) return new PriorityRange(Owner, Owner);
        var best = instance.Priority;
        var worst = instance.Priority;
        foreach (var (_, weight, _) in Weights(instance))
        {
            best += Math.Max(0, weight);
            worst += Math.Min(0, weight);
        }

        return new PriorityRange(Math.Clamp(best, 1, Highest), Math.Clamp(worst, 1, Highest));
    }

    private static int Signed(int weight, bool reverse) => reverse ? -weight : weight;
}
