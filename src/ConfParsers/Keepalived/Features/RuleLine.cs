using System.Globalization;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>One line of <c>virtual_rules</c> or <c>static_rules</c> while its words are read.</summary>
internal sealed class RuleLine(Words words, bool isStatic)
{
    private const int Keepalived = 18;

    private VirtualRule _rule = new(RuleAction.Nop, 0, IsIPv6: false, words.PlaceOfFirst);
    private AddressFamily? _family;
    private RuleAction? _action;
    private uint? _preference;
    private bool _hasProtocol;
    private bool _isOption;

    /// <returns>Null when the rule is dropped, which was reported.</returns>
    public VirtualRule? Read()
    {
        while (words.Next(out var option))
        {
            if (!Option(option)) return null;
        }

        if (_action is not { } action)
        {
            Fault("No action specified for rule - ignoring");
            return null;
        }

        Tracking();
        if (action == RuleAction.Goto && _preference is null)
        {
            Fault($"Invalid rule - goto target {_rule.Target} specified without preference");
            return null;
        }

        if (_preference is null)
        {
            _preference = words.Reading.NextRulePreference--;
            words.Warn(DiagnosticKind.MissingArgument, $"Rule has no preference specified - setting to {_preference}. This is probably not what you want.");
        }

        if (action == RuleAction.Goto && _preference >= _rule.Target)
        {
            Fault($"Invalid rule - preference {_preference} >= goto target {_rule.Target}");
            return null;
        }

        return _rule with { Action = action, Preference = _preference.Value, IsIPv6 = _family == AddressFamily.InterNetworkV6 };
    }

    private void Tracking()
    {
        if (!_rule.NoTrack && _hasProtocol && _rule.Protocol != Keepalived)
        {
            words.Warn(DiagnosticKind.Conflict, "Rule cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol");
            _rule = _rule with { Protocol = Keepalived };
        }

        if (_rule.TrackGroup is null || _rule.InputInterface is not null) return;
        words.Warn(DiagnosticKind.Conflict, "Static rule cannot have track_group if dev/iif not specified");
        _rule = _rule with { TrackGroup = null };
    }

    private bool Option(string option)
    {
        var place = words.PlaceOfLast;
        _isOption = true;
        var goesOn = Dispatch(option);
        if (_isOption) words.Reading.Uses.Add(new KeywordId("virtual_rules", option), place);
        return goesOn;
    }

    private bool Dispatch(string option)
    {
        switch (option)
        {
            case "not":
                return Set(_rule with { IsInverted = true });
            case "from":
                return Prefix(option, out var from) && Set(_rule with { From = from });
            case "to":
                return Prefix(option, out var to) && Set(_rule with { To = to });
            case "table" or "lookup":
                return words.Required(out var table) && Table(table);
            case "goto":
                return Goto();
            case "nop" or "blackhole" or "unreachable" or "prohibit":
                return Action(option);
            case "type":
                return words.Required(out var type) && Action(type);
            case "l3mdev":
                if (_action is not null) return Fault("Cannot specify l3mdev with other action");
                _action = RuleAction.L3Master;
                return true;
            case "iif" or "dev":
                return Device(out var input) && Set(_rule with { InputInterface = input });
            case "oif":
                return Device(out var output) && Set(_rule with { OutputInterface = output });
            case "tos" or "dsfield":
                return words.Required(out var tos) && (RouteNames.Tos(tos) is { } bits ? Set(_rule with { Tos = bits }) : Fault($"TOS value {tos} is invalid"));
            case "fwmark":
                return words.Required(out var mark) && Mark(mark);
            case "preference" or "order" or "priority":
                return Number(option, "rule preference", out var preference) && SetPreference(preference);
            case "realms":
                return words.Required(out var realms) && (RouteNames.Realms(realms) is { } pair ? Set(_rule with { Realms = pair }) : Fault($"invalid realms {realms} for rule"));
            case "suppress_prefixlength" or "sup_pl":
                return Number(option, "suppress_prefixlength", out var length) && Set(_rule with { SuppressPrefixLength = length });
            case "suppress_ifgroup" or "sup_group":
                return words.Required(out var group) && (RouteNames.InterfaceGroup(group) is { } groupNumber ? Set(_rule with { SuppressInterfaceGroup = groupNumber }) : Fault($"suppress_group {group} is invalid"));
            case "tunnel-id":
                if (!words.Required(out var tunnel)) return false;
                return words.Unsigned64(tunnel, out var id) ? Set(_rule with { TunnelId = id }) : Fault($"Invalid tunnel-id {option} specified");
            case "uidrange":
                return words.Required(out var users) && (Range(users, uint.MaxValue) is { } range ? Set(_rule with { Users = range }) : Fault($"Invalid uidrange {option} specified"));
            case "ipproto":
                return words.Required(out var protocol) && IpProtocol(protocol);
            case "sport":
                return Ports(option) is { } source ? Set(_rule with { SourcePorts = source }) : !words.Reading.Aborted;
            case "dport":
                return Ports(option) is { } target ? Set(_rule with { DestinationPorts = target }) : !words.Reading.Aborted;
            case "protocol":
                return words.Required(out var owner) && Protocol(owner);
            case "no_track":
                return Set(_rule with { NoTrack = true });
            case "track_group" when isStatic:
                return words.Required(out var trackGroup) && (!words.Reading.HasTrackGroup(words, trackGroup) || Set(_rule with { TrackGroup = trackGroup }));
            case "inet" or "inet6":
                return Family(option);
            default:
                _isOption = false;
                return Fault(RouteNames.IsType(option) ? $"Invalid rule action {option}" : $"Unknown rule option {option}");
        }
    }

    private bool Set(VirtualRule rule)
    {
        _rule = rule;
        return true;
    }

    /// <summary>Reports what makes the rule useless.</summary>
    private bool Fault(string text)
    {
        words.Warn(DiagnosticKind.BadValue, text);
        return false;
    }

    private bool SetPreference(uint preference)
    {
        _preference = preference;
        return true;
    }

    private bool Prefix(string option, out AddressPrefix? prefix)
    {
        prefix = null;
        if (!words.Required(out var word)) return false;
        prefix = RoutePrefix.Read(words, word, _family);
        if (prefix is null) return Fault($"Invalid rule {option} address {word}");
        if (prefix.Length == 0 && word is "default" or "any" or "all") return true;
        _family ??= prefix.Address.AddressFamily;
        return _family == prefix.Address.AddressFamily || Fault("rule specification has mixed IPv4 and IPv6");
    }

    private bool Table(string word)
    {
        if (RouteNames.Table(word) is not { } table) return Fault($"Routing table {word} not found for rule");
        if (table == 0) return Fault($"Table {word} is not valid");
        if (_action is not null) return Fault("Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable for rule");
        _action = RuleAction.Table;
        return Set(_rule with { Table = table });
    }

    private bool Goto()
    {
        if (!Number("goto", "target", out var target) || !Only()) return false;
        _action = RuleAction.Goto;
        return Set(_rule with { Target = target });
    }

    private bool Only() => _action is null || Fault("Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable/l3mdev for rule");

    private bool Action(string word)
    {
        RuleAction? action = word switch
        {
            "nop" => RuleAction.Nop,
            "blackhole" => RuleAction.Blackhole,
            "unreachable" => RuleAction.Unreachable,
            "prohibit" => RuleAction.Prohibit,
            _ => null,
        };
        if (action is null) return Fault(RouteNames.IsType(word) ? $"Invalid rule action {word}" : $"Unknown rule option {word}");
        if (!Only()) return false;
        _action = action;
        return true;
    }

    private bool Device(out string name)
    {
        if (!words.Required(out name)) return false;
        if (words.Reading.Surroundings.HasInterface(name)) return true;
        words.Reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {name} for rule doesn't exist");
        return words.Reading.HasDynamicInterfaces || !words.Reading.Strict;
    }

    /// <summary>2.2.7 repeats the option instead of its value.</summary>
    private bool Number(string option, string what, out uint number)
    {
        number = 0;
        if (!words.Required(out var word)) return false;
        return words.Unsigned(word, 0, uint.MaxValue, out number) || Fault($"Invalid {what} {option} specified");
    }

    private bool Mark(string word)
    {
        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var mark = RouteNames.CNumber(slash < 0 ? word : word[..slash]);
        var mask = slash < 0 ? uint.MaxValue : RouteNames.CNumber(word[(slash + 1)..]);
        if (mark is null || mask is null) return Fault($"Invalid rule fwmark {word} specified");
        return Set(_rule with { Mark = mark, MarkMask = slash < 0 ? null : mask });
    }

    private static (uint First, uint Last)? Range(string word, uint max)
    {
        var dash = word.IndexOf('-', StringComparison.Ordinal);
        if (dash < 1) return null;
        if (!uint.TryParse(word.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)) return null;
        if (!uint.TryParse(word.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)) return null;
        return first <= max && last <= max ? (first, last) : null;
    }

    /// <summary>A bad range is dropped, and the rule goes on.</summary>
    private (ushort First, ushort Last)? Ports(string option)
    {
        if (!words.Required(out var word)) return null;
        if (Range(word, ushort.MaxValue) is var (first, last)) return ((ushort)first, (ushort)last);
        words.Warn(DiagnosticKind.BadValue, $"invalid {option} range {word}");
        return null;
    }

    private bool IpProtocol(string word)
    {
        if (RouteNames.IpProtocol(word) is { } number) return Set(_rule with { IpProtocol = number });
        words.Warn(DiagnosticKind.BadValue, $"Invalid ipproto {word}");
        return true;
    }

    private bool Protocol(string word)
    {
        if (words.Unsigned(word, 0, 255, out var number))
        {
            _hasProtocol = true;
            return Set(_rule with { Protocol = (int)number });
        }

        words.Warn(DiagnosticKind.BadValue, $"Invalid protocol {word}");
        return true;
    }

    private bool Family(string option)
    {
        var family = option == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (_family is { } known && known != family) return Fault($"{option} specified for IPv{(known == AddressFamily.InterNetwork ? 4 : 6)} rule");
        _family = family;

        // 2.2.7 loses the word after it.
        if (words.Reading.Strict) words.Next(out _);
        return true;
    }
}
