using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Notify;

/// <summary>One thing worth telling, in the words that scripts and FIFOs get. (keepalived.conf(5) "Notify scripts")</summary>
/// <param name="IsGroup">A sync group, else an instance.</param>
/// <param name="TellsDeleted">notify_deleted: a deletion is told as DELETED, not as FAULT.</param>
public readonly record struct NotifyEvent(bool IsGroup, string Name, NotifiedState State, int Priority, bool TellsDeleted = false)
{
    public string Kind => IsGroup ? "GROUP" : "INSTANCE";

    public string Word => State switch
    {
        NotifiedState.Master => "MASTER",
        NotifiedState.Backup => "BACKUP",
        NotifiedState.Fault => "FAULT",
        NotifiedState.Deleted => TellsDeleted ? "DELETED" : "FAULT",
        NotifiedState.Stop => "STOP",
        NotifiedState.MasterReceivedLowerPriority => "MASTER_RX_LOWER_PRI",
        NotifiedState.MasterPriority => "MASTER_PRIORITY",
        _ => "BACKUP_PRIORITY",
    };

    /// <summary>A change of state, not only something that happened within one.</summary>
    public bool IsTransition => State is NotifiedState.Master or NotifiedState.Backup or NotifiedState.Fault or NotifiedState.Stop or NotifiedState.Deleted;
}
