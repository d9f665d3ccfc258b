using System.Net;
using System.Text;
using ConfParsers.Keepalived;
using ConfParsers.Text;

namespace ConfParsers.Tests.Keepalived;

/// <summary>What the lines mean: the model that the daemon gets.</summary>
public sealed class ModelTests
{
    private const string Instance = "vrrp_instance VI {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress { 10.9.9.100/24 }\n";

    [Theory]
    [InlineData("keepalived-master.conf", VrrpState.Master, 100)]
    [InlineData("keepalived-backup.conf", VrrpState.Backup, 90)]
    public void The_samples_of_both_nodes_are_understood(string file, VrrpState state, int priority)
    {
        var path = Path.GetFullPath(Path.Combine(ConfigCase.Folder, "../../../../samples/conf/keepalived", file));

        var model = KeepalivedConfig.Load(path, new Lab()).Model;

        var instance = Assert.Single(model.Instances);
        Assert.Equal("HA_WEB_01", model.Global.RouterId);
        Assert.Equal("VI_1", instance.Name);
        Assert.Equal("eth0", instance.Interface);
        Assert.Equal(state, instance.WantedState);
        Assert.Equal(priority, instance.Priority);
        Assert.Equal(51, instance.VirtualRouterId);
        Assert.Equal(2, instance.Version);
        Assert.Equal(TimeSpan.FromSeconds(1), instance.AdvertInterval);
        Assert.Equal(new VrrpAuthentication(VrrpAuthenticationType.Pass, "1111"), instance.Authentication);
        Assert.True(instance.SkipCheckAdvertAddresses);
        Assert.Equal(TimeSpan.FromSeconds(1), instance.Garp.Delay);
        Assert.Equal(5, instance.Garp.Repeat);
        var address = Assert.Single(instance.Addresses);
        Assert.Equal((IPAddress.Parse("192.168.1.100"), 24), (address.Address, address.PrefixLength));
        var tracked = Assert.Single(instance.TrackScripts);
        Assert.Equal("chk_http_port", tracked.Script.Name);
        Assert.Equal(-20, tracked.EffectiveWeight);
        Assert.Equal(["/etc/keepalived/check_http.sh"], tracked.Script.Command.Arguments);
        Assert.Equal((TimeSpan.FromSeconds(2), 3, 2), (tracked.Script.Interval, tracked.Script.Fall, tracked.Script.Rise));
        Assert.Same(model.Scripts.Single(), tracked.Script);
    }

    [Fact]
    public void Strict_drops_a_script_declared_after_its_use() =>
        Assert.Empty(Load(Instance + " track_script { chk }\n}\nvrrp_script chk {\n script /bin/true\n}\n", strict: true).Model.Instances.Single().TrackScripts);

    [Fact]
    public void A_later_declaration_is_named_as_the_related_place()
    {
        var result = Load(Instance + " track_script { chk }\n}\nvrrp_script chk {\n script /bin/true\n}\n");

        var diagnostic = Assert.Single(result.Diagnostics, each => each.Kind == DiagnosticKind.Order);
        Assert.Equal(7, diagnostic.Related!.Value.Place.Line);
    }

    [Fact]
    public void Globals_hold_for_instances_that_stand_before_them()
    {
        var instance = Load(Instance + " garp_master_repeat 2\n}\nglobal_defs {\n vrrp_version 3\n vrrp_garp_master_repeat 7\n vrrp_garp_master_delay 9\n vrrp_down_timer_adverts 4\n}\n").Model.Instances.Single();

        Assert.Equal(3, instance.Version);
        Assert.Equal(2, instance.Garp.Repeat);
        Assert.Equal(TimeSpan.FromSeconds(9), instance.Garp.Delay);
        Assert.Equal(4, instance.DownTimerAdverts);
    }

    [Fact]
    public void Lower_priority_numbers_follow_those_of_the_globals_not_of_the_instance()
    {
        const string Own = " garp_master_delay 9\n garp_master_repeat 2\n}\n";
        var garp = Load(Instance + Own).Model.Instances.Single().Garp;
        Assert.Equal((TimeSpan.FromSeconds(5), 5), (garp.LowerPriorityDelay, garp.LowerPriorityRepeat));

        garp = Load("global_defs {\n vrrp_garp_master_delay 7\n vrrp_garp_master_repeat 3\n}\n" + Instance + Own).Model.Instances.Single().Garp;
        Assert.Equal((TimeSpan.FromSeconds(7), 3), (garp.LowerPriorityDelay, garp.LowerPriorityRepeat));
    }

    [Fact]
    public void An_address_has_its_options()
    {
        var address = Load(Instance + " virtual_ipaddress {\n  10.9.9.101/24 brd + dev eth1 scope link label eth1:1\n }\n}\n").Model.Instances.Single().Addresses[1];

        Assert.Equal("eth1", address.Interface);
        Assert.Equal("eth1:1", address.Label);
        Assert.Equal(253, address.Scope);
        Assert.Equal(IPAddress.Parse("10.9.9.255"), address.Broadcast);
    }

    [Theory]
    [InlineData("fe80::5/64", 253)]
    [InlineData("2001:db8::1/64", 0)]
    public void An_IPv6_address_makes_the_instance_version_3(string address, int scope)
    {
        var instance = Load("vrrp_instance VI {\n interface eth0\n virtual_router_id 51\n virtual_ipaddress { " + address + " }\n}\n").Model.Instances.Single();

        Assert.Equal(3, instance.Version);
        Assert.Equal(scope, instance.Addresses.Single().Scope);
    }

    [Fact]
    public void A_long_password_is_cut_at_eight_bytes_not_within_a_character()
    {
        var instance = Load(Instance + " authentication {\n  auth_type PASS\n  auth_pass 1234567\u00e9\n }\n}\n").Model.Instances.Single();

        Assert.Equal("1234567", instance.Authentication!.Password);
    }

    [Theory]
    [InlineData("0.5", 3, 500)]
    [InlineData("0.5", 2, 1000)]
    [InlineData("1.5", 2, 2000)]
    [InlineData("0.015", 3, 20)]
    [InlineData("50", 3, 40950)]
    public void An_interval_is_what_the_version_can_say(string interval, int version, int milliseconds) =>
        Assert.Equal(milliseconds, Load(Instance + $" version {version}\n advert_int {interval}\n}}\n").Model.Instances.Single().AdvertInterval.TotalMilliseconds);

    [Theory]
    [InlineData("/bin/true", new[] { "/bin/true" })]
    [InlineData("/bin/true a b", new[] { "/bin/true" })]
    [InlineData("\"/bin/true a 'b c' \\\"d e\\\" f\\\\ g\"", new[] { "/bin/true", "a", "b c", "d e", "f g" })]
    [InlineData("'/bin/true a \"x y\"'", new[] { "/bin/true", "a", "x y" })]
    [InlineData("\"/bin/tr\"'ue 'a", new[] { "/bin/true", "a" })]
    public void A_command_is_split_twice_as_a_shell_would(string command, string[] arguments) =>
        Assert.Equal(arguments, Load("vrrp_script chk {\n script " + command + "\n}\n").Model.Scripts.Single().Command.Arguments);

    [Fact]
    public void A_notify_script_has_its_user_or_the_default_one()
    {
        var notify = Load("global_defs {\n script_user nobody\n}\n" + Instance + " notify_master \"/bin/true m\" root\n notify /bin/true\n}\n").Model.Instances.Single().Notify;

        Assert.Equal(("root", "m"), (notify.Master!.User, notify.Master.Arguments[1]));
        Assert.Equal("nobody", notify.Any!.User);
        Assert.Null(notify.Backup);
    }

    [Fact]
    public void A_word_that_nobody_knows_comes_with_the_nearest_one()
    {
        var diagnostic = Assert.Single(Load(Instance + " prioriti 3\n}\n").Diagnostics);

        Assert.Equal(DiagnosticKind.UnknownKeyword, diagnostic.Kind);
        Assert.Equal("did you mean 'priority'?", diagnostic.Hint);
        Assert.Equal((5, 2, 8), (diagnostic.Place!.Value.Line, diagnostic.Place.Value.Column, diagnostic.Place.Value.Length));
    }

    [Fact]
    public void Only_words_of_the_language_count_as_used()
    {
        var uses = new List<string>();
        var options = new KeepalivedOptions { Carries = keyword =>
        {
            uses.Add(keyword.ToString());
            return true;
        } };

        KeepalivedConfig.Load("keepalived.conf", new Lab(Encoding.UTF8.GetBytes(Instance + " virtual_routes {\n 10.1.0.0/16 via 10.9.9.2 dev eth0\n }\n virtual_rules {\n from 10.1.0.0/16 table 5 preference 4\n }\n}\n")), options);

        Assert.Equal(
            ["'dev' of virtual_routes", "'from' of virtual_rules", "'preference' of virtual_rules", "'table' of virtual_rules", "'via' of virtual_routes"],
            uses.Where(use => use.Contains(" of virtual_r", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, Severity.Notice)]
    [InlineData(true, Severity.Alert)]
    public void What_the_daemon_does_not_carry_out_is_named_and_keeps_it_from_starting(bool forStart, Severity severity)
    {
        var options = new KeepalivedOptions { Carries = keyword => keyword.Name != "preempt", ForStart = forStart };

        var result = KeepalivedConfig.Load("keepalived.conf", new Lab(Encoding.UTF8.GetBytes(Instance + " preempt\n}\n")), options);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(forStart, result.IsFatal);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((severity, 5), (diagnostic.Severity, diagnostic.Place!.Value.Line));
        Assert.StartsWith("'preempt' of vrrp_instance is ", diagnostic.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interface eth9")]
    [InlineData("priority")]
    public void A_fatal_fault_keeps_the_daemon_from_starting(string line) => Assert.True(Load(Instance + " " + line + "\n}\n").IsFatal);

    [Fact]
    public void A_fault_with_a_default_lets_the_daemon_start()
    {
        var result = Load(Instance + " priority 300\n}\n");

        Assert.False(result.IsFatal);
        Assert.Equal(100, result.Model.Instances.Single().Priority);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_and_not_found()
    {
        var result = KeepalivedConfig.Load("/nonexistent/keepalived.conf", new Host());

        Assert.False(result.IsFound);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Config files missing '/nonexistent/keepalived.conf'.", Assert.Single(result.Diagnostics).Message);
    }

    [Theory]
    [InlineData("", VrrpState.Master)]
    [InlineData(" state BACKUP\n", VrrpState.Backup)]
    [InlineData(" state FOO\n", VrrpState.Backup)]
    public void An_owner_is_master_from_the_start_unless_another_state_is_named(string line, VrrpState state) =>
        Assert.Equal(state, Assert.Single(Load(Instance + " priority 255\n" + line + "}\n").Model.Instances).WantedState);

    [Theory]
    [InlineData("include /nonexistent/a.conf\n", true, 6)]
    [InlineData("include /nonexistent/*.conf\n", true, 6)]
    [InlineData("include /nonexistent/a.conf\n", false, 0)]
    public void Every_include_can_be_checked(string lines, bool all, int exitCode)
    {
        var options = new KeepalivedOptions { ChecksIncludes = all };
        Assert.Equal(exitCode, KeepalivedConfig.Load("keepalived.conf", new Lab(Encoding.UTF8.GetBytes(lines)), options).ExitCode);
    }

    private static KeepalivedResult Load(string text, bool strict = false) => KeepalivedConfig.Load("keepalived.conf", new Lab(Encoding.UTF8.GetBytes(text)), new KeepalivedOptions(strict));

    /// <summary>A machine with eth0 and eth1 where every script is in order.</summary>
    private sealed class Lab(byte[]? text = null) : ISurroundings
    {
        public byte[]? Read(string path, out string? fault)
        {
            fault = null;
            return text ?? File.ReadAllBytes(path);
        }

        public IReadOnlyList<string> Glob(string pattern) => [];

        public bool HasInterface(string name) => name is "eth0" or "eth1";

        public ScriptFile Script(string path) => ScriptFile.Usable;

        public bool HasUser(string name) => name is "root" or "nobody";

        public bool HasGroup(string name) => name is "root";
    }
}
