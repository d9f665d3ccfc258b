using ConfParsers.Keepalived;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// Virtual routers that change their state together: the first to become backup or fault takes the others along; to be master all must have
/// lost their master, and to leave fault all must be well. (keepalived.conf(5) "VRRP synchronization group(s)")
/// </summary>
public sealed class RouterGroup(string name, VrrpChild child)
{
    private readonly List<VirtualRouter> members = [];
    private bool following;

    public string Name { get; } = name;

    public VrrpState State { get; private set; } = VrrpState.Init;

    public IReadOnlyList<VirtualRouter> Members => members;

    /// <summary>Joins the routers of each sync group; a group of one would only follow itself.</summary>
    /// <param name="routers">In the order of the configuration's instances.</param>
    public static RouterGroup[] Form(KeepalivedModel model, IReadOnlyList<VirtualRouter> routers, VrrpChild child)
    {
        foreach (var router in routers) router.Group = null;
        var groups = new List<RouterGroup>();
        foreach (var configured in model.SyncGroups)
        {
            var group = new RouterGroup(configured.Name, child);
            for (var i = 0; i < routers.Count; i++)
            {
                if (model.Instances[i].SyncGroup != configured.Name) continue;
                group.members.Add(routers[i]);
                routers[i].Group = group;
            }

            group.Continue();
            groups.Add(group);
        }

        return [.. groups];
    }

    /// <summary>Whether nobody else of the group still hears a master.</summary>
    public bool Agrees(VirtualRouter asking)
    {
        foreach (var member in members)
        {
            if (member != asking && !member.WantsMaster) return false;
        }

        return true;
    }

    /// <summary>Whether something keeps another member in FAULT.</summary>
    public bool IsHeldBy(VirtualRouter other)
    {
        foreach (var member in members)
        {
            if (member != other && member.HasFaults) return true;
        }

        return false;
    }

    /// <summary>Whether somebody else will lead the group out of FAULT: who had the reason for it.</summary>
    public bool IsLedByAnother(VirtualRouter asking)
    {
        foreach (var member in members)
        {
            if (member != asking && member.State == VrrpState.Fault && !member.FollowedIntoFault) return true;
        }

        return false;
    }

    /// <summary>A member changed its state: the others follow, and the group is told about.</summary>
    public void Changed(VirtualRouter first, long now)
    {
        if (following || first.State == State || first.State == VrrpState.Init) return;
        State = first.State;
        child.Log.Write($"VRRP_Group({Name}) Syncing instances to {Text(State)} state");
        following = true;
        foreach (var member in members)
        {
            if (member != first) member.Follow(State, now);
        }

        following = false;
        child.NotifyGroup(Name, (NotifiedState)State);
    }

    /// <summary>The daemon starts: nobody follows anybody, all begin alike, and the group is told about first.</summary>
    public void Begins()
    {
        following = true;
        if (members.Count == 0) return;
        State = members.Exists(member => member.HasFaults) ? VrrpState.Fault : members.Exists(member => member.IsPending) ? VrrpState.Init : VrrpState.Backup;
        if (State != VrrpState.Init) child.NotifyGroup(Name, (NotifiedState)State);
    }

    /// <summary>All members have begun.</summary>
    public void Started() => following = false;

    /// <summary>After a reload: the state is what its members have in common.</summary>
    public void Continue() => State = members.Count > 0 && members.TrueForAll(member => member.State == members[0].State) ? members[0].State : VrrpState.Init;

    /// <summary>The daemon ends: members no longer follow each other.</summary>
    public void Ends() => following = true;

    /// <summary>All members have ended: the group is told about last.</summary>
    public void Ended()
    {
        if (State != VrrpState.Init) child.NotifyGroup(Name, NotifiedState.Stop);
    }

    private static string Text(VrrpState state) => state switch
    {
        VrrpState.Master => "MASTER",
        VrrpState.Backup => "BACKUP",
        _ => "FAULT",
    };
}
