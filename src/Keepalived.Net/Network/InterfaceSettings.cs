using System.Globalization;
using Keepalived.Net.Status;

namespace Keepalived.Net.Network;

/// <summary>
/// The kernel's settings of interfaces that virtual routers need otherwise than they are; what was changed on interfaces that stay is put back at
/// the end. (Linux ip-sysctl.rst)
/// </summary>
public sealed class InterfaceSettings
{
    private readonly StatusPage page;
    private readonly Dictionary<string, string> before = new(StringComparer.Ordinal);

    /// <param name="page">Remembers what was found, for the process that goes on in this one's place.</param>
    public InterfaceSettings(StatusPage page)
    {
        this.page = page;
        foreach (var line in page.Settings.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is [var path, var value]) before[path] = value;
        }
    }

    /// <summary>
    /// The virtual MAC interface answers ARP only for its own addresses and takes packets from anywhere; the base interface does not answer
    /// for the virtual addresses with its own hardware address.
    /// </summary>
    public void ForVirtualMac(string name, string baseName, bool isIpv6)
    {
        if (isIpv6) return;
        Write(4, name, "arp_ignore", 1);
        Write(4, name, "rp_filter", 0);
        Write(4, name, "promote_secondaries", 1);
        Write(6, name, "disable_ipv6", 1);
        Change(4, baseName, "arp_ignore", 1);
        Change(4, baseName, "arp_filter", 1);
        // The kernel takes the larger of both, so the one for all must not be stricter.
        if (Read(4, "all", "rp_filter") is not ("0" or null)) RelaxReversePath();
    }

    /// <summary>When an address goes, the next of its network takes its place instead of going too.</summary>
    public void PromoteSecondaries(string name) => Change(4, name, "promote_secondaries", 1);

    /// <summary>Puts back what <see cref="Change"/> found.</summary>
    public void Restore()
    {
        foreach (var (path, value) in before) TryWrite(path, value);
        before.Clear();
        Remember();
    }

    /// <summary>
    /// What all interfaces had in common is written to each of them that had less, so that only the virtual ones become more generous.
    /// </summary>
    private void RelaxReversePath()
    {
        var all = Read(4, "all", "rp_filter")!;
        foreach (var folder in Directory.GetDirectories("/proc/sys/net/ipv4/conf"))
        {
            var name = Path.GetFileName(folder);
            if (name is "all" or "default" or "lo" || name.StartsWith("vrrp", StringComparison.Ordinal)) continue;
            if (string.CompareOrdinal(Read(4, name, "rp_filter"), all) < 0) Change(4, name, "rp_filter", int.Parse(all, CultureInfo.InvariantCulture));
        }

        Change(4, "all", "rp_filter", 0);
    }

    private void Change(int version, string name, string setting, int value)
    {
        var path = PathOf(version, name, setting);
        if (Read(version, name, setting) is { } old && old != value.ToString(CultureInfo.InvariantCulture) && before.TryAdd(path, old)) Remember();
        TryWrite(path, value.ToString(CultureInfo.InvariantCulture));
    }

    private void Remember() => page.Settings = string.Concat(before.Select(each => $"{each.Key} {each.Value}\n"));

    private static void Write(int version, string name, string setting, int value) => TryWrite(PathOf(version, name, setting), value.ToString(CultureInfo.InvariantCulture));

    private static string? Read(int version, string name, string setting)
    {
        try
        {
            return File.ReadAllText(PathOf(version, name, setting)).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A setting that this kernel or this interface does not have makes no difference.</summary>
    private static void TryWrite(string path, string value)
    {
        try
        {
            File.WriteAllText(path, value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string PathOf(int version, string name, string setting) => $"/proc/sys/net/ipv{version}/conf/{name}/{setting}";
}
