using System.Net;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;
using Keepalived.Net.Vrrp;

namespace Keepalived.Net.Status;

/// <summary>
/// What the VRRP child writes about one virtual router into the status page: numbers only, so that writing costs no allocation and a reader in
/// another process needs no answer. It is also all that a new child needs to go on in the place of the old one.
/// </summary>
public struct RouterRecord
{
    /// <summary>None, PASS and AH; RFC 2338 knows no others.</summary>

    private NameField name;
    private NameField interfaceName;
    private AddressField source;
    private int used;
    private RouterState state;

    /// <summary>Of the one that is or was master; 0: none was heard.</summary>
    public int MasterPriority { get; set; }

    public int VirtualRouterId { get; private set; }

    public int IsIpv6 { get; private set; }

    /// <summary>Descriptors in the child, as keepalived.data shows them; -1: none.</summary>
    public int ReceiverDescriptor { get; set; }

    public int SenderDescriptor { get; set; }

    /// <summary>IP identification of the last advertisement sent.</summary>
    public int Identification { get; private set; }

    /// <summary>Where our advertisements come from; null: the interface has no such address.</summary>
    public readonly IPAddress? Source => source.Address;

    /// <summary>Of the last authentication header, ours or that of the master we heard.</summary>
    public uint Sequence { get; set; }

    /// <summary>A peer has shown that it expects the checksum of old versions.</summary>
    public bool HasOldChecksum { get; set; }

    /// <summary>It is in FAULT only because of its sync group.</summary>
    public bool FollowedIntoFault { get; set; }

    /// <summary>Nothing is heard until then (vrrp_startup_delay); of the monotonic clock.</summary>
    public long SilentUntilUs { get; set; }

    /// <summary>Conditions that forbid taking part, as <see cref="FaultReasons"/>.</summary>
    public FaultReasons Faults { get; set; }

    /// <summary>Microseconds since 1970.</summary>
    public long LastTransitionUnixUs { get; set; }

    public long Transitions { get; set; }

    public AdvertisementCounters Counters;

    /// <summary>Our own advertisements against their timer.</summary>
    public LatenessHistogram SentLateness;

    /// <summary>A peer's against the interval it announces.</summary>
    public LatenessHistogram ReceivedLateness;

    public PeerTable Peers;

    /// <summary>How often another node spoke as if it were master too.</summary>
    public long SplitBrains { get; set; }

    public long LastSplitBrainUnixUs { get; set; }

    public readonly bool IsUsed => used != 0;

    public readonly string Name => name.ToString();

    public readonly bool IsNamed(string text) => name.Is(text);

    public readonly string Interface => interfaceName.ToString();

    public readonly VrrpState State => state.State;

    public readonly int EffectivePriority => state.EffectivePriority;

    /// <summary>The state machine's memory, as of its last event: plain numbers, that another process can go on with.</summary>
    public readonly RouterState Machine => state;

    public readonly bool IsSameRouter(VrrpInstance instance, bool ipv6) =>
        IsUsed && VirtualRouterId == instance.VirtualRouterId && IsIpv6 != 0 == ipv6 && Interface == instance.Interface;

    /// <summary>An event is over.</summary>
    public void Note(in RouterState now)
    {
        if (now.State != state.State)
        {
            Transitions++;
            LastTransitionUnixUs = WallClock.NowUs;
            if (now.State == VrrpState.Master) Counters.BecameMaster++;
            if (state.State == VrrpState.Master) Counters.ReleasedMaster++;
        }

        state = now;
    }

    /// <summary>An advertisement that passed every check.</summary>
    public void NoteReceived(ReadOnlySpan<byte> from, int priority, long intervalUs, long now)
    {
        Counters.Received++;
        if (priority == 0) Counters.PriorityZeroReceived++;
        var before = Peers.Heard(from, priority, now);
        // A master that gives up, or did, keeps no rhythm.
        if (before != 0 && priority != 0 && now - before < 4 * intervalUs) ReceivedLateness.Add(now - before - intervalUs);
        if (state.State == VrrpState.Backup) MasterPriority = priority;
    }

    /// <summary>An advertisement that is dropped.</summary>
    public void NoteRefused(in CheckResult check)
    {
        switch (check.Refusal)
        {
            case Refusal.TimeToLive or Refusal.PeerTimeToLive:
                Counters.TimeToLiveErrors++;
                break;
            case Refusal.Length or Refusal.HeaderTooShort:
                Counters.LengthErrors++;
                break;
            case Refusal.Type:
                Counters.InvalidTypes++;
                break;
            case Refusal.AuthenticationType when check.Received > Packet.LastAuthenticationType:
                Counters.InvalidAuthenticationTypes++;
                break;
            case Refusal.AuthenticationType or Refusal.HeaderMissing or Refusal.HeaderUnexpected:
                Counters.AuthenticationMismatches++;
                break;
            case Refusal.Password or Refusal.SecurityParameters or Refusal.Replayed or Refusal.CheckValue:
                Counters.AuthenticationFailures++;
                break;
            case Refusal.AddressCount:
                Counters.AddressListErrors++;
                break;
            case Refusal.AddressList:
                // Seen on 2.2.7: dropped, but counted as received too.
                Counters.Received++;
                Counters.AddressListErrors++;
                break;
        }
    }

    public void NoteSent(int priority, int identification, uint sequence)
    {
        Counters.Sent++;
        if (priority == 0) Counters.PriorityZeroSent++;
        Identification = identification;
        Sequence = sequence;
    }

    /// <summary>Another node spoke as if it were master of the same virtual router.</summary>
    public void NoteSplitBrain()
    {
        SplitBrains++;
        LastSplitBrainUnixUs = WallClock.NowUs;
    }

    public void SetSource(ReadOnlySpan<byte> address) => source.Set(address);

    public void Take(VrrpInstance instance, bool ipv6)
    {
        used = 1;
        name.Set(instance.Name);
        interfaceName.Set(instance.Interface);
        VirtualRouterId = instance.VirtualRouterId;
        IsIpv6 = ipv6 ? 1 : 0;
    }
}

/// <summary>Why a virtual router is in FAULT.</summary>
[Flags]
public enum FaultReasons
{
    None = 0,
    InterfaceDown = 1,
    NoAddress = 2,
    TrackedInterface = 4,
    TrackedScript = 8,
    TrackedFile = 16,
    TrackedProcess = 32,

    /// <summary>The operator took this node out of service.</summary>
    Maintenance = 64,

    /// <summary>It is to speak to unicast peers, and none is configured.</summary>
    NoPeer = 128,
}

/// <summary>The counters of keepalived.stats.</summary>
public struct AdvertisementCounters
{
    public long Received;
    public long Sent;
    public long BecameMaster;
    public long ReleasedMaster;
    public long LengthErrors;
    public long IntervalErrors;
    public long TimeToLiveErrors;
    public long InvalidTypes;
    public long AddressListErrors;
    public long InvalidAuthenticationTypes;
    public long AuthenticationMismatches;
    public long AuthenticationFailures;
    public long PriorityZeroReceived;
    public long PriorityZeroSent;
}
