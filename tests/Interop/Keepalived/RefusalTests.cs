using System.Buffers.Binary;
using System.Diagnostics;

namespace Interop.Keepalived;

/// <summary>Malformed and misfit advertisements, each counted and told by both programs alike. (RFC 3768 §7.1, RFC 5798 §7.1)</summary>
public sealed class RefusalTests
{
    private const byte RouterId = 51;

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_kind_of_bad_packet_has_its_counter_and_its_line(int version)
    {
        Segment.SkipWithoutMeans();
        Skip.IfNot(File.Exists("/usr/bin/socat"), "socat is not installed");
        using var segment = new Segment();
        var real = await Standing(segment, Which.Real, version);
        var ours = await Standing(segment, Which.Ours, version);
        Assert.Equal(real, ours);
    }

    private static async Task<string> Standing(Segment segment, Which which, int version)
    {
        var daemon = Daemon.Start(segment, 1, which, Conf.Router(150, version, version == 2 ? 1 : 0.5, version == 2 ? Conf.Password("secret") : ""));
        await daemon.BecomesMaster();
        await daemon.Log.WaitFor("Sending gratuitous ARP");
        foreach (var (packet, hops) in version == 2 ? BadVersion2() : BadVersion3()) Send(segment, packet, hops);
        // The last one is good and of higher priority: when that has been heard, all have.
        Send(segment, version == 2 ? Version2(200) : Version3(200), 255);
        await daemon.BecomesBackup();
        var stats = await daemon.Dump("USR2", "keepalived.stats");
        Assert.Equal(0, await daemon.Stop());
        var lines = daemon.Log.All.Split('\n').Select(line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..])
            .Where(line => (line.StartsWith("(VI_1) ", StringComparison.Ordinal) || line.StartsWith("IPv4 VRRP packet", StringComparison.Ordinal)) && !line.Contains("MASTER", StringComparison.Ordinal) && !line.Contains("BACKUP", StringComparison.Ordinal)).Distinct();
        // How many were sent is a matter of time.
        return string.Join('\n', [.. stats.Split('\n').Where(line => !line.Contains("Sent:", StringComparison.Ordinal)), .. lines]);
    }

    /// <summary>No two of the same reason behind each other: ours tells that once a second.</summary>
    private static IEnumerable<(byte[] Packet, int Hops)> BadVersion2()
    {
        yield return (Version2(100), 254);
        yield return (Version2(100)[..10], 255);
        yield return (Version2(100)[..7], 255);
        yield return (Version3(100), 255);
        yield return (Version2(100, version: 3), 255);
        yield return (Version2(100, type: 2), 255);
        yield return (Version2(100, authentication: 0), 255);
        yield return (Version2(100, password: "wrong"), 255);
        yield return (Version2(100, authentication: 7), 255);
        yield return (Version2(100, interval: 3), 255);
        yield return (Version2(100, address: 101), 255);
        yield return (Version2(100, count: 2), 255);
        yield return (Broken(Version2(100)), 255);
    }

    private static IEnumerable<(byte[] Packet, int Hops)> BadVersion3()
    {
        yield return (Version3(100), 254);
        yield return (Version3(100)[..10], 255);
        yield return (Version3(100)[..7], 255);
        yield return (Version2(100), 255);
        yield return (Version3(100, type: 2), 255);
        yield return (Version3(100, address: 101), 255);
        yield return (Version3(100, count: 2), 255);
        yield return (Broken(Version3(100)), 255);
    }

    /// <summary>As a neighbour with one VIP would send it, but for what is said.</summary>
    private static byte[] Version2(byte priority, byte version = 2, byte type = 1, byte count = 1, byte authentication = 1, byte interval = 1, byte address = 100, string password = "secret")
    {
        var packet = new byte[8 + (4 * count) + 8];
        ((byte[])[(byte)((version << 4) | type), RouterId, priority, count, authentication, interval]).CopyTo(packet, 0);
        for (var i = 0; i < count; i++) ((byte[])[10, 77, 0, (byte)(address + i)]).CopyTo(packet, 8 + (4 * i));
        System.Text.Encoding.ASCII.GetBytes(password).CopyTo(packet, packet.Length - 8);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), Checksum(packet));
        return packet;
    }

    private static byte[] Version3(byte priority, byte version = 3, byte type = 1, byte count = 1, byte address = 100)
    {
        var packet = new byte[8 + (4 * count)];
        ((byte[])[(byte)((version << 4) | type), RouterId, priority, count, 0, 50]).CopyTo(packet, 0);
        for (var i = 0; i < count; i++) ((byte[])[10, 77, 0, (byte)(address + i)]).CopyTo(packet, 8 + (4 * i));
        byte[] pseudo = [10, 77, 0, 2, 224, 0, 0, 18, 0, 112, 0, (byte)packet.Length];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), Checksum([.. pseudo, .. packet]));
        return packet;
    }

    private static byte[] Broken(byte[] packet)
    {
        packet[6] ^= 0xff;
        return packet;
    }

    /// <summary>RFC 1071, written once more: the program's own is under test here.</summary>
    private static ushort Checksum(byte[] bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 2) sum += (uint)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    private static void Send(Segment segment, byte[] packet, int hops)
    {
        using var socat = Process.Start(new ProcessStartInfo("ip", $"netns exec {segment.Host(2)} socat -u STDIN IP4-DATAGRAM:224.0.0.18:112,bind=10.77.0.2,ip-multicast-ttl={hops},ip-multicast-if=10.77.0.2")
        {
            UseShellExecute = false, RedirectStandardInput = true,
        })!;
        socat.StandardInput.BaseStream.Write(packet);
        socat.StandardInput.Close();
        socat.WaitForExit();
        Assert.Equal(0, socat.ExitCode);
    }
}
