using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Daemon.Linux;
using Keepalived.Net.Status;

namespace Keepalived.Net.Network;

/// <summary>
/// The packet filter rules of keepalived, in a table of its own for each family: virtual addresses that must not be reached (no_accept, strict
/// mode), and group reports that must not leave by a virtual MAC interface but by the one below it. The table looks as keepalived 2.2.7's does.
/// (keepalived.conf(5) "nftables", "accept"; RFC 5798 §6.4.3 (650))
/// </summary>
public sealed class Firewall(NftablesSettings settings, bool moveGroupReports, StatusPage page) : IDisposable
{
    private const string AddressSet = "vips";
    private const string LinkLocalSet = "vips_link_local";
    private const string InterfaceMap = "vmac_map";
    private const string InterfaceSet = "vmac_set";
    private const uint TypeIpv4 = 7;
    private const uint TypeIpv6 = 8;
    private const uint TypeInterface = 20;
    private const uint TypeIcmpv6 = 29;
    private const uint HookInput = 1;
    private const uint HookOutput = 3;
    private const byte Igmp = 2;
    private const byte Icmpv6 = 58;
    private const byte ListenerReport = 143;
    private const byte RouterSolicitation = 133;
    private const int BufferBytes = 16 * 1024;

    private readonly HashSet<(IPAddress Address, int Interface)> blocked = [];
    private readonly NetlinkSocket socket = new(0, NetlinkSocket.Netfilter);
    private readonly Built ipv4 = new(2, page);
    private readonly Built ipv6 = new(10, page);

    private string Table => settings.Table ?? "keepalived";

    /// <summary>Reports of group membership that would leave by the virtual interface leave by the one below.</summary>
    /// <returns>0 or errno.</returns>
    public int AddVirtualInterface(bool isIpv6, int index, int baseIndex)
    {
        if (!moveGroupReports) return 0;
        var built = isIpv6 ? ipv6 : ipv4;
        var batch = Begin(built, new byte[BufferBytes]);
        if (!built.HasInterfaces)
        {
            AddOutputChain(ref batch, built);
            batch.AddMap(InterfaceMap, TypeInterface, 4, TypeInterface, 4);
            if (isIpv6) batch.AddSet(InterfaceSet, TypeInterface, 4);
            MoveReports(ref batch, built);
            built.HasInterfaces = true;
        }

        batch.AddElement(InterfaceMap, Bytes(index), Bytes(baseIndex));
        if (isIpv6) batch.AddElement(InterfaceSet, Bytes(index));
        return batch.Send(socket);
    }

    /// <returns>0 or errno.</returns>
    public int RemoveVirtualInterface(bool isIpv6, int index)
    {
        var built = isIpv6 ? ipv6 : ipv4;
        if (!built.HasInterfaces) return 0;
        var batch = Begin(built, new byte[BufferBytes]);
        batch.DeleteElement(InterfaceMap, Bytes(index));
        if (isIpv6) batch.DeleteElement(InterfaceSet, Bytes(index));
        return batch.Send(socket);
    }

    /// <summary>What is sent to the address is dropped, and what comes from it too.</summary>
    /// <param name="interfaceIndex">Where a link-local address is.</param>
    /// <returns>0 or errno.</returns>
    public int Block(IPAddress address, int interfaceIndex) => Change(address, interfaceIndex, block: true);

    /// <returns>0 or errno.</returns>
    public int Unblock(IPAddress address, int interfaceIndex) => Change(address, interfaceIndex, block: false);

    public bool IsBlocked(IPAddress address, int interfaceIndex) => blocked.Contains((address, interfaceIndex));

    /// <summary>Takes the tables away.</summary>
    public void Remove()
    {
        foreach (var built in (Built[])[ipv4, ipv6])
        {
            if (!built.HasTable) continue;
            var batch = Begin(built, new byte[1024]);
            batch.DeleteTable();
            _ = batch.Send(socket);
            built.HasTable = false;
        }
    }

    public void Dispose() => socket.Dispose();

    private int Change(IPAddress address, int interfaceIndex, bool block)
    {
        if (!(block ? blocked.Add((address, interfaceIndex)) : blocked.Remove((address, interfaceIndex)))) return 0;
        var key = address.GetAddressBytes();
        var built = key.Length == 16 ? ipv6 : ipv4;
        var batch = Begin(built, new byte[BufferBytes]);
        if (!built.HasAddresses) AddAddressRules(ref batch, built);
        var linkLocal = address.IsIPv6LinkLocal;
        if (linkLocal && !built.HasLinkLocal) AddLinkLocalRules(ref batch, built);
        if (linkLocal) key = [.. key, .. Bytes(interfaceIndex)];
        if (block) batch.AddElement(linkLocal ? LinkLocalSet : AddressSet, key);
        else batch.DeleteElement(linkLocal ? LinkLocalSet : AddressSet, key);
        return batch.Send(socket);
    }

    private NftablesBatch Begin(Built built, Span<byte> buffer)
    {
        var batch = new NftablesBatch(buffer, built.Family, Table);
        batch.Begin();
        if (built.HasTable) return batch;
        // What another run has left behind is not ours to add to.
        batch.AddTable();
        batch.DeleteTable();
        batch.AddTable();
        built.HasTable = true;
        return batch;
    }

    private void AddOutputChain(ref NftablesBatch batch, Built built)
    {
        if (built.HasOutput) return;
        batch.AddChain("out", HookOutput, settings.Priority);
        built.HasOutput = true;
    }

    private void AddAddressRules(ref NftablesBatch batch, Built built)
    {
        AddOutputChain(ref batch, built);
        batch.AddChain("in", HookInput, settings.Priority);
        built.HasAddresses = true;
        if (!built.IsIpv6)
        {
            batch.AddSet(AddressSet, TypeIpv4, 4);
            Drop(ref batch, "in", 16, 4);
            Drop(ref batch, "out", 12, 4);
            return;
        }

        batch.AddChain("in_link_local");
        batch.AddChain("out_link_local");
        batch.AddSet(AddressSet, TypeIpv6, 16);
        batch.AddSet("neighbor-discovery", TypeIcmpv6, 1, constant: true);
        batch.AddElement("neighbor-discovery", [135]);
        batch.AddElement("neighbor-discovery", [136]);
        foreach (var (chain, offset) in ((string, uint)[])[("in", 24), ("out", 8)])
        {
            // The address must still be found by its neighbours, or nobody would send to this router at all.
            batch.BeginRule(chain);
            BeginIcmpv6(ref batch);
            batch.Lookup("neighbor-discovery", 1);
            End(ref batch, NftablesBatch.VerdictAccept);
            batch.BeginRule(chain);
            batch.Payload(NftBase.Network, offset, 16, 1);
            batch.Mask(1, [0xff, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            batch.Compare(1, [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            End(ref batch, NftablesBatch.VerdictGoto, chain + "_link_local");
            Drop(ref batch, chain, offset, 16);
        }
    }

    private void AddLinkLocalRules(ref NftablesBatch batch, Built built)
    {
        batch.AddSet(LinkLocalSet, (TypeIpv6 << 6) | TypeInterface, 20);
        foreach (var (chain, offset, link) in ((string, uint, NftMeta)[])[("in_link_local", 24, NftMeta.InputInterface), ("out_link_local", 8, NftMeta.OutputInterface)])
        {
            batch.BeginRule(chain);
            batch.Payload(NftBase.Network, offset, 16, 1);
            // The register behind the sixteen bytes of the first.
            batch.Meta(link, 2);
            batch.Lookup(LinkLocalSet, 1);
            End(ref batch, NftablesBatch.VerdictDrop);
        }

        built.HasLinkLocal = true;
    }

    private void MoveReports(ref NftablesBatch batch, Built built)
    {
        batch.BeginRule("out");
        if (built.IsIpv6)
        {
            BeginIcmpv6(ref batch);
            batch.Compare(1, [ListenerReport]);
            batch.Payload(NftBase.Network, 24, 16, 1);
        }
        else
        {
            batch.Payload(NftBase.Network, 9, 1, 1);
            batch.Compare(1, [Igmp]);
            batch.Payload(NftBase.Network, 16, 4, 1);
        }

        ByVirtualInterface(ref batch);
        batch.Lookup(InterfaceMap, 2, 2);
        batch.Duplicate(1, 2);
        End(ref batch, NftablesBatch.VerdictDrop);
        if (!built.IsIpv6) return;
        batch.BeginRule("out");
        BeginIcmpv6(ref batch);
        batch.Compare(1, [RouterSolicitation]);
        ByVirtualInterface(ref batch);
        batch.Lookup(InterfaceSet, 2);
        End(ref batch, NftablesBatch.VerdictDrop);
    }

    private static void ByVirtualInterface(ref NftablesBatch batch)
    {
        batch.Meta(NftMeta.OutputKind, 2);
        batch.Compare(2, "macvlan\0\0\0\0\0\0\0\0\0"u8);
        batch.Meta(NftMeta.OutputInterface, 2);
    }

    private static void BeginIcmpv6(ref NftablesBatch batch)
    {
        batch.Meta(NftMeta.Protocol, 1);
        batch.Compare(1, [Icmpv6]);
        batch.Payload(NftBase.Transport, 0, 1, 1);
    }

    private void Drop(ref NftablesBatch batch, string chain, uint offset, uint length)
    {
        batch.BeginRule(chain);
        batch.Payload(NftBase.Network, offset, length, 1);
        batch.Lookup(AddressSet, 1);
        End(ref batch, NftablesBatch.VerdictDrop);
    }

    private void End(ref NftablesBatch batch, uint verdict, string? chain = null)
    {
        if (settings.Counters) batch.Counter();
        batch.Verdict(verdict, chain);
        batch.EndRule();
    }

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        MemoryMarshal.Write(bytes, number);
        return bytes;
    }

    /// <summary>What of one family's table is there: a process that goes on in our place finds it in the status page.</summary>
    private sealed class Built(byte family, StatusPage page)
    {
        private const int AllParts = 0xff;

        private readonly int shift = family == 10 ? 8 : 0;

        public byte Family { get; } = family;

        public bool IsIpv6 => Family == 10;

        public bool HasTable { get => Has(1); set => Set(value ? 1 : AllParts, value); }

        public bool HasOutput { get => Has(2); set => Set(2, value); }

        public bool HasInterfaces { get => Has(4); set => Set(4, value); }

        public bool HasAddresses { get => Has(8); set => Set(8, value); }

        public bool HasLinkLocal { get => Has(16); set => Set(16, value); }

        private bool Has(int part) => (page.FilterParts & (part << shift)) != 0;

        private void Set(int parts, bool there) => page.FilterParts = there ? page.FilterParts | (parts << shift) : page.FilterParts & ~(parts << shift);
    }
}
