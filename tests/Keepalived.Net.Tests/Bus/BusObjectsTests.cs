using ConfParsers.Keepalived;
using Keepalived.Net.Bus;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Process;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Bus;

/// <summary>The objects on the D-Bus, without a bus: a call in, an answer out.</summary>
public sealed class BusObjectsTests : IDisposable
{
    private static readonly VrrpInstance Router = new("VI_1", default!) { Interface = "eth0.5", VirtualRouterId = 51 };

    private readonly StatusPage page = StatusPage.Create();
    private readonly List<(BusVerb, string)> done = [];

    public void Dispose() => page.Dispose();

    [Theory]
    [InlineData(null, null, "/org/keepalived/Vrrp1/Vrrp", "/org/keepalived/Vrrp1/Instance/eth0_5/51/IPv4")]
    [InlineData("blue", null, "/org/keepalived/Vrrp1/blue/Vrrp", "/org/keepalived/Vrrp1/blue/Instance/eth0_5/51/IPv4")]
    [InlineData("blue", "a-1", "/org/keepalived/Vrrp1/blue/a_1/Vrrp", "/org/keepalived/Vrrp1/blue/a_1/Instance/eth0_5/51/IPv4")]
    public void Paths_name_namespace_and_instance(string? network, string? instance, string daemon, string router)
    {
        var paths = new BusPaths(network, instance);
        Assert.Equal(daemon, paths.Daemon);
        Assert.Equal(router, paths.Of(Router));
    }

    [Fact]
    public void The_state_is_what_the_page_says()
    {
        var slot = page.TakeRouter(Router, ipv6: false);
        page.Routers[slot].Note(new RouterState { State = VrrpState.Master });
        var answer = Ask("org.freedesktop.DBus.Properties", "Get", "ss", BusPaths.InstanceInterface, "State");
        Assert.Equal("(2, Master)", $"({answer.Variant!.Value.GetItem(0).GetUInt32()}, {answer.Variant.Value.GetItem(1).GetString()})");
    }

    [Fact]
    public void A_method_is_carried_out_for_its_router()
    {
        Assert.Null(Ask(BusPaths.InstanceInterface, "SendGarp", "").Error);
        Assert.Equal([(BusVerb.Announce, "VI_1")], done);
    }

    [Fact]
    public void Arguments_too_many_change_nothing()
    {
        Assert.Equal("Type of message, “(s)”, does not match expected type “()”", Ask(BusPaths.InstanceInterface, "SendGarp", "s", "x").Text);
        Assert.Empty(done);
    }

    [Fact]
    public void A_node_in_between_has_only_children()
    {
        var xml = Objects().Answer(new BusCall("/org/keepalived/Vrrp1", "org.freedesktop.DBus.Introspectable", "Introspect", "", [])).Text!;
        Assert.EndsWith("<node>\n  <node name=\"Vrrp\"/>\n  <node name=\"Instance\"/>\n</node>\n", xml, StringComparison.Ordinal);
    }

    private BusAnswer Ask(string busInterface, string member, string signature, params string[] words) =>
        Objects().Answer(new BusCall(new BusPaths(null, null).Of(Router), busInterface, member, signature, words));

    private BusObjects Objects()
    {
        var model = new KeepalivedModel(new GlobalDefs(), [Router], []);
        var options = new DaemonOptions();
        var view = new StatusView(model, page, new EventJournal(), Maintenance: false, NowUs: 0, DateTimeOffset.UnixEpoch) { Options = options, Paths = DaemonPaths.Of(options, model) };
        return new BusObjects(new BusPaths(null, null), () => view, (verb, name) => done.Add((verb, name)));
    }
}
