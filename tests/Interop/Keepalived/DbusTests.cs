using System.Text;
using Testing;

namespace Interop.Keepalived;

/// <summary>enable_dbus: objects, answers and signals on a bus, as the real keepalived has them.</summary>
public sealed class DbusTests
{
    private const string Instance = "/org/keepalived/Vrrp1/Instance/eth0/51/IPv4";
    private const string Vrrp = "/org/keepalived/Vrrp1/Vrrp";

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Calls_are_answered_in_the_same_words(Which which)
    {
        SystemBus.SkipWithoutMeans();
        using var segment = new Segment(1);
        var bus = await SystemBus.For(segment).Open();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(255, global: "enable_dbus"));
        await daemon.Log.Has("Acquired the name org.keepalived.Vrrp1 on the session bus");
        await daemon.Log.Has("Entering MASTER STATE");
        (string Path, string Method, string[] Arguments)[] calls =
        [
            (Instance, "org.freedesktop.DBus.Properties.GetAll", ["string:org.keepalived.Vrrp1.Instance"]),
            (Instance, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Instance", "string:Name"]),
            (Instance, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Instance", "string:State"]),
            (Instance, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Instance", "string:Foo"]),
            (Instance, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Foo", "string:Name"]),
            (Instance, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Instance"]),
            (Instance, "org.freedesktop.DBus.Properties.Set", ["string:org.keepalived.Vrrp1.Instance", "string:Name", "variant:string:x"]),
            (Vrrp, "org.freedesktop.DBus.Properties.GetAll", ["string:org.keepalived.Vrrp1.Vrrp"]),
            (Vrrp, "org.freedesktop.DBus.Properties.Get", ["string:org.keepalived.Vrrp1.Vrrp", "string:Name"]),
            (Instance, "org.keepalived.Vrrp1.Instance.SendGarp", []),
            (Instance, "org.keepalived.Vrrp1.Instance.SendGarp", ["string:x"]),
            (Instance, "org.keepalived.Vrrp1.Instance.Foo", []),
            (Instance, "org.keepalived.Vrrp1.Foo.Foo", []),
            ("/org/keepalived/Vrrp1/Instance/eth0/77/IPv4", "org.keepalived.Vrrp1.Instance.SendGarp", []),
            (Vrrp, "org.keepalived.Vrrp1.Vrrp.CreateInstance", ["string:a", "string:eth0", "uint32:3", "uint32:2"]),
            (Instance, "org.freedesktop.DBus.Peer.Ping", []),
            (Vrrp, "org.freedesktop.DBus.ObjectManager.GetManagedObjects", []),
            ("/", "org.freedesktop.DBus.Introspectable.Introspect", []),
            ("/org/keepalived/Vrrp1/Instance", "org.freedesktop.DBus.Introspectable.Introspect", []),
            (Instance, "org.freedesktop.DBus.Introspectable.Introspect", []),
            (Vrrp, "org.freedesktop.DBus.Introspectable.Introspect", []),
            ("/nowhere", "org.freedesktop.DBus.Introspectable.Introspect", []),
        ];
        var text = new StringBuilder();
        foreach (var (path, method, arguments) in calls) text.Append($"{path} {method}({string.Join(' ', arguments)})\n").Append(await bus.Call(path, method, arguments));
        Golden.Verify(text.ToString());
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Signals_tell_of_start_states_reload_deletion_and_end(Which which)
    {
        SystemBus.SkipWithoutMeans();
        using var segment = new Segment(1);
        segment.AddSecondLink();
        var bus = await SystemBus.For(segment).Open();
        var more = Conf.InstanceOn("GONE", 52, "eth1", "10.78.0.102/24", 100) + Conf.InstanceOn("TOLD", 53, "eth1", "10.78.0.103/24", 100, "notify_deleted");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, interval: 0.5, global: "enable_dbus") + more);
        await bus.Said.Has("path=/org/keepalived/Vrrp1/Vrrp; interface=org.keepalived.Vrrp1.Vrrp; member=VrrpStarted");
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await daemon.Log.Has("(GONE) Entering MASTER STATE");
        await daemon.Log.Has("(TOLD) Entering MASTER STATE");
        daemon.Rewrite(text => text[..text.IndexOf("vrrp_instance GONE", StringComparison.Ordinal)]);
        await bus.Call(Vrrp, "org.keepalived.Vrrp1.Vrrp.ReloadConfig");
        await bus.Said.Has("member=VrrpReloaded");
        segment.Plug(1, up: false);
        await daemon.Log.Has("(VI_1) Entering FAULT STATE");
        Assert.Equal(0, await daemon.Stop());
        await bus.Said.Has("member=VrrpStopped");

        var signals = bus.Signals();
        Assert.Equal("Vrrp VrrpStarted", signals[0]);
        string[] own = ["VrrpStatusChange 1", "VrrpStatusChange 2", "VrrpStatusChange 3", "VrrpStatusChange 98"];
        Assert.Equal(own, signals.Where(each => each.StartsWith("Instance/eth0/51/IPv4 ", StringComparison.Ordinal)).Select(each => each.Split(' ', 2)[1]));
        string[] last =
        [
            "Instance/eth1/52/IPv4 VrrpStatusChange 3", "Instance/eth1/53/IPv4 VrrpStatusChange 97", "Vrrp VrrpReloaded",
            "Instance/eth0/51/IPv4 VrrpStatusChange 3", "Instance/eth0/51/IPv4 VrrpStatusChange 98", "Vrrp VrrpStopped",
        ];
        Assert.Equal(last, signals[^6..]);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task SendGarp_announces_each_address_once(Which which)
    {
        SystemBus.SkipWithoutMeans();
        using var segment = new Segment(1);
        var bus = await SystemBus.For(segment).Open();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(255, global: "enable_dbus\n vrrp_garp_master_delay 0", addresses: "10.77.0.100/24\n 10.77.0.101/24"));
        await daemon.Log.Has("Acquired the name");
        await daemon.BecomesMaster();
        // What the takeover itself announces is over when the fifth round is.
        for (var i = 0; i < 5; i++) await daemon.Log.WaitFor("Sending gratuitous ARP on eth0 for 10.77.0.101");
        using var capture = await Capture.Start(segment, "arp");
        await bus.Call(Instance, "org.keepalived.Vrrp1.Instance.SendGarp");
        await daemon.Log.WaitFor("Sending garps on VI_1 on DBus request");
        // The target's last byte (RFC 826).
        Assert.Equal(100, (await capture.Next())[41]);
        Assert.Equal(101, (await capture.Next())[41]);
    }

    [SkippableFact]
    public async Task A_restart_without_failover_keeps_the_name()
    {
        SystemBus.SkipWithoutMeans();
        using var segment = new Segment(1);
        var bus = await SystemBus.For(segment).Open();
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, global: "enable_dbus"));
        await daemon.Log.WaitFor("Acquired the name");
        await daemon.BecomesMaster();
        Assert.Equal("restarted without failover\n", daemon.Ask(segment, 1, "restart"));
        await daemon.Log.WaitFor("Acquired the name");
        Assert.Contains("string \"Master\"", await bus.Call(Instance, "org.freedesktop.DBus.Properties.Get", "string:org.keepalived.Vrrp1.Instance", "string:State"), StringComparison.Ordinal);
        string[] signals = ["Vrrp VrrpStarted", "Instance/eth0/51/IPv4 VrrpStatusChange 2"];
        Assert.Equal(signals, bus.Signals()[^2..]);
    }

    [SkippableFact]
    public async Task A_bus_that_comes_late_is_found()
    {
        SystemBus.SkipWithoutMeans();
        using var segment = new Segment(1);
        var bus = SystemBus.For(segment);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100, global: "enable_dbus\n dbus_service_name org.example.Own"));
        await daemon.Log.Has("Lost the name org.example.Own on the session bus");
        await daemon.Log.Has("(VI_1) Entering MASTER STATE");
        await bus.Open();
        await bus.Said.Has("member=VrrpStarted");
        await daemon.Log.Has("Acquired the name org.example.Own on the session bus");
        Assert.Equal(0, await daemon.Stop());
    }
}
