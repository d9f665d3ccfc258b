using System.Text;
using ConfParsers.Keepalived;
using ConfParsers.Keepalived.Linting;
using ConfParsers.Text;

namespace ConfParsers.Tests.Keepalived.Tools;

/// <summary>Each rule finds its trap, names its place, and is silent where there is none.</summary>
public sealed class LintTests
{
    private const string Script = "vrrp_script chk {\n script /bin/true\n weight %W\n}\n";

    public static TheoryData<string, string, string> Traps => new()
    {
        { "owner-ignores-weights", Script.Replace("%W", "-20") + Instance("priority 255\n track_script { chk }"), Script.Replace("%W", "-20") + Instance("priority 200\n track_script { chk }") },
        { "weight-without-effect", Script.Replace("%W", "20") + Instance("priority 254\n track_script { chk }"), Script.Replace("%W", "20") + Instance("priority 230\n track_script { chk }") },
        { "priority-below-one", Script.Replace("%W", "-100") + Instance("priority 90\n track_script { chk }"), Script.Replace("%W", "-80") + Instance("priority 90\n track_script { chk }") },
        { "strict-without-accept", Instance("strict_mode"), Instance("") },
        { "interval-fragile", Instance("version 3\n advert_int 0.05"), Instance("version 3\n advert_int 0.1") },
        { "check-slower-than-nothing", "vrrp_script chk {\n script /bin/true\n timeout 5\n}\n" + Instance("track_script { chk }"), "vrrp_script chk {\n script /bin/true\n timeout 5\n interval 5\n}\n" + Instance("track_script { chk }") },
        { "unicast-source-missing", Instance("unicast_peer {\n 10.9.9.2\n }"), Instance("unicast_src_ip 10.9.9.1\n unicast_peer {\n 10.9.9.2\n }") },
        { "unicast-peer-is-self", Instance("unicast_src_ip 10.9.9.1\n unicast_peer {\n 10.9.9.1\n }"), Instance("unicast_src_ip 10.9.9.1\n unicast_peer {\n 10.9.9.2\n }") },
        { "many-addresses", Instance("virtual_ipaddress {\n ~SEQ(i, 1, 25) 10.9.8.${i}/24\n }"), Instance("virtual_ipaddress {\n ~SEQ(i, 1, 9) 10.9.8.${i}/24\n }") },
        { "address-listed-twice", Instance("") + Instance("", "VJ", 52), Instance("") + Instance("", "VJ", 52).Replace("10.9.9.100", "10.9.9.101", StringComparison.Ordinal) },
        { "link-local-not-first", Instance("").Replace("10.9.9.100/24", "2001:db8::1/64", StringComparison.Ordinal), Instance("").Replace("10.9.9.100/24", "fe80::1/64", StringComparison.Ordinal) },
        { "script-never-tracked", Script.Replace("%W", "1") + Instance(""), Script.Replace("%W", "1") + Instance("track_script { chk }") },
        { "password-in-the-clear", Instance("authentication {\n auth_type PASS\n auth_pass x\n }"), Instance("authentication {\n auth_type AH\n auth_pass x\n }") },
        { "no-preempt-and-weights", Instance("nopreempt\n track_interface {\n eth1 weight 5\n }"), Instance("nopreempt\n track_interface {\n eth1\n }") },
        { "nopreempt-with-master", Instance("state MASTER\n priority 100\n nopreempt"), Instance("state BACKUP\n nopreempt") },
        { "auth-pass-too-long", Instance("authentication {\n auth_type AH\n auth_pass 123456789\n }"), Instance("authentication {\n auth_type AH\n auth_pass 12345678\n }") },
        { "declared-after-use", Instance("track_script { chk }") + Script.Replace("%W", "1"), Script.Replace("%W", "1") + Instance("track_script { chk }") },
    };

    public static TheoryData<string, string, string> PairTraps => new()
    {
        { "pair-instance-missing", Instance(""), Instance("", id: 52) },
        { "pair-version", Instance("version 2"), Instance("version 3") },
        { "pair-advert-interval", Instance("advert_int 1"), Instance("advert_int 2") },
        { "pair-authentication", Instance("authentication {\n auth_type PASS\n auth_pass a\n }"), Instance("authentication {\n auth_type PASS\n auth_pass b\n }") },
        { "pair-authentication", Instance("authentication {\n auth_type PASS\n auth_pass a\n }"), Instance("") },
        { "pair-addresses", Instance(""), Instance("virtual_ipaddress {\n 10.9.9.101/24\n }") },
        { "pair-equal-priority", Instance("priority 150"), Instance("priority 150") },
        { "pair-owner", Instance("priority 255"), Instance("priority 255") },
        { "pair-never-loses", Script.Replace("%W", "-20") + Instance("priority 150\n track_script { chk }"), Instance("priority 100") },
        { "pair-unicast", Instance("unicast_peer {\n 10.9.9.2\n }"), Instance("") },
        { "pair-unicast-peers", Instance("unicast_src_ip 10.9.9.1\n unicast_peer {\n 10.9.9.3\n }"), Instance("unicast_src_ip 10.9.9.2\n unicast_peer {\n 10.9.9.1\n }") },
        { "pair-multicast-group", Instance("mcast_dst_ip 224.0.0.20"), Instance("") },
        { "pair-virtual-mac", Instance("use_vmac"), Instance("") },
        { "pair-preemption", Instance("priority 100\n nopreempt"), Instance("priority 150") },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_trap_is_found_and_its_mended_form_is_not(string rule, string trap, string mended)
    {
        var finding = Assert.Single(Lint(trap), finding => finding.Rule == rule);

        Assert.NotNull(finding.Place);
        Assert.DoesNotContain(Lint(mended), finding => finding.Rule == rule);
    }

    [Theory]
    [MemberData(nameof(PairTraps))]
    public void Two_nodes_that_do_not_fit_are_told_from_both_sides(string rule, string one, string other)
    {
        Assert.Contains(KeepalivedLint.Compare(Model(one), Model(other)), finding => finding.Rule == rule);
        Assert.Contains(KeepalivedLint.Compare(Model(other), Model(one)), finding => finding.Rule == rule);
    }

    [Fact]
    public void Two_nodes_that_fit_have_nothing_to_be_told() =>
        Assert.Empty(KeepalivedLint.Compare(
            Model(Instance("state MASTER\n priority 150\n unicast_src_ip 10.9.9.1\n unicast_peer {\n 10.9.9.2\n }")),
            Model(Instance("priority 100\n unicast_src_ip 10.9.9.2\n unicast_peer {\n 10.9.9.1\n }"))));

    [Fact]
    public void Every_rule_has_a_trap_here()
    {
        Assert.Empty(KeepalivedLint.Rules.Select(rule => rule.Id).Except(Traps.Select(trap => (string)trap[0]), StringComparer.Ordinal));
        Assert.Empty(KeepalivedLint.Pair.Select(rule => rule.Id).Except(PairTraps.Select(trap => (string)trap[0]), StringComparer.Ordinal));
    }

    private static string Instance(string lines, string name = "VI", int id = 51) =>
        $"vrrp_instance {name} {{\n interface eth0\n virtual_router_id {id}\n {lines}\n virtual_ipaddress {{\n 10.9.9.100/24\n }}\n}}\n";

    private static IReadOnlyList<Diagnostic> Lint(string text) => KeepalivedLint.Run(Load(text));

    private static KeepalivedModel Model(string text) => Load(text).Model;

    private static KeepalivedResult Load(string text) => KeepalivedConfig.Load("keepalived.conf", new TextSurroundings(Encoding.UTF8.GetBytes(text)));
}
