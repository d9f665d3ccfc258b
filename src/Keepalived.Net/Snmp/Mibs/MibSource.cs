using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Process;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>What all variables of a moment are made of.</summary>
/// <param name="StartedUs">When the daemon began, of the monotonic clock.</param>
/// <param name="Reasons">Why each instance became master the last time.</param>
internal sealed record MibSource(StatusView View, InterfaceTable Interfaces, long StartedUs, IReadOnlyDictionary<string, MasterReason> Reasons) : IDisposable
{
    private readonly HashSet<IPAddress> virtualAddresses = [.. View.Model.Instances.SelectMany(each => each.Addresses).Select(each => each.Address)];

    /// <summary>Looked through once: every table asks for every instance.</summary>
    private readonly Dictionary<string, RouterRecord> records = Records(View.Page);

    public KeepalivedModel Model => View.Model;

    public RouterRecord Record(VrrpInstance instance) => records.GetValueOrDefault(instance.Name);

    public IPAddress? Source(VrrpInstance instance) =>
        RouterCondition.SourceAddress(instance, Interfaces.Find(instance.Interface), virtualAddresses, RouterPlan.IsIpv6(instance));

    public int? Index(string? link) => link is null ? null : Interfaces.Find(link)?.Index;

    /// <summary>The interface an instance speaks as: its own virtual one, which its name or its hardware address (RFC 5798 §7.3) tells, or the configured one.</summary>
    public string Link(VrrpInstance instance)
    {
        if (!RouterPlan.HasVirtualMac(instance)) return instance.Interface;
        byte[] address = instance.VirtualMac?.HardwareAddress ?? [0, 0, 0x5e, 0, (byte)(RouterPlan.IsIpv6(instance) ? 2 : 1), (byte)instance.VirtualRouterId];
        var parent = Index(instance.Interface);
        var own = Interfaces.All.FirstOrDefault(each => each.ParentIndex == parent && each.HardwareAddress.AsSpan().SequenceEqual(address));
        return own?.Name ?? AddressText.VmacName(instance);
    }

    /// <summary>Who spoke as master last; null: nobody was heard.</summary>
    public static IPAddress? LastMaster(in RouterRecord record)
    {
        ReadOnlySpan<PeerRecord> peers = record.Peers;
        IPAddress? last = null;
        var heard = 0L;
        foreach (ref readonly var peer in peers)
        {
            if (peer.AddressLength == 0 || peer.LastHeardUs <= heard) continue;
            heard = peer.LastHeardUs;
            last = peer.Address;
        }

        return last;
    }

    /// <summary>Hundredths of a second since the daemon began.</summary>
    public long UpTicks => (View.NowUs - StartedUs) / 10_000;

    private static Dictionary<string, RouterRecord> Records(StatusPage page)
    {
        var byName = new Dictionary<string, RouterRecord>(StringComparer.Ordinal);
        foreach (ref readonly var record in page.Routers)
        {
            if (record.IsUsed) byName.TryAdd(record.Name, record);
        }

        return byName;
    }

    public void Dispose() => Interfaces.Dispose();
}

/// <summary>vrrpv3StatisticsNewMasterReason (RFC 6527).</summary>
internal enum MasterReason
{
    NotMaster,
    Priority,
    Preempted,
    NoResponse,
}
