using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived;

namespace Keepalived.Net.Snmp.Mibs;

/// <summary>vrrpAddressTable (KEEPALIVED-MIB vrrp 6): static addresses as those of instance 0, then each instance's, the excluded ones last.</summary>
internal static class AddressTable
{
    public static void Write(MibBuilder mib, MibSource source)
    {
        var table = mib.Table(2, 6, 1);
        for (var i = 0; i < source.Model.StaticAddresses.Length; i++)
        {
            var address = source.Model.StaticAddresses[i];
            Write(table.Row(0, (uint)i + 1), address, address.Interface ?? source.Model.Global.DefaultInterface, isSet: true, isAdvertised: false, source);
        }

        for (var i = 0; i < source.Model.Instances.Length; i++)
        {
            var instance = source.Model.Instances[i];
            var isMaster = source.Record(instance).State == VrrpState.Master;
            var row = 1u;
            foreach (var address in instance.Addresses) Write(table.Row((uint)i + 1, row++), address, LinkOf(instance, address, source), isMaster, isAdvertised: true, source);
            foreach (var address in instance.ExcludedAddresses) Write(table.Row((uint)i + 1, row++), address, LinkOf(instance, address, source), isMaster, isAdvertised: false, source);
        }
    }

    private static string LinkOf(VrrpInstance instance, VirtualAddress address, MibSource source) =>
        address.Interface is { } own && own != instance.Interface ? own : source.Link(instance);

    private static void Write(in MibRow row, VirtualAddress address, string? link, bool isSet, bool isAdvertised, MibSource source)
    {
        row.Integer(2, MibWords.AddressType(address.Address));
        row.Address(3, address.Address);
        if (address.Address.AddressFamily == AddressFamily.InterNetwork) row.Address(4, address.Broadcast ?? IPAddress.Any);
        row.Gauge(5, address.PrefixLength);
        // The original means by it what was configured; a link-local address needs no word.
        row.Integer(6, MibWords.Scope(address.Address.IsIPv6LinkLocal ? 0 : address.Scope));
        row.Integer(7, source.Index(link) ?? 0);
        row.Text(8, link ?? "");
        row.Text(9, address.Label);
        row.Choice(10, isSet);
        row.Choice(11, isAdvertised);
        row.Address(12, address.Peer);
    }
}
