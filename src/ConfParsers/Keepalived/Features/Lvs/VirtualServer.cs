using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Keepalived;

public enum LvsProtocol
{
    Tcp,
    Udp,
    Sctp,
}

/// <summary>What a virtual server answers for: an address with port, a firewall mark, or a group of both.</summary>
/// <param name="Last">End of a range of addresses; null: one address.</param>
/// <param name="Mark">Zero: none.</param>
/// <param name="Group">Null: none.</param>
public sealed record VirtualServerKey(IPAddress? Address, IPAddress? Last, int Port, uint Mark, string? Group);

/// <summary>Where everything goes when the quorum is lost.</summary>
public sealed record SorryServer(IPAddress Address, int Port, LvsMethod? Method, bool InhibitOnFailure);

/// <summary>How long a client stays with its real server.</summary>
/// <param name="Granularity">IPv4: a network mask; IPv6: a prefix length; null: each client alone.</param>
public sealed record LvsPersistence(TimeSpan Timeout, uint? Granularity, string? Engine);

/// <summary>One <c>real_server</c>.</summary>
public sealed record RealServer(IPAddress Address, int Port, Span Place)
{
    /// <summary>Null: the virtual server's.</summary>
    public int? Weight { get; init; }

    /// <summary>Null: the virtual server's.</summary>
    public LvsMethod? Method { get; init; }

    public uint? UpperThreshold { get; init; }

    public uint? LowerThreshold { get; init; }

    /// <summary>A failed server gets weight 0 instead of being removed.</summary>
    public bool? InhibitOnFailure { get; init; }

    public ScriptCommand? NotifyUp { get; init; }

    public ScriptCommand? NotifyDown { get; init; }

    public bool? Alpha { get; init; }

    public uint? Retry { get; init; }

    public TimeSpan? DelayBeforeRetry { get; init; }

    public TimeSpan? Warmup { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? DelayLoop { get; init; }

    public bool? SmtpAlert { get; init; }

    public string? VirtualHost { get; init; }

    public string? SnmpName { get; init; }

    public Checker[] Checks { get; init; } = [];
}

/// <summary>One <c>virtual_server</c> (keepalived.conf(5) "Virtual server(s)").</summary>
public sealed record VirtualServer(VirtualServerKey Key, Span Place)
{
    public LvsProtocol Protocol { get; init; } = LvsProtocol.Udp;

    public bool IsIPv6 { get; init; }

    /// <summary>rr, wrr, lc, wlc, lblc, lblcr, sh, mh, dh, sed, nq, fo or ovf.</summary>
    public string Scheduler { get; init; } = "wlc";

    /// <summary>Bits 1, 2 and 4.</summary>
    public int SchedulerFlags { get; init; }

    public bool Hashed { get; init; }

    public bool OnePacket { get; init; }

    public LvsMethod Method { get; init; } = new(ForwardingMethod.Nat);

    public LvsPersistence? Persistence { get; init; }

    public TimeSpan DelayLoop { get; init; } = TimeSpan.FromSeconds(60);

    public uint? Retry { get; init; }

    public TimeSpan? DelayBeforeRetry { get; init; }

    public TimeSpan? Warmup { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Of real servers that name none.</summary>
    public int Weight { get; init; } = 1;

    public bool InhibitOnFailure { get; init; }

    /// <summary>Real servers count as down until their first check.</summary>
    public bool Alpha { get; init; }

    /// <summary>At the end the quorum is told to be lost.</summary>
    public bool Omega { get; init; }

    public uint Quorum { get; init; } = 1;

    public uint Hysteresis { get; init; }

    public ScriptCommand? QuorumUp { get; init; }

    public ScriptCommand? QuorumDown { get; init; }

    /// <summary>Nothing is checked while the address is not on this node.</summary>
    public bool HaSuspend { get; init; }

    public bool? SmtpAlert { get; init; }

    public string? VirtualHost { get; init; }

    public string? SnmpName { get; init; }

    public SorryServer? SorryServer { get; init; }

    public RealServer[] RealServers { get; init; } = [];
}

/// <summary>One <c>virtual_server_group</c>.</summary>
public sealed record VirtualServerGroup(string Name, VirtualServerKey[] Members, Span Place);

/// <summary>What <c>SSL_GET</c> checks show of themselves.</summary>
public sealed record SslSettings([property: JsonConverter(typeof(SecretConverter))] string? Password, string? CaFile, string? CertificateFile, string? KeyFile, Span Place);
