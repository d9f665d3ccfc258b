using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Interop.HAProxy;

/// <summary>Processes, signals, exit codes and what is said on standard error (management.txt 3, 4), the same on both programs.</summary>
public sealed class ProcessTests
{
    private const int HangUp = 1, Interrupt = 2, Quit = 3, Kill = 9, User1 = 10, User2 = 12, Terminate = 15;

    [SkippableTheory]
    [InlineData("real", Terminate)]
    [InlineData("ours", Terminate)]
    [InlineData("real", Interrupt)]
    [InlineData("ours", Interrupt)]
    public async Task Standalone_ends_by_the_signal_itself(string which, int signal)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var proxy = Proxy.Start(which, "-db", "-f", setting.File);
        await Proxy.Reachable(setting.Port);
        proxy.Signal(signal);
        Assert.Equal(128 + signal, await proxy.Exit());
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task Soft_stop_tells_of_every_proxy_and_exits_with_0(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var proxy = Proxy.Start(which, "-db", "-f", setting.File);
        await Proxy.Reachable(setting.Port);
        proxy.Signal(User1);
        Assert.Equal(0, await proxy.Exit());
        var stopped = proxy.Lines.Where(line => line.Contains(" stopped (cumulated conns: FE: ", StringComparison.Ordinal));
        Assert.Equal(["fe", "GLOBAL", "be", "<HTTPCLIENT>"], stopped.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4]));
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task Background_start_returns_when_it_serves_and_leaves_its_pid(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        var pidFile = Path.Combine(setting.Folder, "pid");
        await using var parent = Proxy.Start(which, "-D", "-f", setting.File, "-p", pidFile);
        Assert.Equal(0, await parent.Exit());
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        Assert.Contains($"Pid: {pid}\n", await Proxy.Ask(setting.StatsSocket, "show info"), StringComparison.Ordinal);
        _ = Daemon.Linux.Processes.Kill(pid, Terminate);
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task An_address_that_cannot_be_bound_is_named_and_nothing_starts(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await File.AppendAllTextAsync(setting.File, "frontend other\n    bind 192.0.2.1:8080\n    bind [2001:db8::1]:8080\n    bind /nonexistent/x.sock\n");
        foreach (var mode in (string[])["-db", "-D", "-W"])
        {
            await using var proxy = Proxy.Start(which, mode, "-f", setting.File);
            Assert.Equal(1, await proxy.Exit());
            var alerts = proxy.Lines.Where(line => line.StartsWith("[ALERT]", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(" : ", StringComparison.Ordinal) + 3)..]).ToArray();
            Assert.Equal($"Binding [{setting.File}:17] for frontend other: cannot bind socket (Cannot assign requested address) for [2001:db8::1:8080]", alerts[0]);
            Assert.Equal($"Binding [{setting.File}:16] for frontend other: cannot bind socket (Cannot assign requested address) for [192.0.2.1:8080]", alerts[1]);
            Assert.Equal($"Binding [{setting.File}:18] for frontend other: cannot bind UNIX socket (No such file or directory) [/nonexistent/x.sock]", alerts[2]);
            Assert.EndsWith(".main()] Some protocols failed to start their listeners! Exiting.", alerts[3], StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task Master_answers_a_termination_with_code_0_and_says_how_its_worker_ended(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var master = Proxy.Start(which, "-W", "-S", setting.MasterSocket, "-f", setting.File);
        await master.Line("Loading success.");
        await Proxy.MasterAnswers(setting.MasterSocket);
        master.Signal(Terminate);
        Assert.Equal(0, await master.Exit());
        await master.Line("Exiting Master process...");
        await master.Line("exited with code 143 (Terminated)");
        await master.Line("All workers exited. Exiting... (0)");
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task Hang_up_tells_of_the_servers_and_quit_of_the_memory_and_both_let_it_live(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await File.AppendAllTextAsync(setting.File, "backend off\n    server a 127.0.0.1:1 disabled\n    server b 127.0.0.1:1 backup\nbackend none\n    server a 127.0.0.1:1 disabled\n");
        await using var proxy = Proxy.Start(which, "-db", "-f", setting.File);
        await Proxy.Reachable(setting.Port);
        proxy.Signal(HangUp);
        await proxy.Line("SIGHUP received, dumping servers states.");
        await proxy.Line("SIGHUP: Server be/s1 is UP. Conn: 0 act, 0 pend, 0 tot.");
        await proxy.Line("SIGHUP: Proxy be has 1 active servers and 0 backup servers available. Conn: act(FE+BE): 0+0, 0 pend (0 unass), tot(FE+BE): 0+0.");
        await proxy.Line("SIGHUP: Server off/a is DOWN. Conn: 0 act, 0 pend, 0 tot.");
        await proxy.Line("SIGHUP: Proxy off is running on backup servers ! Conn: ");
        await proxy.Line("SIGHUP: Proxy none has no server available ! Conn: ");
        proxy.Signal(Quit);
        await proxy.Line("Dumping pools usage. Use SIGQUIT to flush them.");
        await proxy.Line("bytes allocated, ");
        proxy.Signal(Terminate);
        Assert.Equal(128 + Terminate, await proxy.Exit());
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task The_service_manager_hears_of_start_reload_failure_and_stop(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        var path = Path.Combine(setting.Folder, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        await using var master = Proxy.StartWith(which, new KeyValuePair<string, string>("NOTIFY_SOCKET", path), "-Ws", "-S", setting.MasterSocket, "-f", setting.File);
        var ready = string.Create(CultureInfo.InvariantCulture, $"READY=1\nMAINPID={master.Id}");
        Assert.Equal(["RELOADING=1", ready], await Told(2));
        await Proxy.MasterAnswers(setting.MasterSocket);
        master.Signal(User2);
        Assert.Equal(["RELOADING=1", "RELOADING=1", ready], await Told(3));
        await Proxy.MasterAnswers(setting.MasterSocket);
        await File.AppendAllTextAsync(setting.File, "    nonsense\n");
        master.Signal(User2);
        Assert.Equal(["RELOADING=1", "RELOADING=1", ready], await Told(3));
        await Proxy.MasterAnswers(setting.MasterSocket);
        master.Signal(Terminate);
        Assert.Equal(["STOPPING=1"], await Told(1));
        Assert.Equal(0, await master.Exit());

        async Task<string[]> Told(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var told = new string[count];
            var buffer = new byte[4096];
            for (var i = 0; i < count; i++) told[i] = Encoding.UTF8.GetString(buffer, 0, await manager.ReceiveAsync(buffer.AsMemory(), patience.Token));
            return told;
        }
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task A_worker_that_dies_takes_its_master_along(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var master = Proxy.Start(which, "-W", "-f", setting.File);
        var forked = await master.Line("forked");
        await master.Line("Loading success.");
        _ = Daemon.Linux.Processes.Kill(int.Parse(Regex.Match(forked, @"worker \((?<pid>\d+)\)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["pid"].Value, CultureInfo.InvariantCulture), Kill);
        Assert.Equal(137, await master.Exit());
        await master.Line("exited with code 137 (Killed)");
        await master.Line("exit-on-failure: killing every processes with SIGTERM");
    }

    [SkippableTheory]
    [InlineData("real")]
    [InlineData("ours")]
    public async Task A_broken_file_leaves_the_old_worker_serving(string which)
    {
        using var origin = new Origin();
        using var setting = Proxy.Configure(origin.Port);
        await using var master = Proxy.Start(which, "-W", "-S", setting.MasterSocket, "-f", setting.File);
        await master.Line("Loading success.");
        await Proxy.MasterAnswers(setting.MasterSocket);
        var good = await File.ReadAllTextAsync(setting.File);
        await File.AppendAllTextAsync(setting.File, "    nonsense\n");
        master.Signal(User2);
        await master.Line("unknown keyword 'nonsense' in 'backend' section");
        await master.Line("Loading failure!");
        var load = new Load(setting.Port, clients: 1);
        await load.Pass(5);
        await load.Stop();
        Assert.Empty(load.Lost);

        await File.WriteAllTextAsync(setting.File, good);
        await Proxy.MasterAnswers(setting.MasterSocket);
        Assert.Equal("", await Proxy.Ask(setting.MasterSocket, "reload"));
        await master.Line("Former worker");
    }
}
