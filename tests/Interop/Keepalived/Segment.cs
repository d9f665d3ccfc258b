using System.Diagnostics;
using System.Globalization;
using Testing;

namespace Interop.Keepalived;

/// <summary>
/// A bridge and some hosts on it, each a network namespace of its own with one interface <c>eth0</c>: 10.77.0.N and fd77::N.
/// Everything carries a name of this process and is taken away at the end.
/// </summary>
internal sealed class Segment : IDisposable
{
    private static int count;

    private readonly string prefix;
    private readonly int hosts;
    private readonly List<IDisposable> tenants = [];

    /// <param name="addresses">Address with prefix length of host N, from 1 on.</param>
    public Segment(int hosts = 2, Func<int, string>? addresses = null)
    {
        this.hosts = hosts;
        prefix = string.Create(CultureInfo.InvariantCulture, $"kv{System.Environment.ProcessId}x{Interlocked.Increment(ref count)}");
        Folder = Directory.CreateTempSubdirectory("kvi").FullName;
        try
        {
            Ip($"netns add {Bridge}");
            Ip($"-n {Bridge} link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
            Ip($"-n {Bridge} link set br0 up");
            for (var host = 1; host <= hosts; host++) AddHost(host, addresses?.Invoke(host) ?? $"10.77.0.{host}/24");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Bridge => prefix + "b";

    /// <summary>For configurations, pid files and what scripts write.</summary>
    public string Folder { get; }

    public string Host(int host) => prefix + "n" + host.ToString(CultureInfo.InvariantCulture);

    /// <summary>Root and the tools; the real keepalived too, which is the referee of every scenario.</summary>
    public static void SkipWithoutMeans()
    {
        Skip.IfNot(System.Environment.IsPrivilegedProcess, "network namespaces need root");
        Skip.If(Binaries.RealKeepalived is null, "the real keepalived is not installed");
        Skip.If(Binaries.KeepalivedNet is null, "keepalived.net is not built");
        Skip.IfNot(File.Exists("/usr/bin/tcpdump") || File.Exists("/usr/sbin/tcpdump"), "tcpdump is not installed");
    }

    /// <summary>What the daemons of this segment find in their environment besides.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public T Own<T>(T tenant)
        where T : IDisposable
    {
        tenants.Add(tenant);
        return tenant;
    }

    /// <summary>The bridge port of a host loses its link: the host sees no carrier, its packets go nowhere.</summary>
    public void Plug(int host, bool up) => Ip($"-n {Bridge} link set p{host} {(up ? "up" : "down")}");

    /// <summary>The host's port leaves the bridge: it keeps its carrier and hears nobody.</summary>
    public void Isolate(int host, bool apart) => Ip($"-n {Bridge} link set p{host} {(apart ? "nomaster" : "master br0")}");

    /// <summary>A second interface on every host, on a bridge of its own: 10.78.0.N.</summary>
    /// <param name="again">Its bridge is there from before.</param>
    public void AddSecondLink(bool again = false)
    {
        if (!again)
        {
            Ip($"-n {Bridge} link add br1 type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
            Ip($"-n {Bridge} link set br1 up");
        }

        for (var host = 1; host <= hosts; host++)
        {
            Ip($"-n {Host(host)} link add eth1 address 02:00:00:00:01:{host:x2} type veth peer name q{host} netns {Bridge}");
            Ip($"netns exec {Host(host)} sysctl -qw net.ipv6.conf.eth1.accept_dad=0 net.ipv6.conf.eth1.router_solicitations=0");
            Ip($"-n {Bridge} link set q{host} master br1 up");
            Ip($"-n {Host(host)} link set eth1 up");
            Ip($"-n {Host(host)} addr add 10.78.0.{host}/24 dev eth1");
        }
    }

    /// <summary>What a command prints on a host.</summary>
    public string Run(int host, string command) => Ip($"netns exec {Host(host)} {command}");

    /// <summary>Waits until a command prints something; the kernel reports to nobody what is looked at here.</summary>
    public async Task Until(int host, string command, Func<string, bool> good)
    {
        for (var tries = 0; !good(Run(host, command)); tries++)
        {
            if (tries == 200) throw new TimeoutException($"{command}: {Run(host, command)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Addresses with prefix length on eth0, IPv4 and IPv6 without the link-local one of the interface.</summary>
    public string[] Addresses(int host) => [.. Ip($"-n {Host(host)} -o addr show dev eth0").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])];

    public static string Ip(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"ip {arguments}: {error.Result}");
    }

    public void Dispose()
    {
        for (var i = tenants.Count - 1; i >= 0; i--) tenants[i].Dispose();
        for (var host = 1; host <= hosts; host++) TryIp($"netns del {Host(host)}");
        TryIp($"netns del {Bridge}");
        Directory.Delete(Folder, recursive: true);
    }

    private void AddHost(int host, string address)
    {
        Ip($"netns add {Host(host)}");
        Ip($"-n {Host(host)} link set lo up");
        // Fixed hardware addresses: frames of two runs can be compared.
        Ip($"-n {Host(host)} link add eth0 address 02:00:00:00:00:{host:x2} type veth peer name p{host} netns {Bridge}");
        Ip($"netns exec {Host(host)} sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv6.conf.eth0.router_solicitations=0");
        Ip($"-n {Bridge} link set p{host} master br0 up");
        Ip($"-n {Host(host)} link set eth0 up");
        Ip($"-n {Host(host)} addr add {address} dev eth0");
        Ip($"-n {Host(host)} addr add fd77::{host}/64 dev eth0 nodad");
    }

    private static void TryIp(string arguments)
    {
        try
        {
            Ip(arguments);
        }
        catch (InvalidOperationException)
        {
            // Gone already.
        }
    }
}
