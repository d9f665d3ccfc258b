using System.Diagnostics;
using System.Globalization;

namespace Failover;

/// <summary>A bridge, and hosts on it: each is a network namespace with <c>eth0</c> and an address in 192.168.1.0/24.</summary>
internal sealed class Laboratory : IDisposable
{
    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"fo{Environment.ProcessId}");
    private readonly (string Name, int Address)[] hosts;
    private readonly List<Process> started = [];

    /// <param name="hosts">The last byte of each host's address.</param>
    public Laboratory(params (string Name, int Address)[] hosts)
    {
        this.hosts = hosts;
        try
        {
            Ip($"netns add {prefix}b");
            Ip($"-n {prefix}b link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
            Ip($"-n {prefix}b link set br0 up");
            foreach (var (name, address) in hosts) AddHost(name, address);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Two nodes (.21 and .22), the three web servers of the user's file (.11 to .13) and a client (.200).</summary>
    public static Laboratory OfThePair()
    {
        var laboratory = new Laboratory(("n1", 21), ("n2", 22), ("w1", 11), ("w2", 12), ("w3", 13), ("c", 200));
        foreach (var node in (string[])["n1", "n2"]) Ip($"netns exec {laboratory.prefix}{node} sysctl -qw net.ipv4.ip_nonlocal_bind=1");
        for (var web = 1; web <= 3; web++) laboratory.Start($"w{web}", Environment.ProcessPath!, ["--origin", $"web0{web}"]);
        return laboratory;
    }

    public void Plug(string host, bool up) => Ip($"-n {prefix}b link set p{host} {(up ? "up" : "down")}");

    /// <summary>Starts a program on a host; its standard output and error are pipes.</summary>
    public Process Start(string host, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("ip") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["netns", "exec", prefix + host, program, .. arguments]) start.ArgumentList.Add(word);
        var process = Process.Start(start)!;
        started.Add(process);
        return process;
    }

    public static void Ip(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {arguments}: {error}");
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        foreach (var (name, _) in hosts) Forget(prefix + name);
        Forget(prefix + "b");
    }

    private static void Forget(string name)
    {
        try
        {
            Ip("netns del " + name);
        }
        catch (InvalidOperationException)
        {
            // It was not made.
        }
    }

    private void AddHost(string name, int address)
    {
        Ip($"netns add {prefix}{name}");
        Ip($"-n {prefix}{name} link set lo up");
        Ip($"-n {prefix}{name} link add eth0 type veth peer name p{name} netns {prefix}b");
        Ip($"-n {prefix}b link set p{name} master br0 up");
        Ip($"-n {prefix}{name} link set eth0 up");
        Ip($"-n {prefix}{name} addr add 192.168.1.{address}/24 dev eth0");
    }
}
