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
        ["(root)"] = Names("""
            child_wait_time garp_group global_defs instance interface_up_down_delays linkbeat_interfaces linkbeat_use_polling net_namespace static_ipaddress static_routes static_rules track_file track_group use_pid_dir vrrp_instance
            vrrp_script vrrp_sync_group vrrp_track_file vrrp_track_process
            """),
        ["global_defs"] = Names("""
            data_use_instance dbus_service_name default_interface disable_local_igmp dynamic_interfaces enable_dbus enable_script_security enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2
            enable_snmp_rfcv3 enable_snmp_vrrp enable_traps fifo_write_vrrp_states_on_reload max_auto_priority
            min_auto_priority_delay log_unknown_vrids no_email_faults
            notification_email notification_email_from notify_fifo notify_fifo_script process_monitor_rcv_bufs process_monitor_rcv_bufs_force process_name process_names
            reload_check_config reload_file reload_repeat reload_time_file shutdown_script shutdown_script_timeout smtp_alert smtp_alert_vrrp
            smtp_connect_timeout smtp_helo_name smtp_server snmp_socket startup_script startup_script_timeout umask vrrp_cpu_affinity vrrp_no_swap
            vrrp_notify_fifo vrrp_notify_fifo_script vrrp_notify_priority_changes vrrp_priority vrrp_process_name vrrp_rlimit_rttime
            vrrp_rlimit_rtime vrrp_rt_priority
            nftables nftables_counters nftables_ifindex nftables_priority
            router_id script_user vmac_addr_prefix vmac_prefix vrrp_check_unicast_src vrrp_down_timer_adverts vrrp_garp_extra_if
            vrrp_garp_interval vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat vrrp_garp_master_delay vrrp_garp_master_refresh
            vrrp_garp_master_refresh_repeat vrrp_garp_master_repeat vrrp_gna_interval vrrp_higher_prio_send_advert vrrp_iptables
            vrrp_lower_prio_no_advert vrrp_mcast_group4 vrrp_mcast_group6 vrrp_min_garp
            vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force
            vrrp_rx_bufs_multiplier vrrp_rx_bufs_policy vrrp_skip_check_adv_addr vrrp_startup_delay
            vrrp_strict vrrp_version vrrp_vmac_garp_intvl
            """),
        ["vrrp_instance"] = Names("""
            accept advert_int authentication check_unicast_src dont_track_primary down_timer_adverts garp_extra_if garp_lower_prio_delay
            garp_lower_prio_repeat garp_master_delay garp_master_refresh garp_master_refresh_repeat garp_master_repeat
            higher_prio_send_advert interface kernel_rx_buf_size linkbeat_use_polling lower_prio_no_advert mcast_dst_ip mcast_src_ip native_ipv6 no_accept
            nopreempt notify notify_backup notify_deleted notify_fault notify_master notify_master_rx_lower_pri notify_priority_changes notify_stop
            old_unicast_checksum preempt preempt_delay priority
            promote_secondaries skip_check_adv_addr smtp_alert state strict_mode track_file
            track_interface track_process track_script track_src_ip unicast_fault_no_peer
            unicast_peer unicast_src_ip unicast_ttl use_ipvlan use_vmac use_vmac_addr version virtual_ipaddress
            virtual_ipaddress_excluded virtual_router_id virtual_routes virtual_rules vmac_garp_intvl vmac_xmit_base
            """),
        ["vrrp_sync_group"] = Names("""
            global_tracking group notify notify_backup notify_fault notify_master notify_priority_changes notify_stop smtp_alert sync_group_tracking_weight
            track_file track_interface track_process track_script
            """),
        ["track_group"] = Names("group"),
        ["garp_group"] = Names("garp_interval gna_interval interface interfaces"),
        ["vrrp_instance/authentication"] = Names("auth_pass auth_type"),
        ["track_file"] = Names("file init_file noreverse reverse weight"),
        ["vrrp_track_file"] = Names("file init_file weight"),
        ["vrrp_track_process"] = Names("delay fork_delay full_command param_match process quorum quorum_max terminate_delay weight"),
        ["vrrp_script"] = Names("fall init_fail interval rise script timeout user weight"),

        // Options and values, named with the keyword they belong to.
        ["auth_type"] = Names("AH PASS"),
        ["track_interface"] = Names("noreverse reverse weight"),
        ["track_process"] = Names("noreverse reverse weight"),
        ["track_script"] = Names("noreverse reverse weight"),
        ["virtual_routes"] = Names("""
            add advmss anycast append as blackhole broadcast congctl cwnd dev dsfield encap expires fastopen_no_cookie features gw hoplimit inet inet6 initcwnd initrwnd local
            metric mtu multicast nexthop no_track oif onlink or pref preference prepend priority prohibit proto protocol quickack realms reordering rto_min rtt
            rttvar scope src ssthresh table throw to tos track_group ttl-propagate unicast unreachable via weight window
            """),
        ["virtual_rules"] = Names("""
            blackhole dev dport dsfield from fwmark goto iif inet inet6 ipproto l3mdev lookup no_track nop not oif order preference priority
            prohibit protocol realms sport sup_group sup_pl suppress_ifgroup suppress_prefixlength table to tos track_group tunnel-id type uidrange
            unreachable
            """),
        ["encap"] = Names("dst flags hoplimit id ila ip ip6 mpls src tc tos ttl"),
        ["unicast_peer"] = Names("max_ttl min_ttl"),
        ["virtual_ipaddress"] = Names("-nodad autojoin brd broadcast dev home label mngtmpaddr no_track noprefixroute peer preferred_lft scope track_group use_vmac"),
        ["virtual_ipaddress_excluded"] = Names("-nodad autojoin brd broadcast dev home label mngtmpaddr no_track noprefixroute peer preferred_lft scope use_vmac"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the daemon carries a keyword out.</summary>
    public static bool Carries(KeywordId keyword) => ByBlock.TryGetValue(keyword.Block, out var names) && names.Contains(keyword.Name);

    private static FrozenSet<string> Names(string text) =>
        text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
