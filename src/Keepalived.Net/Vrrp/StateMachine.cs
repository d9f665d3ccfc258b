using ConfParsers.Keepalived;

namespace Keepalived.Net.Vrrp;

/// <summary>
/// The virtual router: (state, event) -> (state, actions). No socket and no clock: time comes with the event, and what is to
/// be done goes out as actions. (RFC 3768 §6.4, RFC 5798 §6.4, and where they differ, what keepalived 2.2.7 was seen to do)
/// </summary>
public static class StateMachine
{
    /// <summary>The daemon starts. State MASTER in the configuration changes nothing for others than an owner, who then does not wait.</summary>
    public static void Start(RouterSettings settings, ref RouterState state, long now, int faults, int scriptsPending, ref RouterActions actions)
    {
        state.Faults = faults;
        state.ScriptsPending = scriptsPending;
        if (faults > 0)
        {
            actions.Log(RouterLine.EnteringFaultInit);
            actions.Do(RouterAct.RemoveAddresses);
            state.State = VrrpState.Fault;
            actions.Notify(NotifiedState.Fault);
            return;
        }

        actions.Do(RouterAct.RemoveAddresses);
        if (scriptsPending > 0) return;
        if (settings.IsMasterAtOnce)
        {
            state.State = VrrpState.Backup;
            state.DeadlineUs = now + 1;
            return;
        }

        actions.Log(RouterLine.EnteringBackupInit);
        BecomeBackup(settings, ref state, now, ref actions);
    }

    /// <summary>A timer fell due; which one, the state tells. Early calls do nothing.</summary>
    /// <param name="groupAgrees">Nobody else of the sync group still hears a master: false, and the silence here must wait for that.</param>
    public static void Timer(RouterSettings settings, ref RouterState state, long now, bool groupAgrees, ref RouterActions actions)
    {
        if (now >= state.DeadlineUs)
        {
            if (state.State == VrrpState.Backup)
            {
                actions.Log(RouterLine.AdvertisementTimeout);
                state.WantsMaster = true;
                if (groupAgrees) BecomeMaster(settings, ref state, now, ref actions);
                else state.DeadlineUs = now + MasterDown(settings, state);
                return;
            }

            actions.Do(RouterAct.SendAdvertisement, state.EffectivePriority);
            // No drift: the next one counts from when this one was due, unless the process was held up for longer than that.
            state.DeadlineUs = Math.Max(state.DeadlineUs + settings.AdvertIntervalUs, now + (settings.AdvertIntervalUs / 2));
        }

        if (now >= state.GarpDueUs)
        {
            state.GarpDueUs = RouterState.Never;
            actions.Do(RouterAct.AnnounceAddresses, state.GarpDueRepeat);
        }

        if (now >= state.GarpRepairUs)
        {
            state.GarpRepairUs = RouterState.Never;
            actions.Do(RouterAct.AnnounceAddresses, settings.GarpRepeat);
        }

        if (now >= state.GarpRefreshUs)
        {
            state.GarpRefreshUs = now + settings.GarpRefreshUs;
            actions.Do(RouterAct.AnnounceAddresses, settings.GarpRefreshRepeat);
        }
    }

    /// <summary>An advertisement for this virtual router passed every check.</summary>
    public static void Received(RouterSettings settings, ref RouterState state, long now, in Advertisement advertisement, ref RouterActions actions)
    {
        if (state.State == VrrpState.Backup) ReceivedAsBackup(settings, ref state, now, advertisement, ref actions);
        else if (state.State == VrrpState.Master) ReceivedAsMaster(settings, ref state, now, advertisement, ref actions);
    }

    /// <summary>Something that forbids taking part came or went. <paramref name="faults"/> is how many there are now.</summary>
    public static void FaultsChanged(RouterSettings settings, ref RouterState state, long now, int faults, ref RouterActions actions)
    {
        state.Faults = faults;
        if (faults > 0 && state.State != VrrpState.Fault)
        {
            var wasInit = state.State == VrrpState.Init;
            if (!wasInit) actions.Log(RouterLine.EnteringFault);
            if (state.State == VrrpState.Master) ResignAsMaster(ref state, ref actions);
            BecomeFault(ref state, ref actions);
        }
        else if (faults == 0 && state.State == VrrpState.Fault && state.ScriptsPending == 0)
        {
            Recover(settings, ref state, now, ref actions);
        }
    }

    /// <summary>
    /// The sync group changed its state, and its members follow. To be backup it needs no priority 0: there is another master for one of them, and soon
    /// for all. (keepalived.conf(5) "vrrp_sync_group")
    /// </summary>
    /// <param name="target">Master, backup or fault.</param>
    public static void Follow(RouterSettings settings, ref RouterState state, long now, VrrpState target, ref RouterActions actions)
    {
        if (state.State == target || state.State == VrrpState.Init) return;
        switch (target)
        {
            case VrrpState.Master:
                BecomeMaster(settings, ref state, now, ref actions);
                break;
            case VrrpState.Backup:
                actions.Log(RouterLine.EnteringBackup);
                if (state.State == VrrpState.Master) actions.Do(RouterAct.RemoveAddresses);
                BecomeBackup(settings, ref state, now, ref actions);
                break;
            default:
                actions.Log(RouterLine.EnteringFault);
                if (state.State == VrrpState.Master)
                {
                    actions.Do(RouterAct.SendAdvertisement, 0);
                    actions.Do(RouterAct.RemoveAddresses);
                }

                BecomeFault(ref state, ref actions);
                break;
        }
    }

    /// <summary>A script of weight 0 gave its first result; the last of them ends INIT.</summary>
    public static void ScriptsReported(RouterSettings settings, ref RouterState state, long now, int scriptsPending, ref RouterActions actions)
    {
        state.ScriptsPending = scriptsPending;
        if (scriptsPending > 0 || state.Faults > 0 || state.State is VrrpState.Backup or VrrpState.Master) return;
        Recover(settings, ref state, now, ref actions);
    }

    /// <summary>Trackers changed the priority. The running master down timer follows at once.</summary>
    public static void PriorityChanged(RouterSettings settings, ref RouterState state, int priority, ref RouterActions actions)
    {
        if (priority == state.EffectivePriority) return;
        actions.Log(RouterLine.PriorityChanged, state.EffectivePriority, priority);
        if (state.State is VrrpState.Master or VrrpState.Backup) actions.Notify(state.State == VrrpState.Master ? NotifiedState.MasterPriority : NotifiedState.BackupPriority);
        if (state.State == VrrpState.Backup && state.DeadlineUs != RouterState.Never)
        {
            state.DeadlineUs += Timing.Skew(settings.Version, priority, state.MasterIntervalUs) - Timing.Skew(settings.Version, state.EffectivePriority, state.MasterIntervalUs);
        }

        state.EffectivePriority = priority;
    }

    /// <summary>Somebody else removed one of our virtual addresses: give up, and stand for election again after the skew time only.</summary>
    public static void AddressLost(RouterSettings settings, ref RouterState state, long now, ref RouterActions actions)
    {
        if (state.State != VrrpState.Master) return;
        actions.Log(RouterLine.EnteringBackup);
        ResignAsMaster(ref state, ref actions);
        BecomeBackup(settings, ref state, now, ref actions);
        state.DeadlineUs = now + Timing.Skew(settings.Version, state.EffectivePriority, state.MasterIntervalUs);
    }

    /// <summary>The daemon ends: the others need not wait for our silence.</summary>
    public static void Stop(ref RouterState state, ref RouterActions actions)
    {
        if (state.State == VrrpState.Master) ResignAsMaster(ref state, ref actions);
        StopTimers(ref state);
        state.State = VrrpState.Init;
        actions.Notify(NotifiedState.Stop);
    }

    /// <summary>The instance is no longer in the configuration: as Stop, but told as FAULT or DELETED.</summary>
    public static void Deleted(ref RouterState state, ref RouterActions actions)
    {
        if (state.State == VrrpState.Master) ResignAsMaster(ref state, ref actions);
        StopTimers(ref state);
        state.State = VrrpState.Init;
        actions.Notify(NotifiedState.Deleted);
    }

    /// <summary>The configuration was read again: the state stays, a master stays master.</summary>
    /// <param name="addressesAdded">Some virtual address is new: all are announced again.</param>
    public static void Reloaded(RouterSettings settings, ref RouterState state, int effectivePriority, bool addressesAdded, ref RouterActions actions)
    {
        state.EffectivePriority = effectivePriority;
        if (state.State != VrrpState.Backup) state.MasterIntervalUs = settings.AdvertIntervalUs;
        if (state.State != VrrpState.Master) return;
        actions.Do(RouterAct.AddAddresses);
        if (addressesAdded) actions.Do(RouterAct.AnnounceAddresses, settings.GarpRepeat);
    }

    private static void ReceivedAsBackup(RouterSettings settings, ref RouterState state, long now, in Advertisement advertisement, ref RouterActions actions)
    {
        if (advertisement.Priority == 0)
        {
            actions.Log(RouterLine.BackupReceivedPriorityZero);
            state.DeadlineUs = now + Timing.Skew(settings.Version, state.EffectivePriority, state.MasterIntervalUs);
            return;
        }

        var lower = advertisement.Priority < state.EffectivePriority;
        var delayRuns = state.PreemptAllowedUs > now;
        var delayMayStart = settings.PreemptDelayUs > 0 && state.PreemptAllowedUs == 0;
        if (lower && !settings.NoPreempt && !delayRuns && !delayMayStart)
        {
            // The timer is not restarted: it runs out, and then we take over from a router that is less entitled.
            actions.Log(RouterLine.LowerPriorityDiscarded, advertisement.Priority);
            return;
        }

        LearnInterval(settings, ref state, advertisement, ref actions);
        state.WantsMaster = false;
        state.DeadlineUs = now + MasterDown(settings, state);
        if (settings.PreemptDelayUs == 0) return;
        if (lower && delayMayStart)
        {
            state.PreemptAllowedUs = now + settings.PreemptDelayUs;
            actions.Log(RouterLine.PreemptDelayStarted, (int)(settings.PreemptDelayUs / 1_000_000), (int)(settings.PreemptDelayUs % 1_000_000));
        }
        else if (!lower && state.PreemptAllowedUs != 0)
        {
            state.PreemptAllowedUs = 0;
            actions.Log(RouterLine.PreemptDelayStopped);
        }
    }

    private static void ReceivedAsMaster(RouterSettings settings, ref RouterState state, long now, in Advertisement advertisement, ref RouterActions actions)
    {
        var received = advertisement.Priority;
        if (received == 0)
        {
            actions.Log(RouterLine.MasterReceivedPriorityZero);
            actions.Do(RouterAct.SendAdvertisement, state.EffectivePriority);
            state.DeadlineUs = now + settings.AdvertIntervalUs;
            return;
        }

        if (received == RouterSettings.Owner && state.EffectivePriority == RouterSettings.Owner && advertisement.SourceComparison > 0)
        {
            // Two owners cannot be; keepalived lets the one with the lower address give way.
            actions.Log(RouterLine.TwoOwners);
            state.EffectivePriority = RouterSettings.Owner - 1;
        }

        var ours = state.EffectivePriority;
        if (received == ours && advertisement.SourceComparison == 0)
        {
            actions.Log(RouterLine.OwnAddressReceived);
            return;
        }

        if (received > ours || (received == ours && advertisement.SourceComparison > 0))
        {
            actions.Log(received > ours ? RouterLine.HigherPriorityReceived : RouterLine.HigherAddressReceived, received, ours);
            LearnInterval(settings, ref state, advertisement, ref actions);
            actions.Log(RouterLine.EnteringBackup);
            if (settings.HigherPrioritySendsAdvertisement) actions.Do(RouterAct.SendAdvertisement, ours);
            actions.Do(RouterAct.RemoveAddresses);
            BecomeBackup(settings, ref state, now, ref actions);
            return;
        }

        // The other one has just told the switches that the addresses are his: say again that they are ours.
        actions.Log(settings.LowerPriorityNoAdvertisement ? RouterLine.LowerPriorityReceived : RouterLine.LowerPriorityNewElection, received, ours);
        actions.Notify(NotifiedState.MasterReceivedLowerPriority);
        if (!settings.LowerPriorityNoAdvertisement)
        {
            actions.Do(RouterAct.SendAdvertisement, ours);
            state.DeadlineUs = now + settings.AdvertIntervalUs;
        }

        if (settings.GarpLowerPriorityRepeat == 0) return;
        actions.Do(RouterAct.AnnounceAddresses, settings.GarpLowerPriorityRepeat);
        if (settings.GarpLowerPriorityDelayUs == 0) return;
        state.GarpDueUs = now + settings.GarpLowerPriorityDelayUs;
        state.GarpDueRepeat = settings.GarpLowerPriorityRepeat;
    }

    private static void LearnInterval(RouterSettings settings, ref RouterState state, in Advertisement advertisement, ref RouterActions actions)
    {
        // Version 2 drops another interval before it comes here (RFC 3768 §7.1).
        if (settings.Version == 2 || advertisement.IntervalUs == state.MasterIntervalUs) return;
        actions.Log(RouterLine.IntervalLearned, (int)(state.MasterIntervalUs / 1000), (int)(advertisement.IntervalUs / 1000));
        state.MasterIntervalUs = advertisement.IntervalUs;
    }

    private static void BecomeMaster(RouterSettings settings, ref RouterState state, long now, ref RouterActions actions)
    {
        actions.Log(RouterLine.EnteringMaster);
        if (state.MasterIntervalUs != settings.AdvertIntervalUs)
        {
            actions.Log(RouterLine.IntervalRestored, (int)(state.MasterIntervalUs / 1000), (int)(settings.AdvertIntervalUs / 1000));
            state.MasterIntervalUs = settings.AdvertIntervalUs;
        }

        state.State = VrrpState.Master;
        state.WantsMaster = true;
        state.PreemptAllowedUs = 0;
        actions.Do(RouterAct.SendAdvertisement, state.EffectivePriority);
        actions.Do(RouterAct.AddAddresses);
        actions.Do(RouterAct.AnnounceAddresses, settings.GarpRepeat);
        actions.Notify(NotifiedState.Master);
        state.DeadlineUs = now + settings.AdvertIntervalUs;
        state.GarpDueUs = settings.GarpDelayUs == 0 ? RouterState.Never : now + settings.GarpDelayUs;
        state.GarpDueRepeat = settings.GarpRepeat;
        state.GarpRepairUs = settings.GarpRepairUs == 0 ? RouterState.Never : now + settings.GarpRepairUs;
        state.GarpRefreshUs = settings.GarpRefreshUs == 0 ? RouterState.Never : now + settings.GarpRefreshUs;
    }

    private static void BecomeBackup(RouterSettings settings, ref RouterState state, long now, ref RouterActions actions)
    {
        StopTimers(ref state);
        state.State = VrrpState.Backup;
        state.WantsMaster = false;
        state.DeadlineUs = now + MasterDown(settings, state);
        actions.Notify(NotifiedState.Backup);
    }

    private static void Recover(RouterSettings settings, ref RouterState state, long now, ref RouterActions actions)
    {
        actions.Log(RouterLine.EnteringBackup);
        state.MasterIntervalUs = settings.AdvertIntervalUs;
        BecomeBackup(settings, ref state, now, ref actions);
        if (settings.IsMasterAtOnce) state.DeadlineUs = now + 1;
    }

    private static void ResignAsMaster(ref RouterState state, ref RouterActions actions)
    {
        actions.Do(RouterAct.SendAdvertisement, 0);
        actions.Log(RouterLine.SentPriorityZero);
        actions.Do(RouterAct.RemoveAddresses);
    }

    private static void BecomeFault(ref RouterState state, ref RouterActions actions)
    {
        state.State = VrrpState.Fault;
        state.WantsMaster = false;
        StopTimers(ref state);
        actions.Notify(NotifiedState.Fault);
    }

    private static void StopTimers(ref RouterState state)
    {
        state.DeadlineUs = RouterState.Never;
        state.GarpDueUs = RouterState.Never;
        state.GarpRepairUs = RouterState.Never;
        state.GarpRefreshUs = RouterState.Never;
        state.PreemptAllowedUs = 0;
    }

    private static long MasterDown(RouterSettings settings, in RouterState state) =>
        Timing.MasterDown(settings.Version, state.EffectivePriority, state.MasterIntervalUs, settings.DownTimerAdverts);
}
