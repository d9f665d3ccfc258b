using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>A check that has the common rows only, or a few of its own: TCP, PING, UDP, SMTP, DNS.</summary>
internal sealed class CheckDraft<T>(T check, RealServerDraft server) : ICheckDraft
    where T : Checker
{
    public T Own { get; set; } = check;

    public RealServerDraft Server { get; } = server;

    public AddressFamily Family => Server.Server.Address.AddressFamily;

    public bool IsFamilyOpen { get; set; }

    public List<CheckTarget> Hosts { get; } = [];

    public bool HasName { get; set; }

    Checker ICheckDraft.Check
    {
        get => Own;
        set => Own = (T)value;
    }
}

/// <inheritdoc cref="CheckDraft{T}"/>
internal static class SimpleChecks
{
    private const string Manual = "Virtual server(s)";
    private const string Path = "virtual_server/real_server/";

    private static readonly string[] DnsTypes = ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY"];

    public static readonly Keyword<RealServerDraft>[] Keywords =
    [
        Section<TcpCheck>("TCP_CHECK", place => new TcpCheck(place), [.. CheckerRows.Connecting<CheckDraft<TcpCheck>>()]),
        Section<PingCheck>("PING_CHECK", place => new PingCheck(place), [.. CheckerRows.Connecting<CheckDraft<PingCheck>>()]),
        Section<UdpCheck>("UDP_CHECK", place => new UdpCheck(place),
        [
            .. CheckerRows.Connecting<CheckDraft<UdpCheck>>(),
            new Setting<CheckDraft<UdpCheck>>("payload", "[hex]", Payload) { Manual = Manual },
            new Setting<CheckDraft<UdpCheck>>("require_reply", "[hex]", Reply) { Manual = Manual },
            Length("min_reply_length", "min", (check, bytes) => check with { MinReplyBytes = bytes }),
            Length("max_reply_length", "max", (check, bytes) => check with { MaxReplyBytes = bytes }),
        ], CloseUdp),
        Section<SmtpCheck>("SMTP_CHECK", place => new SmtpCheck(place, []),
        [
            .. CheckerRows.Connecting<CheckDraft<SmtpCheck>>(),
            new Setting<CheckDraft<SmtpCheck>>("helo_name", "[name]", HeloName) { Manual = Manual },
            new Section<CheckDraft<SmtpCheck>, CheckDraft<Checker>>("host", "{ }", (words, smtp) => new CheckDraft<Checker>(new Checker(words.Place), smtp.Server), new Block<CheckDraft<Checker>>(Path + "SMTP_CHECK/host", CheckerRows.Connecting<CheckDraft<Checker>>()), (_, smtp, host) => smtp.Hosts.Add(host.Own)) { Manual = Manual },
        ], (_, draft) => draft.Own with { Hosts = [.. draft.Hosts] }),
        Section<DnsCheck>("DNS_CHECK", place => new DnsCheck(place),
        [
            .. CheckerRows.Connecting<CheckDraft<DnsCheck>>(),
            new Setting<CheckDraft<DnsCheck>>("type", "<type>", DnsType) { Manual = Manual },
            new Setting<CheckDraft<DnsCheck>>("name", "<name>", DnsName) { Manual = Manual },
        ]),
    ];

    private static Section<RealServerDraft, CheckDraft<T>> Section<T>(string name, Func<Span, T> make, Keyword<CheckDraft<T>>[] rows, Func<Words, CheckDraft<T>, T>? close = null)
        where T : Checker =>
        new(name, "{ }", (words, server) => new CheckDraft<T>(make(words.Place), server), new Block<CheckDraft<T>>(Path + name, rows), (words, server, draft) => server.Checks.Add(close is null ? draft.Own : close(words, draft))) { Manual = Manual };

    private static string Digits(Words words)
    {
        var digits = "";
        while (words.Next(out var word)) digits += string.Concat(word.Where(c => c != ' '));
        return digits.Length % 2 == 0 ? digits : "0" + digits;
    }

    private static void Payload(Words words, CheckDraft<UdpCheck> draft)
    {
        if (words.Count == 0) words.Warn(DiagnosticKind.MissingArgument, "UDP_CHECK payload requires a payload");
        else if (Digits(words) is var digits && digits.All(char.IsAsciiHexDigit)) draft.Own = draft.Own with { Payload = Convert.FromHexString(digits) };
        else words.Warn(DiagnosticKind.BadValue, "Invalid hex string for UDP_CHECK payload");
    }

    private static void Reply(Words words, CheckDraft<UdpCheck> draft)
    {
        draft.Own = draft.Own with { RequiresReply = true };
        if (words.Count == 0) return;
        if (Digits(words) is var digits && digits.All(c => char.IsAsciiHexDigit(c) || c == 'x')) draft.Own = draft.Own with { Reply = digits };
        else words.Warn(DiagnosticKind.BadValue, "Invalid hex string for UDP_CHECK reply");
    }

    private static Setting<CheckDraft<UdpCheck>> Length(string name, string what, Func<UdpCheck, int, UdpCheck> set) => new(name, "<0:65535>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, ushort.MaxValue, out var bytes)) draft.Own = set(draft.Own, (int)bytes);
        else words.Warn(DiagnosticKind.OutOfRange, $"UDP_CHECK {what} length {word} not valid - must be between 0 & 65535");
    })
    { Manual = Manual };

    private static UdpCheck CloseUdp(Words words, CheckDraft<UdpCheck> draft)
    {
        var check = draft.Own;
        if (check.MinReplyBytes > check.MaxReplyBytes) words.Warn(DiagnosticKind.Conflict, $"UDP_CHECK min_reply length {check.MinReplyBytes} > max_reply_length {check.MaxReplyBytes} - will always fail");
        return check;
    }

    private static void HeloName(Words words, CheckDraft<SmtpCheck> draft)
    {
        if (words.Next(out var name)) draft.Own = draft.Own with { HeloName = name };
        else words.Warn(DiagnosticKind.MissingArgument, "SMTP_CHECK helo name missing");
    }

    private static void DnsType(Words words, CheckDraft<DnsCheck> draft)
    {
        words.Next(out var word);
        if (Array.Find(DnsTypes, type => string.Equals(type, word, StringComparison.OrdinalIgnoreCase)) is { } type) draft.Own = draft.Own with { Type = type };
        else words.Warn(DiagnosticKind.BadValue, $"Unknown DNS check type {word} - ignoring");
    }

    private static void DnsName(Words words, CheckDraft<DnsCheck> draft)
    {
        words.Next(out var name);
        if (draft.HasName)
        {
            words.Warn(DiagnosticKind.Duplicate, "DNS_CHECK name already specified - ignoring");
            return;
        }

        draft.HasName = true;
        draft.Own = draft.Own with { Name = name };
    }
}
