using ConfParsers.Keepalived;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>
/// Routers on one link in simulated time. Every packet reaches every other router after a delay of its own, is lost or comes twice; routers may be
/// held up and their clocks may jump forward. The random numbers come from a seed, so a failure can be repeated.
/// </summary>
internal sealed class Segment
{
    /// <summary>More than any number of routers that answer each other's advertisements at most once.</summary>
    private const int Storm = 10_000;

    private readonly Node[] nodes;
    private readonly Random random;
    private long noneSince;
    private long severalSince;
    private readonly PriorityQueue<(int To, int From, Advertisement Advertisement), long> inFlight = new();

    public Segment(IEnumerable<RouterSettings> settings, int seed, int lossPercent, long maxDelayUs)
    {
        random = new Random(seed);
        LossPercent = lossPercent;
        MaxDelayUs = maxDelayUs;
        nodes = [.. settings.Select(each => new Node(each))];
        for (var i = 0; i < nodes.Length; i++) Restart(i);
    }

    public int LossPercent { get; set; }

    public int DuplicatePercent { get; set; }

    public long MaxDelayUs { get; set; }

    public long Now { get; private set; }

    /// <summary>How often any router became master or backup.</summary>
    public int Changes { get; private set; }

    public int[] Masters => [.. Enumerable.Range(0, nodes.Length).Where(i => nodes[i].Alive && nodes[i].State.State == VrrpState.Master)];

    /// <summary>The longest time without a break in which there was no master, and in which there was more than one, since <see cref="Watch"/>.</summary>
    public (long None, long Several) Longest { get; private set; }

    public void Watch()
    {
        Longest = default;
        noneSince = severalSince = Now;
    }

    public bool IsAlive(int node) => nodes[node].Alive;

    public void Kill(int node) => nodes[node].Alive = false;

    /// <summary>The machine does nothing for a while; what comes in meanwhile waits.</summary>
    public void HoldUp(int node, long us) => nodes[node].HeldUntilUs = Math.Max(nodes[node].HeldUntilUs, Now + us);

    public void StepClock(int node, long us) => nodes[node].ClockUs += us;

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
        StateMachine.Start(nodes[node].Settings, ref nodes[node].State, Now + nodes[node].ClockUs, 0, 0, ref actions);
        Perform(node, actions);
    }

    /// <summary>A neighbour that is no router of this segment says priority 0; whoever is master answers at once (RFC 5798 §6.4.3), and is heard after it.</summary>
    public void SayPriorityZero()
    {
        for (var to = 0; to < nodes.Length; to++)
        {
            var arrives = nodes[to].State.State == VrrpState.Master ? Now + 1 : Now;
            inFlight.Enqueue((to, nodes.Length, new Advertisement(0, nodes[to].Settings.AdvertIntervalUs, 0)), arrives);
        }
    }

    /// <exception cref="InvalidOperationException">Routers answer each other without end, or one's timer stands still: simulated time would not get on.</exception>
    public void RunTo(long end)
    {
        var standing = 0;
        while (true)
        {
            var next = inFlight.TryPeek(out _, out var arrives) ? arrives : long.MaxValue;
            var timer = -1;
            for (var i = 0; i < nodes.Length; i++)
            {
                if (!nodes[i].Alive || nodes[i].DueUs >= next) continue;
                next = nodes[i].DueUs;
                timer = i;
            }

            if (next > end) break;
            standing = next > Now ? 0 : standing + 1;
            if (inFlight.Count > Storm) throw new InvalidOperationException($"{inFlight.Count} packets are under way: routers answer each other without end");
            if (standing > Storm) throw new InvalidOperationException(timer >= 0 ? $"the timer of router {timer} is due again and again: it is not set anew" : "routers answer each other without end");
            Count(Math.Max(Now, next));
            var actions = default(RouterActions);
            if (timer >= 0)
            {
                StateMachine.Timer(nodes[timer].Settings, ref nodes[timer].State, Now + nodes[timer].ClockUs, groupAgrees: true, ref actions);
                Perform(timer, actions);
                continue;
            }

            var (to, from, advertisement) = inFlight.Dequeue();
            if (!nodes[to].Alive) continue;
            if (nodes[to].HeldUntilUs > Now)
            {
                inFlight.Enqueue((to, from, advertisement), nodes[to].HeldUntilUs);
                continue;
            }

            StateMachine.Received(nodes[to].Settings, ref nodes[to].State, Now + nodes[to].ClockUs, advertisement with { SourceComparison = from.CompareTo(to) }, ref actions);
            Perform(to, actions);
        }

        Count(end);
    }

    /// <summary>Time goes on, with as many masters as there are now.</summary>
    private void Count(long until)
    {
        var masters = 0;
        foreach (var node in nodes)
        {
            if (node.Alive && node.State.State == VrrpState.Master) masters++;
        }

        Now = until;
        if (masters != 0) noneSince = until;
        if (masters < 2) severalSince = until;
        Longest = (Math.Max(Longest.None, until - noneSince), Math.Max(Longest.Several, until - severalSince));
    }

    private void Perform(int from, in RouterActions actions)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            if (action.Act == RouterAct.Notify) Changes++;
            if (action.Act != RouterAct.SendAdvertisement) continue;
            for (var to = 0; to < nodes.Length; to++)
            {
                if (to == from || random.Next(100) < LossPercent) continue;
                for (var copies = random.Next(100) < DuplicatePercent ? 2 : 1; copies > 0; copies--)
                {
                    inFlight.Enqueue((to, from, new Advertisement(action.A, nodes[from].Settings.AdvertIntervalUs, 0)), Now + random.NextInt64(MaxDelayUs + 1));
                }
            }
        }
    }

    private sealed class Node(RouterSettings settings)
    {
        public RouterState State = new(settings);

        public RouterSettings Settings { get; } = settings;

        public bool Alive { get; set; }

        /// <summary>How far its clock is ahead.</summary>
        public long ClockUs { get; set; }

        public long HeldUntilUs { get; set; }

        public long DueUs => State.NextEventUs == RouterState.Never ? RouterState.Never : Math.Max(HeldUntilUs, State.NextEventUs - ClockUs);
    }
}
