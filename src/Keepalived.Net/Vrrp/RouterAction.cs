using System.Runtime.CompilerServices;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Vrrp;

/// <summary>What the state machine wants done; the order of the list is the order of doing.</summary>
public enum RouterAct
{
    /// <summary>Write the log line <see cref="RouterAction.Line"/> with the numbers A and B.</summary>
    Log,

    /// <summary>Send an advertisement of priority A.</summary>
    SendAdvertisement,

    /// <summary>Virtual addresses, routes and rules are set; the log lines are the performer's.</summary>
    AddAddresses,
    RemoveAddresses,

    /// <summary>A gratuitous ARP frames (or neighbour advertisements) for each virtual address.</summary>
    AnnounceAddresses,

    /// <summary>Run the notify scripts of state A.</summary>
    Notify,
}

/// <summary>What scripts, FIFOs and mails are told of: the states, and events that have words of their own there. (keepalived.conf(5) "Notify scripts")</summary>
public enum NotifiedState
{
    Backup = VrrpState.Backup,
    Master = VrrpState.Master,
    Fault = VrrpState.Fault,
    Stop,

    /// <summary>The instance left the configuration: told as FAULT, or with notify_deleted as DELETED.</summary>
    Deleted,

    /// <summary>As master an advertisement of lower priority was heard (notify_master_rx_lower_pri).</summary>
    MasterReceivedLowerPriority,

    /// <summary>The effective priority of a master changed (notify_priority_changes).</summary>
    MasterPriority,

    /// <summary>The effective priority of a backup changed.</summary>
    BackupPriority,
}

/// <summary>The log lines of the protocol, with keepalived's texts in <c>RouterLog</c>.</summary>
public enum RouterLine
{
    AdvertisementTimeout,
    EnteringMaster,
    EnteringBackup,
    EnteringBackupInit,
    EnteringFault,
    EnteringFaultInit,
    SentPriorityZero,
    BackupReceivedPriorityZero,
    MasterReceivedPriorityZero,
    LowerPriorityDiscarded,
    HigherPriorityReceived,
    HigherAddressReceived,
    LowerPriorityNewElection,
    LowerPriorityReceived,
    OwnAddressReceived,
    TwoOwners,
    IntervalLearned,
    IntervalRestored,
    PreemptDelayStarted,
    PreemptDelayStopped,
    PriorityChanged,
}

/// <param name="A">See <see cref="RouterAct"/>; of a log line its first number.</param>
public readonly record struct RouterAction(RouterAct Act, int A = 0, int B = 0, RouterLine Line = 0);

/// <summary>The actions of one event: at most <see cref="Capacity"/>, kept in the struct, so that an event allocates nothing.</summary>
public struct RouterActions
{
    public const int Capacity = 16;

    private Slots slots;

    public int Count { get; private set; }

    public readonly RouterAction this[int index] => slots[index];

    public void Do(RouterAct act, int a = 0) => slots[Count++] = new RouterAction(act, a);

    public void Log(RouterLine line, int a = 0, int b = 0) => slots[Count++] = new RouterAction(RouterAct.Log, a, b, line);

    public void Notify(NotifiedState state) => slots[Count++] = new RouterAction(RouterAct.Notify, (int)state);

    public readonly RouterAction[] ToArray()
    {
        var all = new RouterAction[Count];
        for (var i = 0; i < Count; i++) all[i] = slots[i];
        return all;
    }

    [InlineArray(Capacity)]
    private struct Slots
    {
        private RouterAction first;
    }
}
