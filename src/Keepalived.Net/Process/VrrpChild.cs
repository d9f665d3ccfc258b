using System.Net;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Network;
using Keepalived.Net.Status;
using Keepalived.Net.Tracking;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>
/// The engine of the <c>keepalived_vrrp</c> process: virtual routers, their sockets, the kernel's notifications, one ppoll. It runs no script
/// and waits for nobody; scripts and notify live in the parent.
/// </summary>
public sealed partial class VrrpChild : IDisposable
{
    private readonly Action<ControlMessage> tell;
    private readonly AddressCommands addresses = new();
    private readonly TrackerTable trackers;
    private readonly SocketPool sockets;
    private readonly ClaimWatch claims;
    private readonly AutoPriority autoPriority;
    private readonly List<VirtualRouter> routers = [];
    private RouterGroup[] groups;
    private readonly LinkBeat beats;
    private readonly InterfaceSettings settings;
    private readonly RouteCommands routing;
    private readonly StaticHoldings statics;
    private readonly RouteKeeper routeKeeper;
    private readonly Firewall firewall;
    private readonly VirtualLinks links;
    private bool changed;
    private bool maintenance;

    /// <summary>Before that, what is heard of trackers is only noted.</summary>
    private bool started;

    /// <param name="page">Where this process writes its standing.</param>
    /// <param name="tell">Takes messages to the parent.</param>
    /// <param name="isStrict">Does what the original does, faults included.</param>
    public VrrpChild(KeepalivedModel model, StatusPage page, DaemonLog log, Action<ControlMessage> tell, bool isStrict = false)
    {
        IsStrict = isStrict;
        this.tell = tell;
        Log = log;
        Page = page;
        beats = new LinkBeat(Interfaces, log);
        Links = new LinkDelays(Interfaces, beats, log);
        trackers = new TrackerTable(page, Links, log);
        Model = model;
        settings = new InterfaceSettings(page);
        routing = new RouteCommands(Interfaces, log);
        statics = new StaticHoldings(Interfaces, addresses, routing, log);
        routeKeeper = new RouteKeeper(this, routing, statics);
        firewall = new Firewall(Model.Global.Nftables, moveGroupReports: !Model.Global.DisableLocalIgmp, page);
        links = new VirtualLinks(Interfaces, addresses, settings, firewall, log);
        Announcements = new AnnouncementQueue(Interfaces, log);
        sockets = new SocketPool(Interfaces, Polls, log, routers);
        claims = new ClaimWatch(this);
        autoPriority = new AutoPriority(model.Global.Processes, log);
        Interfaces.LinkChanged = OnLinkChanged;
        Interfaces.LinkNamed = OnLinkNamed;
        Interfaces.AddressAdded = OnAddressAdded;
        Interfaces.AddressRemoved = OnAddressRemoved;
        Polls.Add(Interfaces.Descriptor, Interfaces.Read);
        SizeBuffers(model.Global.Buffers);
        Adopt(model);
        foreach (var instance in model.Instances) routers.Add(new VirtualRouter(instance, this));
        groups = RouterGroup.Form(model, routers, this);
    }

    /// <summary>Does what the original does, faults included.</summary>
    public bool IsStrict { get; }

    /// <summary>Of the interfaces that are made for virtual routers.</summary>
    public string LinkPrefix => Model.Global.VirtualMacPrefix ?? "vrrp";

    /// <summary>Of those that are made for their addresses on other interfaces.</summary>
    public string AddressLinkPrefix => Model.Global.VirtualMacAddressPrefix ?? LinkPrefix;

    /// <summary>What is configured now.</summary>
    public KeepalivedModel Model { get; private set; }

    /// <summary>Every address that comes or goes is logged (<c>-a</c>).</summary>
    public bool MonitorsAddresses { get; set; }

    public DaemonLog Log { get; }

    public StatusPage Page { get; }

    public PollSet Polls { get; } = new();

    public InterfaceTable Interfaces { get; } = new();

    /// <summary>Which of them count as up.</summary>
    public LinkDelays Links { get; }

    public AnnouncementQueue Announcements { get; }

    /// <summary>Of all instances: they are nobody's primary address.</summary>
    public HashSet<IPAddress> VirtualAddresses { get; } = [];

    public IReadOnlyList<VirtualRouter> Routers => routers;

    /// <summary>Opens what routers need and looks at what they depend on; nothing is sent yet.</summary>
    public void Prepare()
    {
        Interfaces.Load();
        beats.Begin(Model, MonotonicClock.NowUs);
        statics.Take(Model);
        routeKeeper.Follow();
        MakeLinks();
        trackers.ReadLinks();
        changed = false;
        foreach (var router in routers) router.Judge();
        foreach (var router in routers) sockets.Attach(router);
    }

    /// <summary>Goes on where another process stopped, as its records in the status page say: masters stay masters. <see cref="Prepare"/> comes before it.</summary>
    public void Resume()
    {
        started = true;
        var now = MonotonicClock.NowUs;
        foreach (var router in routers) router.Resume(now);
        foreach (var group in groups) group.Continue();
        claims.Follow();
        Log.Write("Going on in the place of the VRRP process before");
        Listen();
        Reconsider();
    }

    /// <summary>What has come in so far is not for this process: another one has heard it.</summary>
    public void Forget() => sockets.Discard();

    /// <summary>The last thing before another process goes on in this one's place.</summary>
    public void Leave()
    {
        var now = MonotonicClock.NowUs;
        foreach (var router in routers) router.Leave(now);
    }

    /// <summary>Nobody has served for a moment: what came in meanwhile is heard before a timer may say that there was silence.</summary>
    public void Listen() => Polls.Wait(0);

    /// <summary>The counters of keepalived.stats start again.</summary>
    public void ClearStatistics()
    {
        foreach (ref var record in Page.Routers)
        {
            if (record.IsUsed) record.Counters = default;
        }
    }

    public void Start()
    {
        Prepare();
        started = true;
        var now = MonotonicClock.NowUs;
        var delayUs = Model.Global.StartupDelay.Ticks / TimeSpan.TicksPerMicrosecond;
        if (delayUs > 0) Log.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Delaying startup for {Model.Global.StartupDelay.TotalSeconds} seconds"));
        foreach (var group in groups) group.Begins();
        foreach (var router in routers) router.Start(now, delayUs);
        foreach (var group in groups) group.Started();
        claims.Follow();
        sockets.LogAll();
    }

    /// <summary>Sleeps until something happens and deals with it.</summary>
    public void RunOnce()
    {
        // What is due comes before what has arrived meanwhile: an owner is master before it hears anybody (measured).
        FireTimers(MonotonicClock.NowUs);
        var next = Math.Min(Announcements.NextEventUs, Links.NextEventUs);
        foreach (var router in routers) next = Math.Min(next, router.NextEventUs);
        Polls.Wait(next == long.MaxValue ? next : next - MonotonicClock.NowUs);
        autoPriority.Raise(next, MonotonicClock.NowUs);
        if (Links.NextEventUs <= MonotonicClock.NowUs) OnDelayedLinks();
        if (changed) Reconsider();
        FireTimers(MonotonicClock.NowUs);
    }

    private void FireTimers(long now)
    {
        foreach (var router in routers)
        {
            if (router.NextEventUs <= now) router.OnTimer(now);
        }

        if (Announcements.NextEventUs <= now) Announcements.OnTimer(now);
    }

    public void OnScriptResult(string name, ScriptOutcome outcome, int number)
    {
        if (trackers.OnScript(name, outcome, number)) Reconsider();
    }

    /// <summary>The parent read a tracked file.</summary>
    public void OnFileValue(string name, int value)
    {
        var tracking = routers.SelectMany(router => router.Tracked.Where(item => item.Kind == TrackerKind.File && item.Name == name).Select(item => (router, item, WasFault: IsFault(item)))).ToArray();
        if (!trackers.OnTold(TrackerKind.File, name, value, good: true)) return;
        foreach (var (router, item, wasFault) in tracking)
        {
            if (started && IsFault(item) != wasFault) Log.Write($"({router.Configuration.Name}): tracked file {name} {(wasFault ? "leaving" : "now")} FAULT state");
        }

        Reconsider();

        bool IsFault(TrackedItem item) => item.Judge(trackers.Of(item)).IsFault;
    }

    /// <summary>The parent counted the processes of a vrrp_track_process.</summary>
    public void OnProcessCount(string name, int count, bool quorum)
    {
        if (trackers.OnTold(TrackerKind.Process, name, count, quorum)) Reconsider();
    }

    /// <summary>The operator takes this node out of service, or back in.</summary>
    public void OnMaintenance(bool on)
    {
        maintenance = on;
        Reconsider();
    }

    /// <summary>The configuration was read again. What is the same router in both stays as it is; a master stays master.</summary>
    public void Reload(KeepalivedModel model)
    {
        Log.Write("Reloading");
        var before = routers.ToArray();
        var now = MonotonicClock.NowUs;
        Model = model;
        foreach (var gone in before.Where(router => !model.Instances.Any(router.IsSameAs))) gone.Delete(now);
        Adopt(model);
        trackers.ReadLinks();
        foreach (var tracker in trackers.Scripts.Where(each => each.Status != TrackerStatus.Init))
        {
            Log.Write($"VRRP_Script({tracker.Script.Name}) considered {(tracker.Status == TrackerStatus.Good ? "successful" : "unsuccessful")} on reload");
        }

        routers.Clear();
        foreach (var instance in model.Instances) routers.Add(before.FirstOrDefault(router => router.IsSameAs(instance)) ?? new VirtualRouter(instance, this));
        groups = RouterGroup.Form(model, routers, this);
        MakeLinks();
        var kept = new List<VirtualRouter>();
        for (var i = 0; i < routers.Count; i++)
        {
            if (!before.Contains(routers[i])) continue;
            routers[i].Reload(model.Instances[i], now);
            kept.Add(routers[i]);
        }

        beats.Begin(model, now);
        statics.Take(model);
        routeKeeper.Follow();
        foreach (var router in routers) router.Judge();
        foreach (var router in routers) sockets.Attach(router);
        foreach (var router in routers.Except(kept)) router.Start(now, delayUs: 0);
        sockets.CloseUnused();
        claims.Follow();
        Reconsider();
    }

    /// <summary>Priority 0 to the others, addresses off, STOP to the scripts.</summary>
    /// <param name="keepsAddresses">Only the last of these: the others notice the silence (<c>-V</c>).</param>
    public void Stop(bool keepsAddresses = false)
    {
        var now = MonotonicClock.NowUs;
        foreach (var group in groups) group.Ends();
        foreach (var router in routers) router.Stop(now, keepsAddresses);
        foreach (var group in groups) group.Ended();
        if (keepsAddresses) return;
        statics.Remove();
        links.Remove();
        firewall.Remove();
        settings.Restore();
    }

    public RouterCondition ConditionOf(VirtualRouter router, IPAddress? source) => RouterCondition.Of(router.Configuration, router.Tracked, Links, router.Link?.Name, trackers, source, maintenance);

    public Holdings NewHoldings() => new(Interfaces, addresses, routing, firewall, Log);

    public void Notify(string instance, NotifiedState state, int priority) => tell(new(ControlKind.Notify, (int)state, priority, instance));

    public void TellSplitBrain(string instance, string who) => tell(new(ControlKind.SplitBrain, 0, 0, $"{instance}: {who}"));

    public void NotifyGroup(string group, NotifiedState state) => tell(new(ControlKind.NotifyGroup, (int)state, 0, group));

    public void Dispose()
    {
        sockets.Dispose();
        claims.Dispose();
        links.Dispose();
        beats.Dispose();
        routeKeeper.Dispose();
        routing.Dispose();
        firewall.Dispose();
        Announcements.Dispose();
        addresses.Dispose();
        Interfaces.Dispose();
    }

    /// <summary>Of the sockets to the kernel's tables.</summary>
    private void SizeBuffers(BufferSettings buffers)
    {
        Interfaces.SetReceiveBuffer(buffers.VrrpNetlinkMonitor);
        addresses.SetReceiveBuffer(buffers.VrrpNetlinkCommand);
        routing.SetReceiveBuffer(buffers.VrrpNetlinkCommand);
        links.SetReceiveBuffer(buffers.VrrpNetlinkCommand);
    }

    private void Adopt(KeepalivedModel model)
    {
        foreach (var remark in StartRemarks.Of(model)) Log.Write(remark);
        sockets.Buffers = model.Global.Buffers;
        sockets.LogsUnknown = model.Global.LogUnknownRouters;
        VirtualAddresses.Clear();
        VirtualAddresses.UnionWith(model.Instances.SelectMany(instance => instance.Addresses.Concat(instance.ExcludedAddresses)).Select(each => each.Address));
        Announcements.Configure(model.GarpGroups);
        Links.Configure(model.InterfaceDelays);
        trackers.Adopt(model.Instances.SelectMany(instance => TrackedItem.Of(instance, model)), model.Scripts);
    }

    private void MakeLinks()
    {
        for (var i = 0; i < routers.Count; i++) routers[i].WantLinks(links, Model.Instances[i]);
        VirtualLink[] wanted = [.. routers.SelectMany(router => router.WantedLinks)];
        // Two links of one hardware address cannot both be up: the old one goes first, and nobody else took the addresses on it away.
        foreach (var gone in links.All.Except(wanted))
        {
            foreach (var router in routers) router.Leave(gone.Name);
        }

        links.Keep(wanted);
        links.Make();
        Interfaces.Read();
        foreach (var instance in Model.Instances.Where(each => each.PromoteSecondaries)) settings.PromoteSecondaries(instance.Interface);
    }

    private void Reconsider()
    {
        if (!started) return;
        Consider();
        // After that, so that a link which somebody removed is missed before there is a new one, and its addresses are set anew.
        if (!links.Make()) return;
        Interfaces.Read();
        Consider();
    }

    private void Consider()
    {
        changed = false;
        trackers.ReadLinks();
        var now = MonotonicClock.NowUs;
        foreach (var router in routers) router.Judge();
        foreach (var router in routers) sockets.Attach(router);
        foreach (var router in routers) router.Reconsider(now);
    }
}
