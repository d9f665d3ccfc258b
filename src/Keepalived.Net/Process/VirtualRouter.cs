using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// One vrrp_instance that runs: it turns packets and timers into events for the state machine and carries the actions out. In the steady
/// state (sending or hearing advertisements) it allocates nothing.
/// </summary>
public sealed class VirtualRouter
{
    private readonly VrrpChild child;
    private readonly int slot;
    private readonly bool wasKnown;
    private RouterState state;
    private RouterSettings settings;
    private AdvertisementExpectation expectation;
    private readonly Holdings holdings;
    private readonly Advertiser advertiser;
    private long silentUntilUs;
    private bool isStarting;
    private readonly ExtraAnnouncements extra;
    private byte[] lastSender = [];
    private bool lastSenderKnown;
    private uint lastSequence;
    private readonly RefusalLog refusals;
    private RouterCondition condition;
    private readonly RouterLinks links;

    public VirtualRouter(VrrpInstance configuration, VrrpChild child)
    {
        this.child = child;
        Configuration = configuration;
        IsIpv6 = RouterPlan.IsIpv6(configuration);
        settings = RouterPlan.Settings(configuration, child.IsStrict);
        expectation = RouterPlan.Expectation(configuration);
        state = new RouterState(settings);
        holdings = child.NewHoldings();
        links = new RouterLinks(child);
        extra = new ExtraAnnouncements(child, holdings);
        refusals = new RefusalLog(child.Log);
        Tracked = [.. TrackedItem.Of(configuration, child.Model)];
        wasKnown = child.Page.Knows(configuration, IsIpv6);
        slot = child.Page.TakeRouter(configuration, IsIpv6);
        advertiser = new Advertiser(child, slot);
    }

    public VrrpInstance Configuration { get; private set; }

    public bool IsIpv6 { get; }

    /// <summary>What it depends on besides its own interface.</summary>
    public TrackedItem[] Tracked { get; private set; }

    public VrrpState State => state.State;

    public int EffectivePriority => state.EffectivePriority;

    public long NextEventUs => Math.Min(state.NextEventUs, extra.DueUs);

    /// <summary>The interface that keepalived makes for it; null: it is on its configured one.</summary>
    public VirtualLink? Link => links.Link;

    /// <summary>Where advertisements leave and come in.</summary>
    public string SpeakingInterface => Link is not null && RouterPlan.SpeaksOnVirtualLink(Configuration) ? Link.Name : Configuration.Interface;

    /// <summary>What it holds while it is master.</summary>
    public IReadOnlyList<PlacedAddress> Addresses => holdings.Addresses;

    public RouterGroup? Group { get; set; }

    public bool WantsMaster => state.WantsMaster;

    /// <summary>It is in FAULT only because another member of its group was.</summary>
    public bool FollowedIntoFault { get; private set; }

    /// <summary>Something of its own keeps it in FAULT, not only its group.</summary>
    public bool HasFaults => condition.Faults > 0;

    /// <summary>It waits for first results of scripts.</summary>
    public bool IsPending => condition.ScriptsPending > 0;

    public AdvertisementSocket? Socket => advertiser.Socket;

    /// <summary>Our primary address; empty: there is none.</summary>
    public ReadOnlySpan<byte> Source => advertiser.Source;

    /// <summary>keepalived recognises an instance over a reload by VRID, family, interface and way of speaking, not by its name.</summary>
    public bool IsSameAs(VrrpInstance other) => other.VirtualRouterId == Configuration.VirtualRouterId && other.Interface == Configuration.Interface
        && IsIpv6 == RouterPlan.IsIpv6(other) && RouterPlan.IsUnicast(Configuration) == RouterPlan.IsUnicast(other)
        && RouterPlan.HasVirtualMac(Configuration) == RouterPlan.HasVirtualMac(other);

    /// <summary>Looks for its links and its address, and at what forbids it to take part.</summary>
    public void Judge()
    {
        advertiser.FindSource(Configuration, IsIpv6, anew: false);
        condition = child.ConditionOf(this, SourceAddress);
        Record.Faults = condition.Reasons;
    }

    /// <param name="delayUs">Nothing is heard and no timer runs for so long. (vrrp_startup_delay)</param>
    public void Start(long now, long delayUs)
    {
        Place();
        silentUntilUs = Record.SilentUntilUs = delayUs == 0 ? 0 : now + delayUs;
        if (condition.EffectivePriority != Configuration.Priority) LogPriority(Configuration.Priority, condition.EffectivePriority);
        state.EffectivePriority = condition.EffectivePriority;
        foreach (var lack in RouterCondition.Lacks(Configuration, child.Links, Link?.Name, SourceAddress)) child.Log.Write(lack);
        var held = Group?.IsHeldBy(this) == true;
        FollowedIntoFault = Record.FollowedIntoFault = held && condition.Faults == 0;
        if (condition.Faults > 0 && Group is not null) child.Log.Write($"VRRP_Group({Group.Name}): Syncing {Configuration.Name} to FAULT state");
        var actions = default(RouterActions);
        StateMachine.Start(settings, ref state, now + delayUs, condition.Faults + (held ? 1 : 0), condition.ScriptsPending, ref actions);
        isStarting = true;
        Perform(actions, now);
        isStarting = false;
    }

    /// <summary>Goes on in the state that another process left in the page: its addresses are there, its timers run.</summary>
    public void Resume(long now)
    {
        if (!wasKnown)
        {
            Start(now, delayUs: 0);
            return;
        }

        Place();
        state = Record.Machine;
        silentUntilUs = Record.SilentUntilUs;
        FollowedIntoFault = Record.FollowedIntoFault;
        advertiser.Resume(Configuration);
        if (state.State == VrrpState.Master) holdings.Set();
        extra.Schedule(Configuration, state.State, now);
    }

    /// <summary>Another process goes on in this one's place: announcements that still wait for their turn go out again from there, all of them.</summary>
    public void Leave(long now)
    {
        if (state.State != VrrpState.Master || !child.Announcements.AwaitsTurn(holdings.Addresses)) return;
        state.GarpRepairUs = now;
        Record.Note(state);
    }

    public void OnTimer(long now)
    {
        extra.OnTimer(Configuration, now);
        if (now < state.NextEventUs) return;
        if (state.State == VrrpState.Master && now >= state.DeadlineUs) Record.SentLateness.Add(now - state.DeadlineUs);
        var actions = default(RouterActions);
        StateMachine.Timer(settings, ref state, now, Group?.Agrees(this) ?? true, ref actions);
        Perform(actions, now);
    }

    /// <summary>Links, addresses or scripts changed, and all routers were judged: tells the state machine what that means for this one.</summary>
    public void Reconsider(long now)
    {
        var actions = default(RouterActions);
        var faults = condition.Faults;
        if (condition.EffectivePriority != state.EffectivePriority && !HasGivenWay) StateMachine.PriorityChanged(settings, ref state, condition.EffectivePriority, ref actions);
        if (condition.ScriptsPending != state.ScriptsPending)
        {
            state.Faults = state.State == VrrpState.Init ? faults : state.Faults;
            StateMachine.ScriptsReported(settings, ref state, now, condition.ScriptsPending, ref actions);
        }

        // What keeps another member down keeps the group down: it fell with that one, and rises when all are well.
        var held = state.State == VrrpState.Fault && Group is not null && (Group.IsHeldBy(this) || (FollowedIntoFault && Group.IsLedByAnother(this)));
        if (!held && faults > 0 != (state.State == VrrpState.Fault)) StateMachine.FaultsChanged(settings, ref state, now, faults, ref actions);
        state.Faults = faults;
        Perform(actions, now);
    }

    /// <summary>The sync group changed its state.</summary>
    public void Follow(VrrpState target, long now)
    {
        var actions = default(RouterActions);
        StateMachine.Follow(settings, ref state, now, target, ref actions);
        FollowedIntoFault = Record.FollowedIntoFault = target == VrrpState.Fault && !HasFaults;
        Perform(actions, now);
    }

    /// <summary>The kernel says that an address is gone which we did not remove: it comes back at once. (2.2.7 gives up and stands for election again)</summary>
    public void OnAddressRemoved(NetworkInterface link, IPAddress address, long now)
    {
        if (state.State != VrrpState.Master || holdings.Find(link, address) is not { } lost) return;
        child.Log.Detail($"Netlink reflector reports IP {address} removed from {link.Name}");
        if (GaveUpForLoss(now, $"{address} on {link.Name}")) return;
        holdings.Add(lost);
        child.Announcements.Announce(Configuration.Name, [lost], Configuration.Garp, 1, now);
    }

    /// <summary>The address it holds as master on that interface; null: none.</summary>
    public PlacedAddress? Held(int interfaceIndex, ReadOnlySpan<byte> address) => state.State == VrrpState.Master ? holdings.Find(interfaceIndex, address) : null;

    public void NoteSplitBrain() => Record.NoteSplitBrain();

    /// <summary>Somebody removed a route; 2.2.7 gives up as for an address.</summary>
    /// <returns>True when it was ours.</returns>
    public bool OnRouteRemoved(in RouteKey key, long now)
    {
        if (state.State != VrrpState.Master || holdings.Find(key) is not { } lost) return false;
        if (!GaveUpForLoss(now, $"route {key.Destination}/{key.PrefixLength}")) holdings.PutBack(lost);
        return true;
    }

    /// <inheritdoc cref="OnRouteRemoved"/>
    public bool OnRuleRemoved(in RuleKey key, long now)
    {
        if (state.State != VrrpState.Master || holdings.Find(key) is not { } lost) return false;
        if (!GaveUpForLoss(now, $"rule of preference {key.Preference}")) holdings.PutBack(lost);
        return true;
    }

    public void OnPacket(in ReceivedPacket packet, long now)
    {
        if (now < silentUntilUs) return;
        var sameSender = lastSenderKnown && packet.Source.SequenceEqual(lastSender);
        var check = AdvertisementReader.Check(packet, expectation, sameSender && expectation.SkipAddressCheck, sameSender ? lastSequence : 0, out var outcome);
        if (check.Refusal != Refusal.None)
        {
            Record.NoteRefused(check);
            refusals.Note(check, Configuration, expectation, packet.Source, now);
            return;
        }

        refusals.Clear();
        if (!sameSender)
        {
            lastSender = packet.Source.ToArray();
            lastSenderKnown = true;
        }

        Record.NoteReceived(packet.Source, outcome.Priority, outcome.IntervalUs, now);
        lastSequence = outcome.Sequence;
        advertiser.Hear(outcome, Configuration);
        var actions = default(RouterActions);
        StateMachine.Received(settings, ref state, now, new Advertisement(outcome.Priority, outcome.IntervalUs, packet.Source.SequenceCompareTo(advertiser.Source)), ref actions);
        Perform(actions, now);
    }

    public void Stop(long now, bool keepsAddresses)
    {
        if (keepsAddresses)
        {
            child.Notify(Configuration.Name, NotifiedState.Stop, state.EffectivePriority);
            return;
        }

        var actions = default(RouterActions);
        StateMachine.Stop(ref state, ref actions);
        Perform(actions, now);
    }

    public void Delete(long now)
    {
        var actions = default(RouterActions);
        StateMachine.Deleted(ref state, ref actions);
        Perform(actions, now);
        child.Page.ReleaseRouter(slot);
    }

    /// <summary>Another configuration of the same router: only what changed is touched.</summary>
    public void Reload(VrrpInstance configuration, long now)
    {
        Configuration = configuration;
        Tracked = [.. TrackedItem.Of(configuration, child.Model)];
        Record.Take(configuration, IsIpv6);
        settings = RouterPlan.Settings(configuration, child.IsStrict);
        expectation = RouterPlan.Expectation(configuration);
        lastSenderKnown = false;
        advertiser.FindSource(Configuration, IsIpv6, anew: true);
        var added = holdings.Replace(configuration, links.Placed(Configuration), Blocks, state.State == VrrpState.Master);
        condition = child.ConditionOf(this, SourceAddress);
        Record.Faults = condition.Reasons;
        if (condition.EffectivePriority != Configuration.Priority) LogPriority(Configuration.Priority, condition.EffectivePriority);
        var actions = default(RouterActions);
        StateMachine.Reloaded(settings, ref state, condition.EffectivePriority, added, ref actions);
        Perform(actions, now);
    }

    /// <summary>The interfaces it is to have, besides those that are there.</summary>
    /// <param name="configuration">The one that holds from now on.</param>
    public void WantLinks(VirtualLinks all, VrrpInstance configuration) => links.Want(configuration, IsIpv6, all);

    /// <summary>An interface is about to go: what it holds there it lets go.</summary>
    public void Leave(string link)
    {
        if (state.State == VrrpState.Master) holdings.Leave(link);
    }

    public IEnumerable<VirtualLink> WantedLinks => links.Wanted;

    /// <inheritdoc cref="Advertiser.Attach"/>
    public void Attach(AdvertisementSocket? shared) => advertiser.Attach(shared);

    private bool HasGivenWay => Configuration.Priority == RouterSettings.Owner && state.EffectivePriority != RouterSettings.Owner;

    private IPAddress? SourceAddress => advertiser.SourceAddress;

    private ref RouterRecord Record => ref child.Page.Routers[slot];

    private bool GaveUpForLoss(long now, string what)
    {
        if (!child.IsStrict)
        {
            Log($"(%) {what} was removed by somebody else - putting it back");
            return false;
        }

        var actions = default(RouterActions);
        StateMachine.AddressLost(settings, ref state, now, ref actions);
        Perform(actions, now);
        return true;
    }

    private bool Blocks => !RouterPlan.Accepts(Configuration);

    private void Place() => holdings.Take(Configuration, links.Placed(Configuration), Blocks);

    private void Perform(in RouterActions actions, long now)
    {
        // First of all: whoever is told of the new state by what follows may look it up at once.
        Record.Note(state);
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            switch (action.Act)
            {
                case RouterAct.SendAdvertisement:
                    advertiser.Send(action.A, Configuration);
                    break;
                case RouterAct.Log:
                    if (child.Log.Detailed || !RouterLog.IsDetail(action.Line)) Log("(%) " + RouterLog.Text(action, lastSenderKnown ? new IPAddress(lastSender).ToString() : ""));
                    break;
                case RouterAct.AddAddresses:
                    holdings.Set();
                    break;
                case RouterAct.RemoveAddresses:
                    // A virtual link is new at the start and holds nothing; what a dead predecessor left on it goes without a word.
                    holdings.Remove(quietly: isStarting && Link is not null);
                    break;
                case RouterAct.AnnounceAddresses:
                    child.Announcements.Announce(Configuration.Name, holdings.Addresses, Configuration.Garp, action.A, now);
                    break;
                case RouterAct.Notify:
                    if (action.A == (int)NotifiedState.MasterReceivedLowerPriority) Record.NoteSplitBrain();
                    child.Notify(Configuration.Name, (NotifiedState)action.A, state.EffectivePriority);
                    break;
            }
        }

        extra.Schedule(Configuration, state.State, now);
        Group?.Changed(this, now);
    }

    private void LogPriority(int before, int after) => Log("(%) " + RouterLog.Text(new RouterAction(RouterAct.Log, before, after, RouterLine.PriorityChanged), ""));

    private void Log(string text) => child.Log.Write(text.Replace("%", Configuration.Name, StringComparison.Ordinal));
}
