using ConfParsers.Text;

namespace ConfParsers.Keepalived.Linting;

/// <summary>Priorities that do not do what weights were written for.</summary>
internal static class PriorityRules
{
    private const int Owner = 255;
    private const int Highest = 254;

    public static readonly LintRule[] All =
    [
        new("owner-ignores-weights", "The priority of an address owner never changes, whatever is tracked.", OwnerIgnoresWeights),
        new("weight-without-effect", "A tracked thing whose failure leaves the effective priority as it is.", WeightWithoutEffect),
        new("priority-below-one", "Failures together would lower the priority below 1, so that further ones no longer count.", BelowOne),
    ];

    private static IEnumerable<LintFinding> OwnerIgnoresWeights(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Priority == Owner
        from tracked in PriorityRange.Weights(instance)
        where tracked.Weight != 0
        select new LintFinding(tracked.Place, $"({instance.Name}) the weight of {tracked.Name} does nothing: priority 255 never changes, this node can never lose", "give the instance a priority of at most 254, or the weight 0 to go to FAULT");

    private static IEnumerable<LintFinding> WeightWithoutEffect(KeepalivedModel model)
    {
        foreach (var instance in model.Instances.Where(instance => instance.Priority != Owner))
        {
            var weights = PriorityRange.Weights(instance).ToArray();
            var total = instance.Priority + weights.Sum(each => Math.Max(0, each.Weight));
            foreach (var (name, weight, place) in weights.Where(each => each.Weight != 0))
            {
                if (Math.Min(total, Highest) != Math.Min(total - Math.Abs(weight), Highest)) continue;
                yield return new LintFinding(place, $"({instance.Name}) a failure of {name} changes nothing: priority and weights add up to {total}, which counts as {Highest} with and without it", $"lower the priority, so that the sum is at most {Highest}");
            }
        }
    }

    private static IEnumerable<LintFinding> BelowOne(KeepalivedModel model) =>
        from instance in model.Instances
        where instance.Priority != Owner
        let lost = PriorityRange.Weights(instance).Sum(each => Math.Min(0, each.Weight))
        where lost != 0 && instance.Priority + lost < 1
        select new LintFinding(instance.Place, $"({instance.Name}) its weights take {-lost} from a priority of {instance.Priority}: it stays at 1, and two nodes in that state are equal", "raise the priority or lower the weights");
}
