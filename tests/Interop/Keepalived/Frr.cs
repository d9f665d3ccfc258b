using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Interop.Keepalived;

/// <summary>
/// FRR's zebra and vrrpd on a host of the segment: virtual router 51 of version 3 on <c>eth0</c>. FRR sets no address itself; each is on a macvlan
/// with the virtual MAC address, whose carrier FRR takes away while it is backup. (FRR manual, "VRRP")
/// </summary>
internal sealed class Frr : IDisposable
{
    private const string Programs = "/usr/lib/frr";

    private readonly string folder;
    private readonly Process vrrpd;

    private Frr(Segment segment, int host, string folder, string configuration)
    {
        this.folder = folder;
        File.WriteAllText(Path.Combine(folder, "vrrpd.conf"), configuration);
        // FRR drops its privileges before it opens its files.
        Segment.Ip($"netns exec {segment.Host(host)} chown -R frr:frr {folder}");
        // It returns when it is ready for its clients.
        Segment.Ip($"netns exec {segment.Host(host)} {Programs}/zebra -d -f /dev/null -i {folder}/zebra.pid -z {folder}/zebra.sock --vty_socket {folder}");
        vrrpd = Process.Start(new ProcessStartInfo("ip", $"netns exec {segment.Host(host)} {Programs}/vrrpd -f {folder}/vrrpd.conf -i {folder}/vrrpd.pid -z {folder}/zebra.sock --vty_socket {folder}")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        vrrpd.OutputDataReceived += (_, line) => Log.Add(line.Data);
        vrrpd.ErrorDataReceived += (_, line) => Log.Add(line.Data);
        vrrpd.BeginOutputReadLine();
        vrrpd.BeginErrorReadLine();
    }

    public LineFeed Log { get; } = new();

    public static void SkipWithoutIt() => Skip.IfNot(File.Exists($"{Programs}/vrrpd") && File.Exists("/usr/bin/vtysh"), "FRR is not installed");

    /// <param name="intervalMs">Milliseconds, of ten.</param>
    /// <param name="addresses">With prefix length, of one family.</param>
    public static Frr Start(Segment segment, int host, int priority, int intervalMs, params string[] addresses)
    {
        var (link, family, mac) = addresses[0].Contains(':', StringComparison.Ordinal) ? ("vrrp6-51", "ipv6", "00:00:5e:00:02:33") : ("vrrp4-51", "ip", "00:00:5e:00:01:33");
        var space = segment.Host(host);
        Segment.Ip($"netns exec {space} sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv6.conf.default.accept_dad=0");
        Segment.Ip($"-n {space} link add {link} link eth0 type macvlan mode bridge");
        Segment.Ip($"-n {space} link set {link} address {mac}");
        foreach (var address in addresses) Segment.Ip($"-n {space} addr add {address} dev {link}");
        Segment.Ip($"-n {space} link set {link} up");
        var lines = addresses.Select(address => $" vrrp 51 {family} {address.Split('/')[0]}");
        return segment.Own(new Frr(segment, host, Directory.CreateTempSubdirectory("kvf").FullName, string.Create(CultureInfo.InvariantCulture, $"""
            log stdout debugging
            debug vrrp
            interface eth0
             vrrp 51 version 3
             vrrp 51 priority {priority}
             vrrp 51 advertisement-interval {intervalMs}
            {string.Join('\n', lines)}

            """)));
    }

    public async Task BecomesMaster() => await Log.WaitFor("Backup -> Master");

    public async Task BecomesBackup() => await Log.WaitFor("-> Backup");

    /// <summary>Out of service with an advertisement of priority 0, or back.</summary>
    public void Shut(bool down) => Shell("configure terminal", "interface eth0", $"{(down ? "" : "no ")}vrrp 51 shutdown");

    /// <summary>What <c>show vrrp json</c> says about one family: status, priority, counters.</summary>
    public JsonElement Show(string family) => JsonDocument.Parse(Shell("show vrrp json")).RootElement[0].GetProperty(family);

    /// <summary>FRR found nothing wrong with what it received.</summary>
    public void AssertNoComplaint()
    {
        foreach (var complaint in (string[])["Datagram invalid", "Datagram has", "Bad VRRP checksum", "this is a bug", "Failed to send"])
        {
            Assert.DoesNotContain(complaint, Log.All, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        foreach (var file in (string[])["vrrpd.pid", "zebra.pid"])
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path)) Daemon.Kill(int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture), "KILL");
        }

        vrrpd.WaitForExit();
        vrrpd.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Shell(params string[] commands)
    {
        var start = new ProcessStartInfo("vtysh", ["--vty_socket", folder]) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var command in commands)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(command);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"vtysh: {output}");
    }
}
