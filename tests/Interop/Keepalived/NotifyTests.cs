namespace Interop.Keepalived;

/// <summary>FIFOs, scripts in all places, start and shutdown scripts, mail: lines, arguments and order as the real keepalived has them.</summary>
public sealed class NotifyTests
{
    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task A_fifo_gets_a_line_for_each_event_of_instances_and_groups(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var fifo = Fifo.Read(segment, "fifo");
        var group = "vrrp_sync_group G {\n group {\n A\n B\n }\n }\n";
        var others = Conf.Instance("A", 52, 100, "10.77.0.102/24") + Conf.Instance("B", 53, 100, "10.77.0.103/24") + Conf.Instance("GONE", 54, 100, "10.77.0.104/24", "notify_deleted");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: group, global: $"vrrp_notify_fifo {fifo.Path}") + others);
        await fifo.Lines.Has("GROUP \"G\" MASTER 0");
        await fifo.Lines.Has("INSTANCE \"VI_1\" MASTER 100");
        await fifo.Lines.Has("INSTANCE \"GONE\" MASTER 100");
        daemon.Rewrite(text => text[..text.IndexOf("vrrp_instance GONE", StringComparison.Ordinal)]);
        daemon.Signal("HUP");
        await fifo.Lines.Has("INSTANCE \"GONE\" DELETED 100");
        await daemon.Stop();
        await fifo.Lines.Has("GROUP \"G\" STOP 0");

        // Which instance becomes master first is a matter of microseconds; what begins and ends is not.
        string[] first = ["GROUP \"G\" BACKUP 0", "INSTANCE \"VI_1\" BACKUP 100", "INSTANCE \"A\" BACKUP 100", "INSTANCE \"B\" BACKUP 100", "INSTANCE \"GONE\" BACKUP 100"];
        string[] last = ["INSTANCE \"GONE\" DELETED 100", "INSTANCE \"VI_1\" STOP 100", "INSTANCE \"A\" STOP 100", "INSTANCE \"B\" STOP 100", "GROUP \"G\" STOP 0"];
        Assert.Equal(first, fifo.All[..5]);
        Assert.Equal(last, fifo.All[^5..]);
        string[] masters = ["GROUP \"G\" MASTER 0", "INSTANCE \"A\" MASTER 100", "INSTANCE \"B\" MASTER 100", "INSTANCE \"GONE\" MASTER 100", "INSTANCE \"VI_1\" MASTER 100"];
        Assert.Equal(masters, fifo.All[5..^5].Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Priority_changes_and_lower_advertisements_have_words_of_their_own(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment();
        var fifo = Fifo.Read(segment, "fifo");
        var file = Path.Combine(segment.Folder, "load");
        var ran = Path.Combine(segment.Folder, "ran");
        var script = Conf.WriteScript(segment, "lower.sh", $"echo \"$@\" > {ran}");
        var inside = $"track_file {{\n load weight 1\n }}\n notify_master_rx_lower_pri \"{script} own words\"";
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: $"track_file load {{\n file {file}\n }}", inside: inside, global: $"notify_fifo {fifo.Path}\n vrrp_notify_priority_changes on"));
        await daemon.BecomesMaster();
        File.WriteAllText(file, "5");
        await fifo.Lines.WaitFor("INSTANCE \"VI_1\" MASTER_PRIORITY 105");

        // Another one that hears nothing and so is master too.
        using var written = new FileAwaiter(segment.Folder, "ran");
        Segment.Ip($"netns exec {segment.Host(2)} sysctl -qw net.ipv4.conf.eth0.rp_filter=0");
        using var other = System.Diagnostics.Process.Start("ip", ["netns", "exec", segment.Host(2), "python3", Advertise(segment)]);
        await other.WaitForExitAsync();
        await fifo.Lines.WaitFor("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 105");
        await written.Written();
        Assert.Equal("own words\n", File.ReadAllText(ran));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Group_scripts_get_GROUP_and_priority_0(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var ran = Path.Combine(segment.Folder, "ran");
        var script = Conf.WriteScript(segment, "notify.sh", $"echo \"$@\" >> {ran}");
        var group = $"vrrp_sync_group G {{\n group {{\n VI_1\n VI_2\n }}\n notify_master \"{script} m\"\n notify \"{script} n\"\n notify_stop \"{script} s\"\n }}\n";
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, before: group) + Conf.Instance("VI_2", 52, 100, "10.77.0.102/24"));
        await daemon.Log.Has("VRRP_Group(G) Syncing instances to MASTER state");
        await daemon.Stop();
        string[] expected = ["m", "n GROUP G BACKUP 0", "n GROUP G MASTER 0", "n GROUP G STOP 0", "s"];
        Assert.Equal(expected, File.ReadAllLines(ran).Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task The_script_of_a_fifo_is_started_with_its_path(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var read = Path.Combine(segment.Folder, "read");
        var path = Path.Combine(segment.Folder, "fifo");
        var script = Conf.WriteScript(segment, "reader.sh", $"while read line; do echo \"$1 $2 $line\" >> {read}; done < \"$2\"");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: $"vrrp_notify_fifo {path}\n vrrp_notify_fifo_script \"{script} own\""));
        using var written = new FileAwaiter(segment.Folder, "read");
        await daemon.BecomesMaster();
        await written.Contains($"own {path} INSTANCE \"VI_1\" MASTER 100\n");
        await daemon.Stop();
        Assert.False(File.Exists(path), "the FIFO was made by the daemon and goes with it");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Start_and_shutdown_scripts_are_waited_for(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        var ran = Path.Combine(segment.Folder, "ran");
        var script = Conf.WriteScript(segment, "life.sh", $"echo $1 >> {ran}; exit $2");
        var hanging = Conf.WriteScript(segment, "hang.sh", "exec sleep 1000");
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: $"startup_script \"{script} start 3\"\n shutdown_script {hanging}\n shutdown_script_timeout 1"));
        await daemon.Log.WaitFor($"Running startup script {script}");
        await daemon.Log.WaitFor("startup script script failed, status 3");
        Assert.Equal("start\n", File.ReadAllText(ran));
        await daemon.BecomesMaster();
        Assert.Equal(0, await daemon.Stop());
        await daemon.Log.WaitFor($"Running shutdown script {hanging}");
        await daemon.Log.WaitFor("shutdown script timed out");
    }

    [SkippableTheory]
    [InlineData(Which.Real)]
    [InlineData(Which.Ours)]
    public async Task Mails_have_the_subjects_and_bodies_of_keepalived(Which which)
    {
        Segment.SkipWithoutMeans();
        using var segment = new Segment(1);
        using var server = MailServer.Start(segment, 1);
        var email = "notification_email {\n one@example.org\n two@example.org\n }\n notification_email_from me@example.org\n smtp_server 127.0.0.1 2525\n smtp_helo_name node.example.org\n no_email_faults";
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(100, global: email, inside: "smtp_alert"));
        await server.Lines.WaitFor("Entering BACKUP state");
        await server.Lines.WaitFor("QUIT");
        await server.Lines.WaitFor("QUIT");
        await daemon.Stop();
        string[] expected =
        [
            "HELO node.example.org", "MAIL FROM:<me@example.org>", "RCPT TO:<one@example.org>", "RCPT TO:<two@example.org>", "DATA", "Date: DATE", "From: me@example.org",
            "Subject: [test] VRRP Instance VI_1 - Entering MASTER state", "X-Mailer: Keepalived", "To: one@example.org, two@example.org", "",
            "=> VRRP Instance is now owning VRRP VIPs <=", "", ".", "QUIT",
        ];
        Assert.Equal(expected, server.Dialogues.Single(each => each.Contains("Subject: [test] VRRP Instance VI_1 - Entering MASTER state", StringComparer.Ordinal)));
        Assert.Contains("=> VRRP Instance is no longer owning VRRP VIPs <=", server.Dialogues[0], StringComparer.Ordinal);
    }

    /// <summary>One advertisement of version 3 for VRID 51 with priority 50, from the host's own address.</summary>
    private static string Advertise(Segment segment)
    {
        var path = Path.Combine(segment.Folder, "advertise.py");
        File.WriteAllText(path, """
            import socket, struct
            s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('10.77.0.2'))
            m = struct.pack('!BBBBHH', 0x31, 51, 50, 1, 10, 0) + socket.inet_aton('10.77.0.100')
            p = socket.inet_aton('10.77.0.2') + socket.inet_aton('224.0.0.18') + struct.pack('!BBH', 0, 112, len(m)) + m
            t = sum(struct.unpack('!%dH' % (len(p) // 2), p)); t = (t >> 16) + (t & 0xffff); t += t >> 16
            s.sendto(m[:6] + struct.pack('!H', ~t & 0xffff) + m[8:], ('224.0.0.18', 0))
            """);
        return path;
    }
}
