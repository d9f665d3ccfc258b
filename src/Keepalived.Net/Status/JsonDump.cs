using System.Globalization;
using System.Text;
using System.Text.Json;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Status;

/// <summary>keepalived.json: the fields of 2.2.7 in their order. The password is masked unless <c>--strict</c> is given: the file goes to monitoring.</summary>
internal static class JsonDump
{
    public static string Write(StatusView view)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartArray();
            foreach (var (instance, record) in view.Routers())
            {
                json.WriteStartObject();
                json.WriteStartObject("data");
                WriteData(json, view, instance, record);
                json.WriteEndObject();
                json.WriteStartObject("stats");
                WriteStatistics(json, record.Counters);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    private static void WriteData(Utf8JsonWriter json, StatusView view, VrrpInstance instance, in RouterRecord record)
    {
        var vmac = instance.VirtualMac is null ? "" : AddressText.VmacName(instance);
        json.WriteString("iname", instance.Name);
        json.WriteNumber("dont_track_primary", instance.DontTrackPrimary ? 1 : 0);
        json.WriteNumber("skip_check_adv_addr", instance.SkipCheckAdvertAddresses ? 1 : 0);
        json.WriteNumber("strict_mode", instance.Strict ? 1 : 0);
        json.WriteString("vmac_ifname", vmac);
        json.WriteString("ifp_ifname", vmac.Length > 0 ? vmac : instance.Interface);
        json.WriteNumber("master_priority", record.MasterPriority);
        json.WritePropertyName("last_transition");
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{record.LastTransitionUnixUs / 1_000_000}.{record.LastTransitionUnixUs % 1_000_000:D6}"));
        json.WriteNumber("garp_delay", (long)instance.Garp.Delay.TotalSeconds);
        json.WriteNumber("garp_refresh", (long)instance.Garp.Refresh.TotalSeconds);
        json.WriteNumber("garp_rep", instance.Garp.Repeat);
        json.WriteNumber("garp_refresh_rep", instance.Garp.RefreshRepeat);
        json.WriteNumber("garp_lower_prio_delay", (long)instance.Garp.LowerPriorityDelay.TotalSeconds);
        json.WriteNumber("garp_lower_prio_rep", instance.Garp.LowerPriorityRepeat);
        json.WriteNumber("lower_prio_no_advert", instance.LowerPriorityNoAdvert ? 1 : 0);
        json.WriteNumber("higher_prio_send_advert", instance.HigherPrioritySendAdvert ? 1 : 0);
        json.WriteNumber("vrid", instance.VirtualRouterId);
        json.WriteNumber("base_priority", instance.Priority);
        json.WriteNumber("effective_priority", record.EffectivePriority);
        json.WriteBoolean("vipset", record.State == VrrpState.Master);
        json.WriteBoolean("promote_secondaries", instance.PromoteSecondaries);
        json.WriteNumber("adver_int", instance.AdvertInterval.TotalSeconds);
        json.WriteNumber("master_adver_int", record.Machine.MasterIntervalUs / 1e6);
        json.WriteNumber("accept", RouterPlan.Accepts(instance) ? 1 : 0);
        json.WriteBoolean("nopreempt", instance.NoPreempt);
        json.WriteNumber("preempt_delay", (long)instance.PreemptDelay.TotalSeconds);
        json.WriteNumber("state", (int)record.State);
        json.WriteNumber("wantstate", (int)record.State);
        json.WriteNumber("version", instance.Version);
        json.WriteBoolean("smtp_alert", instance.SmtpAlert);
        json.WriteBoolean("notify_deleted", instance.NotifyDeleted);
        WriteScripts(json, instance.Notify);
        WriteLists(json, instance, record.State == VrrpState.Master);
        json.WriteNumber("auth_type", instance.Authentication?.Type switch { VrrpAuthenticationType.Pass => 1, VrrpAuthenticationType.AuthenticationHeader => 2, _ => 0 });
        if (instance.Authentication is { } authentication) json.WriteString("auth_data", view.Options.Strict ? authentication.Password : "********");
    }

    private static void WriteScripts(Utf8JsonWriter json, NotifyScripts notify)
    {
        foreach (var (name, script) in new[]
        {
            ("script_backup", notify.Backup), ("script_master", notify.Master), ("script_fault", notify.Fault), ("script_stop", notify.Stop), ("script_deleted", notify.Deleted),
            ("script", notify.Any), ("script_master_rx_lower_pri", notify.MasterReceivesLowerPriority),
        })
        {
            if (script is not null) json.WriteString(name, DumpText.Command(script));
        }
    }

    private static void WriteLists(Utf8JsonWriter json, VrrpInstance instance, bool isSet)
    {
        WriteList(json, "vips", instance.Addresses.Select(address => AddressText.Of(instance, address, isSet)));
        WriteList(json, "evips", instance.ExcludedAddresses.Select(address => AddressText.Of(instance, address, isSet)));
        WriteList(json, "vroutes", instance.Routes.Select(RouteText.Of));
        WriteList(json, "vrules", instance.Rules.Select(RuleText.Of));
        WriteList(json, "track_ifp", instance.Tracking.Interfaces.Select(each => each.Name));
        WriteList(json, "track_script", instance.Tracking.Scripts.Select(each => DumpText.Command(each.Script.Command)));
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        var all = values.ToArray();
        if (all.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var value in all) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteStatistics(Utf8JsonWriter json, in AdvertisementCounters counters)
    {
        json.WriteNumber("advert_rcvd", counters.Received);
        json.WriteNumber("advert_sent", counters.Sent);
        json.WriteNumber("become_master", counters.BecameMaster);
        json.WriteNumber("release_master", counters.ReleasedMaster);
        json.WriteNumber("packet_len_err", counters.LengthErrors);
        json.WriteNumber("advert_interval_err", counters.IntervalErrors);
        json.WriteNumber("ip_ttl_err", counters.TimeToLiveErrors);
        json.WriteNumber("invalid_type_rcvd", counters.InvalidTypes);
        json.WriteNumber("addr_list_err", counters.AddressListErrors);
        json.WriteNumber("invalid_authtype", counters.InvalidAuthenticationTypes);
        json.WriteNumber("authtype_mismatch", counters.AuthenticationMismatches);
        json.WriteNumber("auth_failure", counters.AuthenticationFailures);
        json.WriteNumber("pri_zero_rcvd", counters.PriorityZeroReceived);
        json.WriteNumber("pri_zero_sent", counters.PriorityZeroSent);
    }
}
