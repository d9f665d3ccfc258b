using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>One line of <c>virtual_routes</c> or <c>static_routes</c> while its words are read.</summary>
internal sealed class RouteLine(Words words, bool isStatic)
{
    private const int Keepalived = 18;

    private readonly List<RouteMetric> _metrics = [];
    private readonly List<NextHop> _hops = [];
    private VirtualRoute _route = new(IPAddress.Any, 0, words.PlaceOfFirst);
    private string? _destination;
    private AddressFamily? _family;
    private bool _hasProtocol;
    private bool _isOption;

    /// <returns>Null when the route is dropped, which was reported.</returns>
    public VirtualRoute? Read()
    {
        while (words.Next(out var option))
        {
            if (!Option(option)) return null;
        }

        if (_destination is null)
        {
            words.Warn(DiagnosticKind.MissingArgument, "Route must have a destination");
            return null;
        }

        Tracking();
        return _route with { Metrics = [.. _metrics], NextHops = [.. _hops] };
    }

    private void Tracking()
    {
        var isTracked = !_route.NoTrack;
        if (isTracked && _route.Interface is null)
        {
            words.Warn(DiagnosticKind.Conflict, $"Warning - cannot track route {_destination} with no interface specified, not tracking");
            isTracked = false;
        }

        if (isTracked && _hasProtocol && _route.Protocol != Keepalived)
        {
            words.Warn(DiagnosticKind.Conflict, "Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol");
            _route = _route with { Protocol = Keepalived };
        }

        if (_route.TrackGroup is not null && _route.Interface is null)
        {
            words.Warn(DiagnosticKind.Conflict, "Static route cannot have track group if no oif specified");
            _route = _route with { TrackGroup = null };
        }

        _route = _route with { NoTrack = !isTracked };
    }

    /// <summary>An option is noted as used; a destination without a word before it is none.</summary>
    private bool Option(string option)
    {
        var place = words.PlaceOfLast;
        _isOption = true;
        var goesOn = Dispatch(option);
        if (_isOption) words.Reading.Uses.Add(new KeywordId("virtual_routes", option), place);
        return goesOn;
    }

    private bool Dispatch(string option)
    {
        switch (option)
        {
            case "src":
                return words.Required(out var source) && Source(source);
            case "to":
                return words.Required(out var destination) && Destination(destination);
            case "via" or "gw":
                if (option == "gw") Deprecated("gw", "via");
                return Via(out var via, "invalid route via address") && Set(_route with { Via = via });
            case "dev" or "oif":
                return words.Required(out var device) && Device(device) && Set(_route with { Interface = device });
            case "or":
                Deprecated("or", "nexthop");
                return words.Required(out var other) && Or(other);
            case "nexthop":
                return NextHops();
            case "table":
                return words.Required(out var table) && (RouteNames.Table(table) is { } number ? Set(_route with { Table = number }) : Fault($"Routing table {table} not found for route"));
            case "vrf":
                return words.Required(out var vrf) && Vrf(vrf);
            case "tos" or "dsfield":
                return words.Required(out var tos) && (RouteNames.Tos(tos) is { } bits ? Set(_route with { Tos = bits }) : Fault($"TOS value {tos} is invalid"));
            case "scope":
                return words.Required(out var scope) && (RouteNames.Scope(scope) is { } level ? Set(_route with { Scope = level }) : Fault($"Scope {scope} not found or invalid for route"));
            case "protocol":
                return Protocol();
            case "proto" when !words.Reading.Strict:
                return Protocol();
            case "metric" or "preference" or "priority":
                return Number($"Invalid metric {{0}} specified for route", uint.MaxValue, out var metric) && Set(_route with { Metric = metric });
            case "realms":
                return words.Required(out var realms) && (RouteNames.Realms(realms) is { } pair ? Set(_route with { Realms = pair }) : Fault($"Invalid realms {realms} for route"));
            case "onlink":
                return Set(_route with { OnLink = true });
            case "add":
                return Set(_route with { Placement = RoutePlacement.Add });
            case "append":
                return Set(_route with { Placement = RoutePlacement.Append });
            case "prepend":
                return Set(_route with { Placement = RoutePlacement.Prepend });
            case "no_track":
                return Set(_route with { NoTrack = true });
            case "track_group" when isStatic:
                return words.Required(out var group) && (!words.Reading.HasTrackGroup(words, group) || Set(_route with { TrackGroup = group }));
            case "encap":
                return Encapsulation();
            case "inet" or "inet6":
                return Family(option);
            default:
                return Metric(option) || SpecialOption(option);
        }
    }


    private bool Set(VirtualRoute route)
    {
        _route = route;
        return true;
    }

    /// <summary>Reports what makes the route useless.</summary>
    private bool Fault(string text)
    {
        words.Warn(DiagnosticKind.BadValue, text);
        return false;
    }

    private void Deprecated(string word, string instead) => words.Warn(DiagnosticKind.Deprecated, $"\"{word}\" for routes is deprecated. Please use \"{instead}\"");

    /// <summary>True when an address of the family may stand in the route.</summary>
    private bool Agrees(IPAddress address, string? fault = null)
    {
        _family ??= address.AddressFamily;
        return _family == address.AddressFamily || Fault(fault ?? "Cannot mix IPv4 and IPv6 addresses for route");
    }

    private bool Source(string word)
    {
        if (Addresses.Parse(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {word}. skipping IP...");
            return Fault($"invalid route src address {word}");
        }

        return Agrees(address) && Set(_route with { Source = address });
    }

    private bool Destination(string word)
    {
        if (RoutePrefix.Read(words, word, _family) is not { } prefix) return Fault($"unknown route keyword {word}");
        if (!Agrees(prefix.Address)) return false;
        _destination = word;
        return Set(_route with { Destination = prefix.Address, PrefixLength = prefix.Length });
    }

    private bool Via(out IPAddress? address, string fault)
    {
        address = null;
        if (!words.Required(out var word)) return false;
        if (word is "inet" or "inet6" && !words.Required(out word)) return false;
        address = Addresses.Parse(word);
        if (address is not null) return Agrees(address, fault == "invalid nexthop address" ? "Address family mismatch for next hop" : null);
        words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {word}. skipping IP...");
        return Fault($"{fault} {word}");
    }

    private bool Device(string name)
    {
        if (words.Reading.Surroundings.HasInterface(name)) return true;
        words.Reading.MissingInterface(words.PlaceOfLast, $"WARNING - interface {name} for VROUTE nexthop doesn't exist");
        return words.Reading.HasDynamicInterfaces || !words.Reading.Strict;
    }

    private bool Or(string word)
    {
        if (Addresses.Parse(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"VRRP parsed invalid IP {word}. skipping IP...");
            return Fault($"invalid nexthop address {word}");
        }

        if (!Agrees(address)) return false;
        _hops.Add(new NextHop(_route.Via, _route.Interface, null));
        _hops.Add(new NextHop(address, null, null));
        return true;
    }

    private bool Vrf(string name)
    {
        if (!words.Reading.Surroundings.HasInterface(name)) return Fault($"VRF {name} not found for route");
        return words.Reading.Surroundings.IsVirtualLink(name, "vrf") ? Set(_route with { Vrf = name }) : Fault($"Route specified VRF {name} is not a VRF");
    }

    private bool Protocol()
    {
        if (!words.Required(out var word)) return false;
        if (RouteNames.Protocol(word) is not { } number) return Fault($"Protocol {word} not found or invalid for route");
        _hasProtocol = true;
        return Set(_route with { Protocol = number });
    }

    private bool Number(string fault, uint max, out uint number)
    {
        number = 0;
        if (!words.Required(out var word)) return false;
        return words.Unsigned(word, 0, max, out number) || Fault(fault.Replace("{0}", word, StringComparison.Ordinal));
    }

    private bool Family(string option)
    {
        _family ??= option == "inet" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

        // 2.2.7 loses the word after it.
        if (words.Reading.Strict) words.Next(out _);
        return true;
    }

    private bool Encapsulation()
    {
        if (EncapsulationOptions.Read(words) is { } encapsulation) return Set(_route with { Encapsulation = encapsulation });

        // 2.2.7 goes on where it stopped, and stumbles over the same words again.
        return words.Reading.Strict;
    }

    /// <returns>True when it is a metric, faulty or not.</returns>
    private bool Metric(string option)
    {
        if (RouteMetrics.Find(option) is not { } row) return false;
        return row.Read(words) is { } metric && Add(metric);

        bool Add(RouteMetric metric)
        {
            _metrics.Add(metric);
            return true;
        }
    }

    private bool SpecialOption(string option)
    {
        if (RouteMetrics.Find(option) is not null) return false;
        switch (option)
        {
            case "features":
                if (!words.Required(out var feature)) return false;
                if (string.Equals(feature, "ecn", StringComparison.Ordinal)) return Set(_route with { ExplicitCongestionNotification = true });
                words.Warn(DiagnosticKind.BadValue, $"feature {feature} not supported");
                return true;
            case "congctl":
                if (!words.Required(out var algorithm)) return false;
                var isLocked = string.Equals(algorithm, "lock", StringComparison.Ordinal);
                return (!isLocked || words.Required(out algorithm)) && Set(_route with { CongestionControl = algorithm, CongestionControlLocked = isLocked });
            case "pref":
                return RouterPreference();
            case "expires":
                if (_family == AddressFamily.InterNetwork) return Fault("expires is only valid for IPv6");
                return Number("Invalid expires time {0} specified for route", uint.MaxValue, out var seconds) && Set(_route with { Expires = TimeSpan.FromSeconds(seconds) });
            case "ttl-propagate":
                if (!words.Required(out var propagate)) return false;
                if (propagate is "enabled" or "disabled") return Set(_route with { PropagatesTtl = propagate == "enabled" });
                words.Warn(DiagnosticKind.BadValue, $"ttl-propagate value {propagate} not recognised");
                return true;
            case "as":
                if (!words.Required(out var to)) return false;
                if (string.Equals(to, "to", StringComparison.Ordinal)) words.Next(out _);
                words.Warn(DiagnosticKind.Ignored, "\"as to\" for MPLS only - ignoring");
                return true;
            default:
                if (RouteNames.Type(option) is { } type) return words.HasMore ? Set(_route with { Type = type }) : words.Required(out _);
                _isOption = false;
                return Destination(option);
        }
    }

    private bool RouterPreference()
    {
        if (_family == AddressFamily.InterNetwork) return Fault("pref is only valid for IPv6");
        if (!words.Required(out var word)) return false;
        int? preference = word switch
        {
            "low" => 3,
            "medium" => 0,
            "high" => 1,
            _ => null,
        };
        if (preference is null)
        {
            if (!words.Unsigned(word, 0, 255, out var number)) return Fault($"Invalid pref value {word} specified for route");
            preference = (int)number;
        }

        return Set(_route with { RouterPreference = preference });
    }

    private bool NextHops()
    {
        do
        {
            var hop = new NextHop(null, null, null);
            while (words.Next(out var option))
            {
                if (string.Equals(option, "nexthop", StringComparison.Ordinal)) break;
                if (option is "via" or "dev" or "weight" or "onlink" or "realms" or "encap") words.Use("virtual_routes", option);
                switch (option)
                {
                    case "via":
                        if (!Via(out var via, "invalid nexthop address")) return false;
                        hop = hop with { Via = via };
                        break;
                    case "dev":
                        if (!words.Required(out var device) || !Device(device)) return false;
                        hop = hop with { Interface = device };
                        break;
                    case "weight":
                        if (!Number("Invalid weight {0} specified for route", 256, out var weight)) return false;
                        if (weight == 0) return Fault("Invalid weight 0 specified for route");
                        hop = hop with { Weight = (int)weight };
                        break;
                    case "onlink":
                        hop = hop with { OnLink = true };
                        break;
                    case "realms":
                        if (!words.Required(out var realms)) return false;
                        if (RouteNames.Realms(realms) is not { } pair) return Fault($"Invalid realms {realms} for route");
                        hop = hop with { Realms = pair };
                        break;
                    case "encap":
                        if (EncapsulationOptions.Read(words) is not { } encapsulation) return false;
                        hop = hop with { Encapsulation = encapsulation };
                        break;
                    default:
                        words.Warn(DiagnosticKind.SurplusArgument, $"Route has trailing nonsense after nexthops - {option}");
                        _hops.Add(hop);
                        return true;
                }
            }

            _hops.Add(hop);
        }
        while (words.HasMore);
        return true;
    }
}
