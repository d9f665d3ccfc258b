using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Where a check connects to and how often it is tried (keepalived.conf(5) "CHECKERS"); null is what the real server or the default says.</summary>
public record CheckTarget
{
    /// <summary>Null: the real server's.</summary>
    public IPAddress? Address { get; init; }

    public int? Port { get; init; }

    public IPAddress? BindAddress { get; init; }

    public int? BindPort { get; init; }

    public string? BindInterface { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public uint? Mark { get; init; }
}

/// <summary>One check of a real server.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(TcpCheck), "tcp")]
[JsonDerivedType(typeof(PingCheck), "ping")]
[JsonDerivedType(typeof(MiscCheck), "misc")]
[JsonDerivedType(typeof(SmtpCheck), "smtp")]
[JsonDerivedType(typeof(UdpCheck), "udp")]
[JsonDerivedType(typeof(HttpCheck), "http")]
[JsonDerivedType(typeof(DnsCheck), "dns")]
[JsonDerivedType(typeof(FileCheck), "file")]
[JsonDerivedType(typeof(BfdCheck), "bfd")]
public record Checker(Span Place) : CheckTarget
{
    public uint? Retry { get; init; }

    public TimeSpan? DelayBeforeRetry { get; init; }

    public TimeSpan? Warmup { get; init; }

    public TimeSpan? DelayLoop { get; init; }

    /// <summary>The server counts as down until the first check has succeeded.</summary>
    public bool? Alpha { get; init; }

    public bool? LogAllFailures { get; init; }
}

public sealed record TcpCheck(Span Place) : Checker(Place);

public sealed record PingCheck(Span Place) : Checker(Place);

/// <param name="Script">Its exit code decides; null while it is read.</param>
public sealed record MiscCheck(Span Place, ScriptCommand? Script) : Checker(Place)
{
    public TimeSpan? Timeout { get; init; }

    /// <summary>Exit codes 2..255 set the weight to 0..253.</summary>
    public bool Dynamic { get; init; }
}

/// <param name="Hosts">Empty: the real server itself.</param>
public sealed record SmtpCheck(Span Place, CheckTarget[] Hosts) : Checker(Place)
{
    public string? HeloName { get; init; }
}

public sealed record UdpCheck(Span Place) : Checker(Place)
{
    public byte[] Payload { get; init; } = [];

    public bool RequiresReply { get; init; }

    /// <summary>What the reply begins with: hexadecimal digits, and x for any.</summary>
    public string Reply { get; init; } = "";

    public int MinReplyBytes { get; init; }

    public int MaxReplyBytes { get; init; } = ushort.MaxValue;
}

/// <summary>One URL of an <c>HTTP_GET</c> or <c>SSL_GET</c>.</summary>
public sealed record CheckUrl(string Path, Span Place)
{
    /// <summary>MD5 sums of the answer, any of which is right.</summary>
    public string[] Digests { get; init; } = [];

    /// <summary>Status codes that are right, from and to; empty: 200..299.</summary>
    public (int First, int Last)[] StatusCodes { get; init; } = [];

    public string? VirtualHost { get; init; }

    public string? Regex { get; init; }

    /// <summary>The answer is right when the expression does not match.</summary>
    public bool RegexMustNotMatch { get; init; }

    public string[] RegexOptions { get; init; } = [];

    public int? RegexMinOffset { get; init; }

    public int? RegexMaxOffset { get; init; }

    /// <summary>Bytes, start and most of PCRE2's JIT stack.</summary>
    public (int Start, int Max)? RegexStack { get; init; }

    public bool TlsCompliant { get; init; }
}

/// <param name="IsTls"><c>SSL_GET</c>.</param>
public sealed record HttpCheck(Span Place, bool IsTls, CheckUrl[] Urls) : Checker(Place)
{
    public string? VirtualHost { get; init; }

    /// <summary><c>1.0</c>, <c>1.1</c>, and with a C for <c>Connection: close</c>.</summary>
    public string Protocol { get; init; } = "1.0";

    public bool EnableSni { get; init; }

    public string? SniName { get; init; }

    public bool FastRecovery { get; init; }

    public bool TlsCompliant { get; init; }
}

public sealed record DnsCheck(Span Place) : Checker(Place)
{
    /// <summary>A, NS, CNAME, SOA, MX, TXT, AAAA, RRSIG or DNSKEY.</summary>
    public string Type { get; init; } = "SOA";

    public string Name { get; init; } = ".";
}

/// <param name="Weight">Null: the file's own.</param>
public sealed record FileCheck(Span Place, TrackFile File, int? Weight, bool Reverse) : Checker(Place);

public sealed record BfdCheck(Span Place, BfdInstance Bfd) : Checker(Place);
