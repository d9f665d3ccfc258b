using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Process;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Tests.Process;

/// <summary>
/// The engine of the VRRP child on real sockets, in a network namespace of the test's thread: once a router is master or backup, an
/// advertisement costs no managed allocation, so no garbage collection ever stops the protocol. (docs/architecture.md §6)
/// </summary>
public sealed partial class SteadyStateTests
{
    private const int NewNetwork = 0x40000000;
    private const int Rounds = 100;

    [SkippableFact]
    public void A_master_allocates_nothing_for_an_advertisement() => InNamespace(() =>
    {
        using var child = Child(interval: TimeSpan.FromMilliseconds(10), skew: 0);
        while (child.Routers[0].State != VrrpState.Master) child.RunOnce();
        Settle(child, () => { });
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) child.RunOnce();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(VrrpState.Master, child.Routers[0].State);
    });

    [SkippableFact]
    public void A_backup_allocates_nothing_for_an_advertisement() => InNamespace(() =>
    {
        using var child = Child(interval: TimeSpan.FromSeconds(1), skew: 100);
        using var neighbour = new PacketSocket();
        var frame = new byte[14 + 32];
        var template = new AdvertisementTemplate(new AdvertisementForm
        {
            Version = 3,
            RouterId = 51,
            IntervalUs = 1_000_000,
            Source = [10, 77, 0, 9],
            Destinations = [[224, 0, 0, 18]],
            Addresses = [10, 77, 0, 100],
        });
        var peer = child.Interfaces.Find("peer0")!.Index;
        void Advertise()
        {
            template.Begin(200);
            Frame(frame, template.Towards(0));
            neighbour.Send(peer, frame);
        }

        Settle(child, Advertise);
        var deadline = child.Routers[0].NextEventUs;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            Advertise();
            child.RunOnce();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(VrrpState.Backup, child.Routers[0].State);
        // The advertisements were heard: the timer was restarted by them.
        Assert.True(child.Routers[0].NextEventUs > deadline);
    });

    private static VrrpChild Child(TimeSpan interval, int skew)
    {
        var instance = new VrrpInstance("VI_1", default!)
        {
            Interface = "eth0",
            VirtualRouterId = 51,
            Priority = 254 - skew,
            Version = 3,
            AdvertInterval = interval,
            Addresses = [new VirtualAddress(IPAddress.Parse("10.77.0.100"), 24, null, null, null, 0, default!)],
            Garp = new GratuitousArp { Delay = TimeSpan.Zero },
        };
        var child = new VrrpChild(new KeepalivedModel(new GlobalDefs(), [instance], []), StatusPage.Create(), new DaemonLog("test", console: false, detail: false), _ => { });
        child.Start();
        return child;
    }

    /// <summary>First runs compile, first packets note the sender, and the kernel still reports what starting has changed.</summary>
    private static void Settle(VrrpChild child, Action advertise)
    {
        for (var i = 0; i < 100; i++)
        {
            advertise();
            child.RunOnce();
        }
    }

    private static void Frame(Span<byte> frame, ReadOnlySpan<byte> packet)
    {
        ReadOnlySpan<byte> header = [0x01, 0, 0x5e, 0, 0, 0x12, 2, 0, 0, 0, 0, 9, 8, 0];
        header.CopyTo(frame);
        packet.CopyTo(frame[14..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[24..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[24..], InternetChecksum.Finish(InternetChecksum.Add(0, frame.Slice(14, 20))));
    }

    private static void InNamespace(Action test)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "network namespaces need root");
        Exception? failure = null;
        // A thread of its own: the namespace is the thread's, and ends with it.
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, unshare(NewNetwork));
                // Its address detection would report changes in the middle of the measurement.
                File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
                foreach (var command in (string[])["link add eth0 type veth peer name peer0", "link set peer0 up", "link set eth0 up", "addr add 10.77.0.1/24 dev eth0"])
                {
                    using var ip = System.Diagnostics.Process.Start(new ProcessStartInfo("ip", command) { UseShellExecute = false })!;
                    ip.WaitForExit();
                    Assert.Equal(0, ip.ExitCode);
                }

                test();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }

    [LibraryImport("libc")]
    private static partial int unshare(int flags);
}
