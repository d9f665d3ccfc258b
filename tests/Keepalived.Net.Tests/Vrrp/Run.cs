using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Vrrp;

/// <summary>One machine and a clock that the test moves; what the last event asked for as text.</summary>
internal sealed class Run(RouterSettings settings)
{
    private RouterSettings settings = settings;
    private RouterState state = new(settings);

    public RouterState State => state;

    public long Now { get; private set; }

    public string Last { get; private set; } = "";

    public void Start(int faults = 0, int scriptsPending = 0) => Do((ref RouterActions actions) => StateMachine.Start(settings, ref state, Now, faults, scriptsPending, ref actions));

    public void BecomeMaster()
    {
        Start();
        TimeTo(state.DeadlineUs);
    }

    public void Wait(long us) => Now += us;

    public void TimeTo(long now)
    {
        Now = now;
        Do((ref RouterActions actions) => StateMachine.Timer(settings, ref state, Now, groupAgrees: true, ref actions));
    }

    public void Receive(int priority, long intervalUs, int sourceComparison = 1) =>
        Do((ref RouterActions actions) => StateMachine.Received(settings, ref state, Now, new Advertisement(priority, intervalUs, sourceComparison), ref actions));

    public void Faults(int count) => Do((ref RouterActions actions) => StateMachine.FaultsChanged(settings, ref state, Now, count, ref actions));

    public void Scripts(int pending) => Do((ref RouterActions actions) => StateMachine.ScriptsReported(settings, ref state, Now, pending, ref actions));

    public void Priority(int priority) => Do((ref RouterActions actions) => StateMachine.PriorityChanged(settings, ref state, priority, ref actions));

    public void AddressLost() => Do((ref RouterActions actions) => StateMachine.AddressLost(settings, ref state, Now, ref actions));

    public void Stop() => Do((ref RouterActions actions) => StateMachine.Stop(ref state, ref actions));

    public void Reload(RouterSettings next, bool addressesAdded)
    {
        settings = next;
        Do((ref RouterActions actions) => StateMachine.Reloaded(settings, ref state, settings.Priority, addressesAdded, ref actions));
    }

    private delegate void Event(ref RouterActions actions);

    private void Do(Event happen)
    {
        var actions = default(RouterActions);
        happen(ref actions);
        Last = string.Join('|', actions.ToArray().Select(Describe));
    }

    private static string Describe(RouterAction action) => action.Act switch
    {
        RouterAct.Log => RouterLog.Text(action, "10.0.0.9"),
        RouterAct.SendAdvertisement => $"Send {action.A}",
        RouterAct.AddAddresses => "Add",
        RouterAct.RemoveAddresses => "Remove",
        RouterAct.AnnounceAddresses => $"Announce {action.A}",
        _ => $"Notify {(NotifiedState)action.A}",
    };
}
