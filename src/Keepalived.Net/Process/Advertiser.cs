using System.Net;
using System.Runtime.InteropServices;
using ConfParsers.Keepalived;
using Keepalived.Net.Network;
using Keepalived.Net.Status;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Process;

/// <summary>How a virtual router speaks: its advertisement, the address it comes from and the socket it leaves by. Sending allocates nothing.</summary>
/// <param name="slot">Of the router's record in the status page.</param>
public sealed class Advertiser(VrrpChild child, int slot)
{
    private AdvertisementTemplate? template;
    private byte[] source = [];
    private bool oldChecksum;

    /// <summary>Null: there is none, and nothing is sent.</summary>
    public AdvertisementSocket? Socket { get; private set; }

    /// <summary>Our primary address; null: there is none.</summary>
    public IPAddress? SourceAddress { get; private set; }

    /// <summary>The bytes of that.</summary>
    public ReadOnlySpan<byte> Source => source;

    private ref RouterRecord Record => ref child.Page.Routers[slot];

    /// <summary>The sockets were opened anew, or there are none.</summary>
    public void Attach(AdvertisementSocket? shared)
    {
        Socket = shared;
        Record.ReceiverDescriptor = shared?.Descriptor ?? -1;
        Record.SenderDescriptor = shared?.SenderDescriptor ?? -1;
    }

    /// <param name="anew">The configuration may be another one: the advertisement is written again in any case.</param>
    public void FindSource(VrrpInstance instance, bool ipv6, bool anew)
    {
        var link = child.Interfaces.Find(instance.Interface);
        var found = RouterCondition.SourceAddress(instance, link, child.VirtualAddresses, ipv6);
        // The process before found the interface's addresses in another order: the one we are known by stays as long as it is there.
        if (template is null && instance.SourceAddress is null && Record.Source is { } known && !child.VirtualAddresses.Contains(known)) found = link?.Addresses.Find(known.Equals) ?? found;
        if (Equals(found, SourceAddress) && template is not null && !anew) return;
        SourceAddress = found;
        source = found?.GetAddressBytes() ?? [];
        Record.SetSource(source);
        BuildTemplate(instance);
    }

    /// <summary>Goes on counting where another process stopped.</summary>
    public void Resume(VrrpInstance instance)
    {
        oldChecksum = Record.HasOldChecksum;
        if (oldChecksum) BuildTemplate(instance);
        if (template is not null) (template.Identification, template.Sequence) = ((ushort)Record.Identification, Record.Sequence);
    }

    public void Send(int priority, VrrpInstance instance)
    {
        if (Socket is null || template is null) return;
        template.Begin(priority);
        var failed = false;
        for (var i = 0; i < template.Destinations; i++)
        {
            var error = Socket.Send(template.Towards(i), template.Destination(i), source);
            failed |= error != 0;
            // A link that is down was reported already.
            if (error != 0 && !AdvertisementSocket.IsLinkDown(error)) child.Log.Detail($"({instance.Name}): send advert error {error} ({Marshal.GetPInvokeErrorMessage(error)})");
        }

        if (!failed) Record.NoteSent(priority, template.Identification, template.Sequence);
    }

    /// <summary>
    /// What a peer's advertisement says about ours: the sequence numbers of authentication headers go on where another master left them, so that nobody takes ours for a
    /// replay, and a peer of an old version gets its own checksum.
    /// </summary>
    public void Hear(in CheckOutcome outcome, VrrpInstance instance)
    {
        if (template is not null && outcome.Sequence > template.Sequence) template.Sequence = Record.Sequence = outcome.Sequence;
        if (!outcome.HasOldChecksum || oldChecksum || instance.Unicast is not { Checksum: UnicastChecksum.Detect }) return;
        child.Log.Write($"({instance.Name}) Setting unicast VRRPv3 checksum to old version");
        oldChecksum = Record.HasOldChecksum = true;
        BuildTemplate(instance);
    }

    private void BuildTemplate(VrrpInstance instance)
    {
        var (identification, sequence) = (template?.Identification ?? 0, template?.Sequence ?? 0);
        template = source.Length == 0 ? null : new AdvertisementTemplate(RouterPlan.Form(instance, source, oldChecksum)) { Identification = identification, Sequence = sequence };
    }
}
