using ConfParsers.Keepalived;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>vrrpRuleTable (KEEPALIVED-MIB vrrp 8): static rules as those of instance 0, then each instance's.</summary>
internal static class RuleTable
{
    public static void Write(MibBuilder mib, MibSource source)
    {
        var table = mib.Table(2, 8, 1);
        for (var i = 0; i < source.Model.StaticRules.Length; i++) Write(table.Row(0, (uint)i + 1), source.Model.StaticRules[i], isSet: true);
        for (var i = 0; i < source.Model.Instances.Length; i++)
        {
            var instance = source.Model.Instances[i];
            var isMaster = source.Record(instance).State == VrrpState.Master;
            for (var j = 0; j < instance.Rules.Length; j++) Write(table.Row((uint)i + 1, (uint)j + 1), instance.Rules[j], isMaster);
        }
    }

    private static void Write(in MibRow row, VirtualRule rule, bool isSet)
    {
        var either = rule.To ?? rule.From;
        row.Text(2, (rule.From, rule.To) switch { (null, null) => "", (_, null) => "from", (null, _) => "to", _ => "both" });
        WritePrefix(row, 3, either);
        if (LooksUp(rule)) row.Gauge(6, rule.Table ?? 0);
        row.Choice(7, isSet);
        row.Choice(8, rule.IsInverted);
        WritePrefix(row, 9, rule.To);
        WritePrefix(row, 12, rule.From);
        row.Gauge(15, rule.Tos);
        row.Gauge(16, rule.Mark);
        row.Gauge(17, rule.MarkMask);
        if (rule.Realms is { } realms)
        {
            row.Gauge(18, realms & 0xffff);
            row.Gauge(19, realms >> 16);
        }

        row.Text(20, rule.InputInterface);
        row.Text(21, rule.OutputInterface);
        row.Gauge(22, rule.Target);
        row.Integer(23, Action(rule.Action));
        if (LooksUp(rule)) row.Gauge(24, rule.Table ?? 0);
        row.Gauge(25, rule.Preference);
        row.Gauge(26, rule.SuppressPrefixLength);
        row.Text(27, rule.SuppressInterfaceGroup?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        row.Gauge(28, rule.TunnelId is { } tunnel ? (long)(tunnel >> 32) : null);
        row.Gauge(29, rule.TunnelId is { } low ? (long)(low & uint.MaxValue) : null);
        row.Gauge(30, rule.Users?.First);
        row.Gauge(31, rule.Users?.Last);
        if (rule.Action == RuleAction.L3Master) row.Choice(32, isFirst: true);
        if (rule.Protocol != OwnProtocol) row.Integer(33, rule.Protocol + 1);
        row.Gauge(34, rule.IpProtocol);
        row.Gauge(35, rule.SourcePorts?.First);
        row.Gauge(36, rule.SourcePorts?.Last);
        row.Gauge(37, rule.DestinationPorts?.First);
        row.Gauge(38, rule.DestinationPorts?.Last);
    }

    /// <summary>keepalived's own, which nobody has to ask for.</summary>
    private const int OwnProtocol = 18;

    private static bool LooksUp(VirtualRule rule) => rule.Action is RuleAction.Table or RuleAction.L3Master;

    private static void WritePrefix(in MibRow row, uint column, AddressPrefix? prefix)
    {
        if (prefix is null) return;
        row.Integer(column, MibWords.AddressType(prefix.Address));
        row.Address(column + 1, prefix.Address);
        row.Gauge(column + 2, prefix.Length);
    }

    /// <summary>RuleAction of the MIB.</summary>
    private static int Action(RuleAction action) => action switch
    {
        RuleAction.Goto => 2,
        RuleAction.Nop => 3,
        RuleAction.Blackhole => 6,
        RuleAction.Unreachable => 7,
        RuleAction.Prohibit => 8,
        _ => 1,
    };
}
