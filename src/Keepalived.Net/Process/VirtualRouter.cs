using System.Net;
using System.Net.Sockets;
using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;
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
    private const long RefusalLogIntervalUs = 1_000_000;

    private readonly VrrpChild child;
    private readonly int slot;
    private RouterState state;
    private RouterSettings settings;
    private AdvertisementTemplate? template;
    private AdvertisementExpectation expectation;
    private AdvertisementSocket? socket;
    private byte[] source = [];
    private byte[] lastSender = [];
    private bool lastSenderKnown;
    private uint lastSequence;
    private Refusal lastRefusal;
    private long refusalLoggedUs;

    public VirtualRouter(VrrpInstance configuration, VrrpChild child)
    {
        this.child = child;
        Configuration = configuration;
        IsIpv6 = RouterPlan.IsIpv6(configuration);
        settings = RouterPlan.Settings(configuration);
        expectation = RouterPlan.Expectation(configuration, child.Group(IsIpv6));
        state = new RouterState(settings);
        Tracked = [.. TrackedItem.Of(configuration)];
        slot = child.Page.TakeRouter(configuration, IsIpv6);
    }

    public VrrpInstance Configuration { get; private set; }

    public bool IsIpv6 { get; }

    /// <summary>What it depends on besides its own interface.</summary>
    public TrackedItem[] Tracked { get; private set; }

    public VrrpState State => state.State;

    public int EffectivePriority => state.EffectivePriority;

    public long NextEventUs => state.NextEventUs;

    public AdvertisementSocket? Socket => socket;

    /// <summary>keepalived recognises an instance over a reload by VRID, family and interface, not by its name.</summary>
    public bool IsSameAs(VrrpInstance other) => other.VirtualRouterId == Configuration.VirtualRouterId && other.Interface == Configuration.Interface
        && IsIpv6 == RouterPlan.IsIpv6(other);

    public void Start(long now)
    {
        FindSource();
        var condition = child.ConditionOf(this, SourceAddress);
        Record.Faults = condition.Reasons;
        if (condition.EffectivePriority != Configuration.Priority) LogPriority(Configuration.Priority, condition.EffectivePriority);
        state.EffectivePriority = condition.EffectivePriority;
        if (!Configuration.DontTrackPrimary && !child.Links.IsUp(Configuration.Interface)) Log($"(%): entering FAULT state (interface {Configuration.Interface} down)");
        var actions = default(RouterActions);
        StateMachine.Start(settings, ref state, now, condition.Faults, condition.ScriptsPending, ref actions);
        Perform(actions);
    }

    public void OnTimer(long now)
    {
        if (state.State == VrrpState.Master && now >= state.DeadlineUs) Record.SentLateness.Add(now - state.DeadlineUs);
        var actions = default(RouterActions);
        StateMachine.Timer(settings, ref state, now, groupAgrees: true, ref actions);
        Perform(actions);
    }

    /// <summary>Links, addresses or scripts changed: tells the state machine what that means for this router.</summary>
    public void Reconsider(long now)
    {
        FindSource();
        var condition = child.ConditionOf(this, SourceAddress);
        var actions = default(RouterActions);
        if (condition.EffectivePriority != state.EffectivePriority && !HasGivenWay) StateMachine.PriorityChanged(settings, ref state, condition.EffectivePriority, ref actions);
        if (condition.ScriptsPending != state.ScriptsPending)
        {
            state.Faults = state.State == VrrpState.Init ? condition.Faults : state.Faults;
            StateMachine.ScriptsReported(settings, ref state, now, condition.ScriptsPending, ref actions);
        }

        if (condition.Faults > 0 != (state.State == VrrpState.Fault)) StateMachine.FaultsChanged(settings, ref state, now, condition.Faults, ref actions);
        state.Faults = condition.Faults;
        Record.Faults = condition.Reasons;
        Perform(actions);
    }

    /// <summary>The kernel says that an address is gone which we did not remove.</summary>
    public void OnAddressRemoved(NetworkInterface link, IPAddress address, long now)
    {
        if (state.State != VrrpState.Master || !Owns(link, address)) return;
        child.Log.Detail($"Netlink reflector reports IP {address} removed from {link.Name}");
        var actions = default(RouterActions);
        StateMachine.AddressLost(settings, ref state, now, ref actions);
        Perform(actions);
    }

    public void OnPacket(in ReceivedPacket packet, long now)
    {
        var sameSender = lastSenderKnown && packet.Source.SequenceEqual(lastSender);
        var check = AdvertisementReader.Check(packet, expectation, sameSender && expectation.SkipAddressCheck, sameSender ? lastSequence : 0, out var outcome);
        if (check.Refusal != Refusal.None)
        {
            Record.NoteRefused(check.Refusal);
            LogRefusal(check, packet.Source, now);
            return;
        }

        lastRefusal = Refusal.None;
        if (!sameSender)
        {
            lastSender = packet.Source.ToArray();
            lastSenderKnown = true;
        }

        Record.NoteReceived(packet.Source, outcome.Priority, outcome.IntervalUs, now);
        Count(outcome);
        var actions = default(RouterActions);
        StateMachine.Received(settings, ref state, now, new Advertisement(outcome.Priority, outcome.IntervalUs, packet.Source.SequenceCompareTo(source)), ref actions);
        Perform(actions);
    }

    public void Stop()
    {
        var actions = default(RouterActions);
        StateMachine.Stop(ref state, ref actions);
        Perform(actions);
    }

    public void Delete()
    {
        var actions = default(RouterActions);
        StateMachine.Deleted(ref state, ref actions);
        Perform(actions);
        child.Page.ReleaseRouter(slot);
    }

    /// <summary>Another configuration of the same router: only what changed is touched.</summary>
    public void Reload(VrrpInstance configuration)
    {
        var before = Configuration;
        if (state.State == VrrpState.Master)
        {
            foreach (var address in before.Addresses)
            {
                if (configuration.Addresses.Any(each => IsSame(each, address))) continue;
                child.Log.Write($"({configuration.Name}) ip address {address.Address}/{address.PrefixLength} dev {address.Interface ?? before.Interface}, no longer exist");
                child.RemoveAddress(address, before.Interface);
            }
        }

        var added = configuration.Addresses.Any(address => !before.Addresses.Any(each => IsSame(each, address)));
        Configuration = configuration;
        Tracked = [.. TrackedItem.Of(configuration)];
        Record.Take(configuration, IsIpv6);
        settings = RouterPlan.Settings(configuration);
        expectation = RouterPlan.Expectation(configuration, child.Group(IsIpv6));
        lastSenderKnown = false;
        template = null;
        FindSource();
        var condition = child.ConditionOf(this, SourceAddress);
        if (condition.EffectivePriority != Configuration.Priority) LogPriority(Configuration.Priority, condition.EffectivePriority);
        var actions = default(RouterActions);
        StateMachine.Reloaded(settings, ref state, condition.EffectivePriority, added, ref actions);
        Perform(actions);
    }

    /// <summary>The sockets were opened anew, or there are none.</summary>
    public void Attach(AdvertisementSocket? shared) => socket = shared;

    private bool HasGivenWay => Configuration.Priority == RouterSettings.Owner && state.EffectivePriority != RouterSettings.Owner;

    private IPAddress? SourceAddress { get; set; }

    private ref RouterRecord Record => ref child.Page.Routers[slot];

    private static bool IsSame(VirtualAddress one, VirtualAddress other) => one.Address.Equals(other.Address) && one.PrefixLength == other.PrefixLength
        && one.Interface == other.Interface && one.Label == other.Label;

    private void FindSource()
    {
        var found = RouterCondition.SourceAddress(Configuration, child.Interfaces.Find(Configuration.Interface), child.VirtualAddresses, IsIpv6);
        if (Equals(found, SourceAddress) && template is not null) return;
        SourceAddress = found;
        source = found?.GetAddressBytes() ?? [];
        var (identification, sequence) = (template?.Identification ?? 0, template?.Sequence ?? 0);
        template = found is null ? null : new AdvertisementTemplate(RouterPlan.Form(Configuration, source, child.Group(IsIpv6))) { Identification = identification, Sequence = sequence };
    }

    private bool Owns(NetworkInterface link, IPAddress address)
    {
        foreach (var ours in Configuration.Addresses)
        {
            if (ours.Address.Equals(address) && (ours.Interface ?? Configuration.Interface) == link.Name) return true;
        }

        return false;
    }

    private void Perform(in RouterActions actions)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            switch (action.Act)
            {
                case RouterAct.SendAdvertisement:
                    Send(action.A);
                    break;
                case RouterAct.Log:
                    if (child.Log.Detailed || !RouterLog.IsDetail(action.Line)) Log("(%) " + RouterLog.Text(action, lastSenderKnown ? new IPAddress(lastSender).ToString() : ""));
                    break;
                case RouterAct.AddAddresses:
                    if (Configuration.Addresses.Length > 0) child.Log.Detail($"({Configuration.Name}) setting VIPs.");
                    foreach (var address in Configuration.Addresses) child.AddAddress(address, Configuration.Interface);
                    break;
                case RouterAct.RemoveAddresses:
                    if (Configuration.Addresses.Length > 0) child.Log.Detail($"({Configuration.Name}) removing VIPs.");
                    foreach (var address in Configuration.Addresses) child.RemoveAddress(address, Configuration.Interface);
                    break;
                case RouterAct.AnnounceAddresses:
                    child.Announcements.Announce(Configuration, action.A);
                    break;
                case RouterAct.Notify:
                    if (action.A == (int)NotifiedState.MasterReceivedLowerPriority) Record.NoteSplitBrain();
                    child.Notify(Configuration.Name, (NotifiedState)action.A, state.EffectivePriority);
                    break;
            }
        }

        Record.Note(state);
    }

    private void Send(int priority)
    {
        if (socket is null || template is null) return;
        template.Begin(priority);
        var failed = false;
        for (var i = 0; i < template.Destinations; i++)
        {
            var error = socket.Send(template.Towards(i), template.Destination(i), source);
            failed |= error != 0;
            if (error != 0) child.Log.Detail($"({Configuration.Name}): send advert error {error} ({System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)})");
        }

        if (!failed) Record.NoteSent(priority, template.Identification);
    }

    /// <summary>The sequence numbers of authentication headers go on where another master left them, so that nobody takes ours for a replay.</summary>
    private void Count(in CheckOutcome outcome)
    {
        lastSequence = outcome.Sequence;
        if (template is not null && outcome.Sequence > template.Sequence) template.Sequence = outcome.Sequence;
    }

    private void LogRefusal(in CheckResult check, ReadOnlySpan<byte> from, long now)
    {
        // A wrong neighbour repeats itself every interval.
        if (check.Refusal == lastRefusal && now - refusalLoggedUs < RefusalLogIntervalUs) return;
        lastRefusal = check.Refusal;
        refusalLoggedUs = now;
        var missing = check.Refusal == Refusal.AddressList ? Configuration.Addresses[check.AddressIndex].Address.ToString() : "";
        Log("(%) " + RouterLog.Text(check, Configuration.VirtualRouterId, missing, new IPAddress(from).ToString()));
    }

    private void LogPriority(int before, int after) => Log("(%) " + RouterLog.Text(new RouterAction(RouterAct.Log, before, after, RouterLine.PriorityChanged), ""));

    private void Log(string text) => child.Log.Write(text.Replace("%", Configuration.Name, StringComparison.Ordinal));
}
