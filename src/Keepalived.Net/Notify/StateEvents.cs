using ConfParsers.Keepalived;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Notify;

/// <summary>The states that groups and instances are in, as if they had just come there. (keepalived.conf(5) "fifo_write_vrrp_states_on_reload")</summary>
public static class StateEvents
{
    public static IEnumerable<NotifyEvent> Of(KeepalivedModel model, StatusPage page)
    {
        foreach (var group in model.SyncGroups)
        {
            // All members share one state, once they have one.
            if (group.Members.Length > 0 && Find(page, group.Members[0]) is { } state) yield return new NotifyEvent(IsGroup: true, group.Name, state.State, 0);
        }

        foreach (var instance in model.Instances)
        {
            if (Find(page, instance.Name) is { } state) yield return new NotifyEvent(IsGroup: false, instance.Name, state.State, state.Priority);
        }
    }

    private static (NotifiedState State, int Priority)? Find(StatusPage page, string instance)
    {
        if (!page.TryFind(instance, out var record) || record.State == VrrpState.Init) return null;
        return ((NotifiedState)record.State, record.EffectivePriority);
    }
}
