using ConfParsers.Keepalived;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>
/// Routers on one link in simulated time. Every packet reaches every other router after a delay of its own, or is lost; the random
/// numbers come from a seed, so a failure can be repeated.
/// </summary>
internal sealed class Segment
{
    private readonly Node[] nodes;
    private readonly Random random;
    private readonly long maxDelayUs;
    private readonly PriorityQueue<(int To, int From, Advertisement Advertisement), long> inFlight = new();

    public Segment(IEnumerable<RouterSettings> settings, int seed, int lossPercent, long maxDelayUs)
    {
        random = new Random(seed);
        LossPercent = lossPercent;
        this.maxDelayUs = maxDelayUs;
        nodes = [.. settings.Select(each => new Node(each))];
        for (var i = 0; i < nodes.Length; i++) Restart(i);
    }

    public int LossPercent { get; set; }

    public long Now { get; private set; }

    /// <summary>How often any router became master or backup.</summary>
    public int Changes { get; private set; }

    public int[] Masters => [.. Enumerable.Range(0, nodes.Length).Where(i => nodes[i].Alive && nodes[i].State.State == VrrpState.Master)];

    public void Kill(int node) => nodes[node].Alive = false;

    public void Stop(int node)
    {
        var actions = default(RouterActions);
        StateMachine.Stop(ref nodes[node].State, ref actions);
        Perform(node, actions);
        nodes[node].Alive = false;
    }

    public void Restart(int node)
    {
        nodes[node].Alive = true;
        nodes[node].State = new RouterState(nodes[node].Settings);
        var actions = default(RouterActions);
        StateMachine.Start(nodes[node].Settings, ref nodes[node].State, Now, 0, 0, ref actions);
        Perform(node, actions);
    }

    public void RunTo(long end)
    {
        while (true)
        {
            var next = inFlight.TryPeek(out _, out var arrives) ? arrives : long.MaxValue;
            var timer = -1;
            for (var i = 0; i < nodes.Length; i++)
            {
                if (!nodes[i].Alive || nodes[i].State.NextEventUs >= next) continue;
                next = nodes[i].State.NextEventUs;
                timer = i;
            }

            if (next > end) break;
            Now = Math.Max(Now, next);
            var actions = default(RouterActions);
            if (timer >= 0)
            {
                StateMachine.Timer(nodes[timer].Settings, ref nodes[timer].State, Now, groupAgrees: true, ref actions);
                Perform(timer, actions);
                continue;
            }

            var (to, from, advertisement) = inFlight.Dequeue();
            if (!nodes[to].Alive) continue;
            StateMachine.Received(nodes[to].Settings, ref nodes[to].State, Now, advertisement with { SourceComparison = from.CompareTo(to) }, ref actions);
            Perform(to, actions);
        }

        Now = end;
    }

    private void Perform(int from, RouterActions actions)
    {
        foreach (var action in actions.ToArray())
        {
            if (action.Act == RouterAct.Notify) Changes++;
            if (action.Act != RouterAct.SendAdvertisement) continue;
            for (var to = 0; to < nodes.Length; to++)
            {
                if (to == from || random.Next(100) < LossPercent) continue;
                inFlight.Enqueue((to, from, new Advertisement(action.A, nodes[from].Settings.AdvertIntervalUs, 0)), Now + random.NextInt64(maxDelayUs + 1));
            }
        }
    }

    private sealed class Node(RouterSettings settings)
    {
        public RouterState State = new(settings);

        public RouterSettings Settings { get; } = settings;

        public bool Alive { get; set; }
    }
}
