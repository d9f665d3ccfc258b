namespace Interop.Keepalived;

/// <summary>Configurations with much to tell, for the dumps: VI_1 on eth0 and VI_2 on eth1 become master, FOLDER has chk.sh and number.</summary>
internal static class DumpConfigurations
{
    /// <summary>Sync groups, groups of announcements, what is static, mail, FIFOs.</summary>
    public const string Groups = """
        global_defs {
            router_id dumper
            enable_script_security
            script_user root
            vrrp_version 3
            notification_email {
                a@example.org
                b@example.org
            }
            notification_email_from me@example.org
            smtp_server 127.0.0.1 2525
            smtp_connect_timeout 7
            vrrp_garp_master_delay 2
            vrrp_garp_master_repeat 3
            vrrp_garp_interval 0.001
            vrrp_gna_interval 0.002
            vrrp_garp_lower_prio_delay 3
            vrrp_garp_lower_prio_repeat 2
            vrrp_notify_fifo FOLDER/fifo
            vrrp_notify_fifo_script true
            dynamic_interfaces allow_if_changes
        }
        static_ipaddress {
            10.9.9.1/24 brd + dev eth0 scope link
            fd99::1/64 dev eth1
        }
        static_routes {
            10.200.0.0/16 via 10.77.0.2 dev eth0 metric 7
            blackhole 10.201.0.0/16
        }
        static_rules {
            from 10.9.9.0/24 table 300 priority 700
        }
        garp_group {
            garp_interval 0.01
            gna_interval 0.02
            interface lo
        }
        garp_group {
            garp_interval 0.01
            interfaces {
                eth0
                eth1
            }
        }
        vrrp_sync_group G1 {
            group {
                VI_1
                VI_2
            }
            notify "FOLDER/chk.sh grp"
            notify_master FOLDER/chk.sh
            smtp_alert
        }
        vrrp_instance VI_1 {
            interface eth0
            state MASTER
            virtual_router_id 11
            priority 150
            advert_int 0.3
            smtp_alert
            notify_deleted
            virtual_ipaddress {
                10.77.0.100/24 brd 10.77.0.255 label eth0:x
            }
            virtual_ipaddress_excluded {
                fd77::100/64
                10.77.0.110
            }
            notify_backup "FOLDER/chk.sh b"
            notify_fault /bin/true
            notify_stop "true 'two words'"
            notify FOLDER/chk.sh root
        }
        vrrp_instance VI_2 {
            interface eth1
            virtual_router_id 12
            priority 100
            advert_int 0.3
            unicast_src_ip 10.78.0.1
            unicast_peer {
                10.78.0.2
                10.78.0.3 min_ttl 10 max_ttl 20
            }
            unicast_ttl 64
            preempt_delay 10
            garp_extra_if all 10
            virtual_ipaddress {
                10.78.0.100/24
            }
        }
        """;

    /// <summary>Scripts, files, processes and interfaces, some of them tracked by the group too.</summary>
    public const string Trackers = """
        global_defs {
            router_id dumper
            enable_script_security
            script_user root
            vrrp_version 3
            vrrp_notify_priority_changes
        }
        vrrp_script one {
            script "FOLDER/chk.sh a b"
            interval 100
            timeout 2
            weight 5
            rise 2
            fall 3
        }
        vrrp_script two {
            script "/bin/true x"
            interval 100
            weight -10 reverse
        }
        track_file number {
            file FOLDER/number
            weight 2
        }
        track_file made {
            file FOLDER/made
            init_file 5
        }
        vrrp_track_process web {
            process kvnothing with words
            param_match partial
            quorum_max 3
            delay 0.5
            weight 5
        }
        vrrp_sync_group G {
            group {
                VI_1
                VI_2
            }
            track_interface {
                lo weight 3
            }
            track_script {
                one weight 7
            }
            track_file {
                number weight 1
            }
            sync_group_tracking_weight
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 11
            priority 150
            advert_int 0.3
            virtual_ipaddress {
                10.77.0.100/24
            }
            track_interface {
                lo weight 10
                eth1
            }
            track_script {
                one weight 20
                two
            }
            track_file {
                number weight 10
                made
            }
            track_process {
                web
            }
        }
        vrrp_instance VI_2 {
            interface eth1
            virtual_router_id 12
            priority 100
            advert_int 0.3
            virtual_ipaddress {
                10.78.0.100/24
            }
        }
        """;

    /// <summary>Strict mode, an owner, virtual MAC addresses, the packet filter, a umask.</summary>
    public const string Strict = """
        global_defs {
            router_id dumper
            vrrp_version 2
            vrrp_strict
            vrrp_mcast_group4 224.0.0.77
            vrrp_skip_check_adv_addr
            vrrp_check_unicast_src
            vrrp_priority -3
            nftables mykp
            nftables_counters
            nftables_priority -5
            vrrp_lower_prio_no_advert true
            notify_fifo FOLDER/fifo2
            fifo_write_vrrp_states_on_reload
            vrrp_startup_delay 0.2
            umask 027
            script_user root
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 21
            priority 255
            state MASTER
            virtual_ipaddress {
                10.77.0.100/24
            }
        }
        vrrp_instance VI_2 {
            interface eth1
            virtual_router_id 22
            priority 254
            use_vmac
            nopreempt
            virtual_ipaddress {
                10.78.0.100/24
            }
        }
        vrrp_instance VI_3 {
            interface eth0
            virtual_router_id 23
            priority 90
            version 3
            use_vmac vm6
            no_accept
            advert_int 0.3
            garp_master_refresh 5
            garp_master_refresh_repeat 2
            virtual_ipaddress {
                fe80::100/64
                fd77::100/64 preferred_lft 0
            }
        }
        """;

    /// <summary>Every word of routes and rules.</summary>
    public const string Routes = """
        global_defs {
            router_id dumper
            vrrp_version 3
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 21
            priority 100
            advert_int 0.2
            mcast_src_ip 10.77.0.1
            virtual_ipaddress {
                10.77.0.100/24
            }
            virtual_routes {
                10.1.0.0/16 via 10.77.0.1 dev eth0 mtu 1400 advmss 1300 hoplimit 5 window 1000 initcwnd 10 initrwnd 12 quickack 1 no_track
                10.2.0.0/16 nexthop via 10.77.0.2 dev eth0 weight 3 nexthop via 10.77.0.3 dev eth0 onlink weight 5
                10.3.0.0/16 via 10.77.0.2 dev eth0 mtu lock 1300 reordering 5 cwnd lock 8 ssthresh 7 rto_min 300ms realms 1/2 features ecn congctl cubic
                unreachable 10.4.0.0/16
                prohibit 10.5.0.0/16 metric 5
                throw 10.6.0.0/16 table 200
                src 10.77.0.100 to 10.7.0.0/16 dev eth0 table 300 rtt lock 5s rttvar 200
                blackhole 10.8.0.0/16
                10.9.0.0/16 dev eth0 src 10.77.0.100 metric 10 scope link tos 8
                fd01::/64 via fd77::2 dev eth0 pref high metric 7
                fd02::/64 dev eth0 expires 100 pref low
                default via 10.77.0.2 dev eth0 metric 999 onlink
                add 10.10.0.0/16 dev eth0
                append 10.11.0.0/16 dev eth0 fastopen_no_cookie 1 congctl lock reno
                fd05::/64 nexthop via fd77::2 dev eth0 weight 3 nexthop via fd77::3 dev eth0
            }
            virtual_rules {
                from 10.77.0.0/24 to 10.1.0.0/16 iif eth0 fwmark 5/7 tos 8 lookup 100 priority 600 realms 3
                from 10.77.0.0/24 oif eth0 goto 32766 priority 601
                from 10.77.0.0/24 blackhole priority 602
                prohibit from 10.77.0.9 priority 603
                from 10.77.0.10 uidrange 100-200 ipproto tcp sport 10-20 dport 80-90 lookup 100 priority 604
                from 10.77.0.11 suppress_prefixlength 0 table main priority 605
                from 10.77.0.12 nop priority 606
                to fd01::/64 lookup 1000 priority 607
                not from 10.77.0.13 table 5 priority 608
                fwmark 9 ipproto udp unreachable priority 610
                from 10.77.0.15 l3mdev priority 613
            }
        }
        vrrp_instance VI_2 {
            interface eth1
            virtual_router_id 12
            priority 100
            advert_int 0.3
            virtual_ipaddress {
                10.78.0.100/24
            }
        }
        """;

    /// <summary>Version 2 with passwords and headers, an untracked interface, life-cycle scripts.</summary>
    public const string Authenticated = """
        global_defs {
            router_id dumper
            vrrp_version 2
            process_names
            disable_local_igmp
            startup_script /bin/true
            startup_script_timeout 3
            shutdown_script true
            script_user root
            enable_script_security
            vrrp_process_name vp
        }
        vrrp_instance VI_1 {
            interface eth0
            virtual_router_id 21
            priority 250
            authentication {
                auth_type PASS
                auth_pass secret12
            }
            virtual_ipaddress {
                10.77.0.100/24
                10.77.0.101/24 no_track
            }
            notify_master_rx_lower_pri FOLDER/chk.sh
            notify_priority_changes true
            skip_check_adv_addr
        }
        vrrp_instance VI_2 {
            interface eth1
            virtual_router_id 22
            priority 250
            authentication {
                auth_type AH
                auth_pass secretah
            }
            mcast_src_ip 10.78.0.1
            dont_track_primary
            promote_secondaries
            virtual_ipaddress {
                10.78.0.100/24
            }
        }
        """;

    public static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        [nameof(Groups)] = Groups,
        [nameof(Trackers)] = Trackers,
        [nameof(Strict)] = Strict,
        [nameof(Routes)] = Routes,
        [nameof(Authenticated)] = Authenticated,
    };
}
