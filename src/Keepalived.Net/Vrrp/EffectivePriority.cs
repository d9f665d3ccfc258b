namespace Keepalived.Net.Vrrp;

/// <summary>
/// How trackers change the priority: the weights are added to the base, and the sum stays between 1 and 254; an owner's 255 never changes.
/// (keepalived.conf(5) "vrrp_script" weight)
/// </summary>
public static class EffectivePriority
{
    /// <summary>What one tracker adds: a positive weight while it is well, a negative one while it is not.</summary>
    public static int Contribution(int weight, bool well) => weight > 0 ? (well ? weight : 0) : (well ? 0 : weight);

    public static int Of(int basePriority, int sumOfWeights) =>
        basePriority == RouterSettings.Owner ? RouterSettings.Owner : Math.Clamp(basePriority + sumOfWeights, 1, RouterSettings.Owner - 1);
}
