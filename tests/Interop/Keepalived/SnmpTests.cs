using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>The SNMP subagent behind net-snmp's snmpd: variables, notifications and sets, as the real keepalived has them.</summary>
public sealed partial class SnmpTests
{
    private const string Priority = MasterAgent.Keepalived + ".2.3.1.7.1";
    private const string Preempt = MasterAgent.Keepalived + ".2.3.1.13.1";

    [SkippableFact]
    public async Task A_walk_shows_the_same_variables_types_and_values()
    {
        MasterAgent.SkipWithoutMeans();
        var walks = new Dictionary<Which, string[]>();
        // Both name the same files.
        using var files = new Segment(0);
        File.WriteAllText(Path.Combine(files.Folder, "load"), "5");
        var script = Conf.WriteScript(files, "ok.sh", "exit 0");
        foreach (var which in (Which[])[Which.Real, Which.Ours])
        {
            using var segment = new Segment(1);
            segment.AddSecondLink();
            var agent = await MasterAgent.On(segment).Open();
            var daemon = Daemon.Start(segment, 1, which, Everything(agent.Socket, Path.Combine(files.Folder, "load"), script));
            foreach (var name in (string[])["V1", "V2", "V6", "VU"]) await daemon.Log.Has($"({name}) Entering MASTER STATE");
            walks[which] = [.. agent.Walk().Where(line => !Excepted().IsMatch(line))];
            Assert.Equal(0, await daemon.Stop());
        }

        Assert.True(walks[Which.Real].Length > 400, $"{walks[Which.Real].Length} variables");
        Assert.Equal(string.Join('\n', walks[Which.Real].Except(walks[Which.Ours])), string.Join('\n', walks[Which.Ours].Except(walks[Which.Real])));
        Assert.Equal(walks[Which.Real], walks[Which.Ours]);
    }

    [SkippableFact]
    public async Task Notifications_are_the_same()
    {
        MasterAgent.SkipWithoutMeans();
        var notifications = new Dictionary<Which, string[]>();
        foreach (var which in (Which[])[Which.Real, Which.Ours])
        {
            using var segment = new Segment(1);
            var agent = await MasterAgent.On(segment).Open();
            var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: $"enable_snmp_vrrp\n enable_snmp_rfc\n enable_traps\n snmp_socket {agent.Socket}", version: 2, interval: 1, before: "vrrp_sync_group G {\n group {\n VI_1\n }\n }\n"));
            await daemon.BecomesMaster();
            segment.Plug(1, up: false);
            await daemon.Log.Has("(VI_1) Entering FAULT STATE");
            Assert.Equal(0, await daemon.Stop());
            // The group ends last.
            await agent.Received.Has(".1.3.6.1.4.1.9586.100.5.2.1.1.3 = INTEGER: 5");
            notifications[which] = agent.Notifications();
        }

        Assert.Equal(10, notifications[Which.Real].Length);
        Assert.Equal(notifications[Which.Real], notifications[Which.Ours]);
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Priority_and_preemption_can_be_set_and_nothing_else(Which which)
    {
        MasterAgent.SkipWithoutMeans();
        using var segment = new Segment(1);
        var agent = await MasterAgent.On(segment).Open();
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100), "-x", "-A", agent.Socket);
        await daemon.BecomesMaster();
        Assert.Equal($"{Priority} = INTEGER: 150", agent.Set(Priority, 'i', "150"));
        await daemon.Log.WaitFor("(VI_1) base priority changed from 100 to 150 via SNMP.");
        Assert.Equal($"{Priority} = INTEGER: 150", agent.Get(Priority));
        Assert.Equal($"{MasterAgent.Keepalived}.2.3.1.8.1 = INTEGER: 150", agent.Get(MasterAgent.Keepalived + ".2.3.1.8.1"));
        Assert.Equal("wrongValue", agent.Set(Priority, 'i', "0"));
        Assert.Equal("wrongValue", agent.Set(Priority, 'i', "256"));
        Assert.Equal("wrongType", agent.Set(Priority, 's', "x"));
        Assert.Equal($"{Preempt} = INTEGER: 2", agent.Set(Preempt, 'i', "2"));
        await daemon.Log.WaitFor("(VI_1) preemption disabled with SNMP");
        Assert.Equal("wrongValue", agent.Set(Preempt, 'i', "3"));
        // net-snmp says one or the other, the original sometimes the second.
        string[] refusals = ["notWritable", "noAccess"];
        Assert.Contains(agent.Set(MasterAgent.Keepalived + ".2.3.1.27.1", 'i', "1"), refusals);
        Assert.Contains(agent.Set(MasterAgent.Keepalived + ".1.2.0", 's', "x"), refusals);
        Assert.Equal($"{MasterAgent.Keepalived}.2.3.1.7.2 = No Such Instance currently exists at this OID", agent.Get(MasterAgent.Keepalived + ".2.3.1.7.2"));
        Assert.Equal($"{MasterAgent.Keepalived}.9.9 = No Such Object available on this agent at this OID", agent.Get(MasterAgent.Keepalived + ".9.9"));
    }

    [SkippableFact]
    public async Task A_master_agent_that_comes_late_is_found()
    {
        MasterAgent.SkipWithoutMeans();
        using var segment = new Segment(1);
        var agent = MasterAgent.On(segment);
        var daemon = Daemon.Start(segment, 1, Which.Ours, Conf.Router(100), "-x", "-A", agent.Socket);
        await daemon.Log.Has($"Warning: Failed to connect to the agentx master agent ({agent.Socket})");
        await daemon.BecomesMaster();
        await agent.Open();
        await daemon.Log.Has("AgentX subagent connected");
        Assert.Equal($"{MasterAgent.Keepalived}.2.3.1.4.1 = INTEGER: 2", agent.Get(MasterAgent.Keepalived + ".2.3.1.4.1"));
        Assert.Equal(0, await daemon.Stop());
    }

    /// <summary>What docs/compatibility.md names, and times: version, times since the start, vrrpAddressAdvertising, vrrpTrackedFileWeight, the second router of version 2.</summary>
    [GeneratedRegex(@"^\.1\.3\.6\.1\.(4\.1\.9586\.100\.5\.(1\.1\.0|2\.6\.1\.11|2\.12\.1\.3)|2\.1\.68\.1\.3\.1\.13|2\.1\.68\.(1\.3|2\.4)\.1\.\d+\.\d+\.54|2\.1\.207\.1\.1\.1\.1\.12)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Excepted();

    private static string Everything(string socket, string file, string script) => $$"""
        global_defs {
            router_id test
            enable_snmp_vrrp
            enable_snmp_rfc
            snmp_socket {{socket}}
            enable_script_security
            script_user root
            notification_email {
                a@example.org
                b@example.org
            }
            notification_email_from k@example.org
            smtp_server 127.0.0.1
            smtp_connect_timeout 7
            vrrp_garp_master_delay 1
        }
        static_ipaddress {
            10.77.0.50/24 dev eth0 scope global
            fd77::55/64 dev eth0
        }
        static_routes {
            10.99.0.0/24 via 10.77.0.2 dev eth0
            blackhole 10.98.0.0/24
        }
        static_rules {
            from 10.97.0.0/24 table 100 priority 300
        }
        vrrp_script chk {
            script "{{script}} a b"
            interval 2
            timeout 3
            weight 10
            rise 2
            fall 3
        }
        track_file load {
            file {{file}}
        }
        vrrp_sync_group G {
            group {
                V1
                V2
            }
            notify_master "{{script}} m"
            notify "{{script}} n"
            track_interface {
                eth0
            }
        }
        vrrp_instance V1 {
            interface eth0
            virtual_router_id 51
            priority 100
            version 2
            authentication {
                auth_type PASS
                auth_pass secret
            }
            notify_master "{{script}} im"
            notify_stop "{{script}} is"
            preempt_delay 3
            garp_master_delay 7
            virtual_ipaddress {
                10.77.0.100/24
                10.77.0.101/24 dev eth1 brd 10.77.0.255 scope site
            }
            virtual_ipaddress_excluded {
                10.77.0.102/32
                fd77::102/128
            }
            virtual_routes {
                10.96.0.0/24 via 10.77.0.2 dev eth0 metric 5 src 10.77.0.100
                unreachable 10.95.0.0/24
                10.94.0.0/24 table 77 metric 5 mtu lock 1400 quickack 1 nexthop via 10.77.0.3 dev eth0 weight 3 nexthop via 10.77.0.4 dev eth0
                throw 10.92.0.0/24
            }
            virtual_rules {
                from 10.94.0.0/24 to 10.93.0.0/16 lookup 101 priority 500
                iif eth0 fwmark 4/0xff table 102 priority 501
                from 10.91.0.0/24 prohibit priority 502
                not oif eth0 goto 800 priority 503
                iif lo uidrange 10-20 tos 16 lookup 8 priority 504 suppress_prefixlength 3 realms 4/5
            }
            track_interface {
                eth1
            }
        }
        vrrp_instance V2 {
            interface eth1
            state MASTER
            virtual_router_id 52
            priority 110
            advert_int 0.5
            version 3
            no_accept
            promote_secondaries
            notify_deleted
            virtual_ipaddress {
                10.78.0.100/24
                10.78.0.103 peer 10.78.0.104
            }
        }
        vrrp_instance V6 {
            interface eth0
            virtual_router_id 53
            priority 120
            version 3
            use_vmac
            nopreempt
            virtual_ipaddress {
                fe80::100/64
                fd77::100/64
            }
            track_script {
                chk
            }
            track_file {
                load weight 2
            }
        }
        vrrp_instance VU {
            interface eth0
            virtual_router_id 54
            priority 90
            version 2
            unicast_src_ip 10.77.0.1
            unicast_peer {
                10.77.0.7
            }
            track_interface {
                eth1 weight -20
            }
            virtual_ipaddress {
                10.77.0.110/24
            }
        }
        """;
}
