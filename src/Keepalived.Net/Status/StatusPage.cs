using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Status;

/// <summary>
/// The memory that the VRRP child shares with its parent: a record for each virtual router and each tracked thing. The child writes it in passing; the
/// parent reads it for dumps, metrics and status, and hands it to the next child. (docs/architecture.md §6)
/// </summary>
public sealed class StatusPage : IDisposable
{
    /// <summary>255 VRIDs on two interfaces and both families, and as much again.</summary>
    public const int MaxRouters = 2048;

    public const int MaxTrackers = 2048;

    private const int HeaderLength = 64;

    /// <summary>Where the header keeps <see cref="FilterParts"/>.</summary>
    private const int FilterOffset = 8;

    private const int SettingsLength = 64 * 1024;

    private const long Revision = 1;

    /// <summary>Of another layout nothing is taken over. Counted up by hand where the records change and keep their lengths.</summary>
    public static readonly long Layout = (Revision << 48) | ((long)Unsafe.SizeOf<RouterRecord>() << 24) | (uint)Unsafe.SizeOf<TrackerRecord>();

    private static readonly int RoutersLength = MaxRouters * Unsafe.SizeOf<RouterRecord>();
    private static readonly int TrackersLength = MaxTrackers * Unsafe.SizeOf<TrackerRecord>();
    private static readonly int Length = HeaderLength + RoutersLength + TrackersLength + SettingsLength;

    private readonly SharedMemory memory;

    private StatusPage(SharedMemory memory) => this.memory = memory;

    public int Descriptor => memory.Descriptor;

    public Span<RouterRecord> Routers => MemoryMarshal.Cast<byte, RouterRecord>(memory.Bytes.Slice(HeaderLength, RoutersLength));

    public Span<TrackerRecord> Trackers => MemoryMarshal.Cast<byte, TrackerRecord>(memory.Bytes.Slice(HeaderLength + RoutersLength, TrackersLength));

    /// <summary>Which parts of its packet filter tables the child has made, as <see cref="Network.Firewall"/> numbers them.</summary>
    public int FilterParts
    {
        get => MemoryMarshal.Read<int>(memory.Bytes[FilterOffset..]);
        set => MemoryMarshal.Write(memory.Bytes[FilterOffset..], value);
    }

    /// <summary>What the child changed in the kernel's settings and puts back at its end, as <see cref="Network.InterfaceSettings"/> writes it; what does not fit is lost.</summary>
    public string Settings
    {
        get
        {
            var bytes = memory.Bytes[^SettingsLength..];
            var end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }

        set
        {
            var bytes = memory.Bytes[^SettingsLength..];
            bytes.Clear();
            Encoding.UTF8.GetEncoder().Convert(value, bytes[..^1], flush: true, out _, out _, out _);
        }
    }

    /// <summary>The page was written by a program with the same records.</summary>
    public bool IsOfThisLayout => MemoryMarshal.Read<long>(memory.Bytes) == Layout;

    public static StatusPage Create()
    {
        var page = new StatusPage(SharedMemory.Create("keepalived_status", Length));
        MemoryMarshal.Write(page.memory.Bytes, Layout);
        return page;
    }

    /// <summary>The page of another process.</summary>
    public static StatusPage Open(int descriptor) => new(SharedMemory.Open(descriptor, Length));

    public void Clear()
    {
        memory.Bytes.Clear();
        MemoryMarshal.Write(memory.Bytes, Layout);
    }

    /// <summary>A router of this VRID, family and interface has a record.</summary>
    public bool Knows(VrrpInstance instance, bool ipv6)
    {
        foreach (ref readonly var record in Routers)
        {
            if (record.IsSameRouter(instance, ipv6)) return true;
        }

        return false;
    }

    /// <summary>Gives the router a record: the one it has, or a free one. The number stays its own until <see cref="ReleaseRouter"/>.</summary>
    public int TakeRouter(VrrpInstance instance, bool ipv6)
    {
        var routers = Routers;
        var free = -1;
        for (var i = 0; i < routers.Length; i++)
        {
            if (routers[i].IsSameRouter(instance, ipv6))
            {
                free = i;
                break;
            }

            if (free < 0 && !routers[i].IsUsed) free = i;
        }

        // More routers than records: the last ones share one, which only blurs their figures.
        if (free < 0) free = routers.Length - 1;
        routers[free].Take(instance, ipv6);
        return free;
    }

    public void ReleaseRouter(int slot) => Routers[slot] = default;

    public int TakeTracker(TrackerKind kind, string name)
    {
        var trackers = Trackers;
        for (var i = 0; i < trackers.Length; i++)
        {
            if (trackers[i].Kind == kind && trackers[i].IsNamed(name)) return i;
            if (trackers[i].Kind != TrackerKind.None) continue;
            trackers[i].Take(kind, name);
            return i;
        }

        return trackers.Length - 1;
    }

    public void ReleaseTracker(int slot) => Trackers[slot] = default;

    /// <summary>The record of a router; false when the child has none of this name.</summary>
    public bool TryFind(string name, out RouterRecord record)
    {
        foreach (ref readonly var each in Routers)
        {
            if (!each.IsUsed || !each.IsNamed(name)) continue;
            record = each;
            return true;
        }

        record = default;
        return false;
    }

    public bool TryFind(TrackerKind kind, string name, out TrackerRecord record)
    {
        foreach (ref readonly var each in Trackers)
        {
            if (each.Kind != kind || !each.IsNamed(name)) continue;
            record = each;
            return true;
        }

        record = default;
        return false;
    }

    public void Dispose() => memory.Dispose();
}
