using System.Globalization;
using System.Text;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Status;

/// <summary>
/// The daemon's figures for Prometheus: under the names of keepalived-exporter, so that dashboards and alerts go on, and under <c>keepalived_net_</c> what
/// it cannot know. (Prometheus text format 0.0.4)
/// </summary>
public static class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly (string Name, string Help, Func<RouterRecord, long> Of)[] Counters =
    [
        ("advertisements_received_total", "Advertisements received", record => record.Counters.Received),
        ("advertisements_sent_total", "Advertisements sent", record => record.Counters.Sent),
        ("become_master_total", "Became master", record => record.Counters.BecameMaster),
        ("release_master_total", "Released master", record => record.Counters.ReleasedMaster),
        ("packet_length_errors_total", "Packet length errors", record => record.Counters.LengthErrors),
        ("advertisements_interval_errors_total", "Advertisement interval errors", record => record.Counters.IntervalErrors),
        ("ip_ttl_errors_total", "TTL errors", record => record.Counters.TimeToLiveErrors),
        ("invalid_type_received_total", "Invalid type errors", record => record.Counters.InvalidTypes),
        ("address_list_errors_total", "Address list errors", record => record.Counters.AddressListErrors),
        ("authentication_invalid_total", "Authentication invalid", record => record.Counters.InvalidAuthenticationTypes),
        ("authentication_mismatch_total", "Authentication mismatch", record => record.Counters.AuthenticationMismatches),
        ("authentication_failure_total", "Authentication failure", record => record.Counters.AuthenticationFailures),
        ("priority_zero_received_total", "Priority zero received", record => record.Counters.PriorityZeroReceived),
        ("priority_zero_sent_total", "Priority zero sent", record => record.Counters.PriorityZeroSent),
        ("net_transitions_total", "Changes of state", record => record.Transitions),
        ("net_split_brain_total", "Another node spoke as if it were master too", record => record.SplitBrains),
    ];

    public static string Write(StatusView view)
    {
        var text = new StringBuilder();
        var routers = view.Routers().ToArray();
        Head(text, "up", "Status of Keepalived service", "gauge");
        text.Append("keepalived_up 1\n");

        Head(text, "vrrp_state", "State of vrrp: 0 INIT, 1 BACKUP, 2 MASTER, 3 FAULT", "gauge");
        foreach (var (instance, record) in routers)
        {
            foreach (var address in instance.Addresses) Value(text, "vrrp_state", $"{Labels(instance)},ip_address=\"{address.Address}\"", (int)record.State);
        }

        Head(text, "gratuitous_arp_delay_total", "Gratuitous ARP delay", "counter");
        foreach (var (instance, _) in routers) Value(text, "gratuitous_arp_delay_total", Labels(instance), (long)instance.Garp.Delay.TotalSeconds);
        foreach (var (name, help, of) in Counters)
        {
            Head(text, name, help, "counter");
            foreach (var (instance, record) in routers) Value(text, name, Labels(instance), of(record));
        }

        WriteScripts(text, view);
        WriteOwn(text, view, routers);
        return text.ToString();
    }

    private static void WriteScripts(StringBuilder text, StatusView view)
    {
        var scripts = new List<(string Name, TrackerRecord Record)>();
        foreach (var script in view.Model.Scripts)
        {
            if (view.Page.TryFind(TrackerKind.Script, script.Name, out var record)) scripts.Add((script.Name, record));
        }

        Head(text, "script_status", "Tracker script status: 0 BAD, 1 GOOD, 2 not known yet", "gauge");
        foreach (var (name, record) in scripts)
        {
            Value(text, "script_status", $"name=\"{Escape(name)}\"", record.Status switch { TrackerStatus.Good => 1, TrackerStatus.Failed => 0, _ => 2 });
        }
    }

    private static void WriteOwn(StringBuilder text, StatusView view, (VrrpInstance Instance, RouterRecord Record)[] routers)
    {
        Head(text, "net_maintenance", "This node was taken out of service by its operator", "gauge");
        text.Append("keepalived_net_maintenance ").Append(view.Maintenance ? '1' : '0').Append('\n');
        Gauge(text, routers, "net_priority", "Configured priority", (instance, _) => instance.Priority);
        Gauge(text, routers, "net_effective_priority", "Priority after trackers", (_, record) => record.EffectivePriority);
        Gauge(text, routers, "net_last_transition_timestamp_seconds", "Last change of state", (_, record) => record.LastTransitionUnixUs / 1e6);
        Gauge(text, routers, "net_last_split_brain_timestamp_seconds", "When another node last spoke as if it were master too; 0: never", (_, record) => record.LastSplitBrainUnixUs / 1e6);
        Gauge(text, routers, "net_fault", "Something forbids taking part", (_, record) => record.Faults == FaultReasons.None ? 0 : 1);

        Head(text, "net_tracker_up", "A tracked thing is well", "gauge");
        foreach (var (instance, _) in routers)
        {
            foreach (var (item, record, _) in view.Trackers(instance)) Value(text, "net_tracker_up", TrackerLabels(instance, item), record.Status == TrackerStatus.Good ? 1 : 0);
        }

        Head(text, "net_tracker_priority", "What a tracked thing adds to the priority", "gauge");
        foreach (var (instance, _) in routers)
        {
            foreach (var (item, _, standing) in view.Trackers(instance)) Value(text, "net_tracker_priority", TrackerLabels(instance, item), standing.Priority);
        }

        Head(text, "net_peer_priority", "Priority in a peer's last advertisement", "gauge");
        Peers(text, routers, "net_peer_priority", peer => peer.Priority);
        Head(text, "net_peer_last_advertisement_seconds", "Seconds since a peer's last advertisement", "gauge");
        Peers(text, routers, "net_peer_last_advertisement_seconds", peer => (view.NowUs - peer.LastHeardUs) / 1e6);

        Head(text, "net_advertisement_lateness_seconds", "How late advertisements were sent, and came from peers", "histogram");
        foreach (var (instance, record) in routers)
        {
            Histogram(text, instance, "sent", record.SentLateness);
            Histogram(text, instance, "received", record.ReceivedLateness);
        }
    }

    private static void Gauge(StringBuilder text, (VrrpInstance Instance, RouterRecord Record)[] routers, string name, string help, Func<VrrpInstance, RouterRecord, double> of)
    {
        Head(text, name, help, "gauge");
        foreach (var (instance, record) in routers) Value(text, name, Labels(instance), of(instance, record));
    }

    private static void Peers(StringBuilder text, (VrrpInstance Instance, RouterRecord Record)[] routers, string name, Func<PeerRecord, double> of)
    {
        foreach (var (instance, record) in routers)
        {
            for (var i = 0; i < PeerTable.Capacity; i++)
            {
                if (record.Peers[i].AddressLength != 0) Value(text, name, $"{Labels(instance)},peer=\"{record.Peers[i].Address}\"", of(record.Peers[i]));
            }
        }
    }

    private static void Histogram(StringBuilder text, VrrpInstance instance, string direction, in LatenessHistogram histogram)
    {
        var labels = $"{Labels(instance)},direction=\"{direction}\"";
        var total = 0L;
        for (var bucket = 0; bucket < LatenessHistogram.Buckets; bucket++)
        {
            total += histogram[bucket];
            var bound = bucket == LatenessHistogram.Buckets - 1 ? "+Inf" : (LatenessHistogram.BoundsUs[bucket] / 1e6).ToString(CultureInfo.InvariantCulture);
            Value(text, "net_advertisement_lateness_seconds_bucket", $"{labels},le=\"{bound}\"", total);
        }

        Value(text, "net_advertisement_lateness_seconds_sum", labels, histogram.SumUs / 1e6);
        Value(text, "net_advertisement_lateness_seconds_count", labels, total);
    }

    private static string Labels(VrrpInstance instance) => $"iname=\"{Escape(instance.Name)}\",intf=\"{Escape(instance.Interface)}\",vrid=\"{instance.VirtualRouterId}\"";

    private static string TrackerLabels(VrrpInstance instance, in Tracking.TrackedItem item) =>
        $"{Labels(instance)},kind=\"{item.Kind.ToString().ToLowerInvariant()}\",name=\"{Escape(item.Name)}\"";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Head(StringBuilder text, string name, string help, string kind) =>
        text.Append("# HELP keepalived_").Append(name).Append(' ').Append(help).Append("\n# TYPE keepalived_").Append(name).Append(' ').Append(kind).Append('\n');

    private static void Value(StringBuilder text, string name, string labels, double value) =>
        text.Append("keepalived_").Append(name).Append('{').Append(labels).Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
}
