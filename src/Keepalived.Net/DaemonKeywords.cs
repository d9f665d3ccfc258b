using System.Collections.Frozen;
using ConfParsers.Keepalived.Catalog;

namespace Keepalived.Net;

/// <summary>
/// The keywords this daemon carries out, block by block. The reader knows more: what is not in here is named by <c>-t</c> and refused at
/// a start, so that no keyword is accepted and then ignored. A feature of the daemon is done when its names stand here.
/// </summary>
public static class DaemonKeywords
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> ByBlock = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["(root)"] = Names("global_defs vrrp_instance vrrp_script"),
        ["global_defs"] = Names("""
            enable_script_security router_id script_user vrrp_down_timer_adverts vrrp_garp_interval vrrp_garp_lower_prio_delay
            vrrp_garp_lower_prio_repeat vrrp_garp_master_delay vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat
            vrrp_garp_master_repeat vrrp_mcast_group4 vrrp_mcast_group6 vrrp_skip_check_adv_addr vrrp_version
            """),
        ["vrrp_instance"] = Names("""
            advert_int authentication dont_track_primary down_timer_adverts garp_lower_prio_delay garp_lower_prio_repeat garp_master_delay
            garp_master_refresh garp_master_refresh_repeat garp_master_repeat interface mcast_src_ip nopreempt notify notify_backup
            notify_fault notify_master notify_stop preempt preempt_delay priority skip_check_adv_addr state track_interface track_script
            version virtual_ipaddress virtual_router_id
            """),
        ["vrrp_instance/authentication"] = Names("auth_pass auth_type"),
        ["vrrp_script"] = Names("fall init_fail interval rise script timeout user weight"),

        // Options and values, named with the keyword they belong to.
        ["auth_type"] = Names("PASS"),
        ["track_interface"] = Names("noreverse weight"),
        ["track_script"] = Names("noreverse reverse weight"),
        ["virtual_ipaddress"] = Names("brd broadcast dev label scope"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the daemon carries a keyword out.</summary>
    public static bool Carries(KeywordId keyword) => ByBlock.TryGetValue(keyword.Block, out var names) && names.Contains(keyword.Name);

    private static FrozenSet<string> Names(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
