using System.Net;
using System.Net.Sockets;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>What all checks have in common while their lines are read.</summary>
internal interface ICheckDraft
{
    Checker Check { get; set; }

    /// <summary>The real server's address family.</summary>
    AddressFamily Family { get; }

    /// <summary>A faulty <c>connect_ip</c> leaves the family open.</summary>
    bool IsFamilyOpen { get; set; }
}

/// <summary>The rows that every check has (keepalived.conf(5) "CHECKERS").</summary>
internal static class CheckerRows
{
    private const string Manual = "Virtual server(s)";
    private const int MaxInterfaceName = 15;

    /// <summary>Of checks that connect to something.</summary>
    public static Keyword<T>[] Connecting<T>()
        where T : ICheckDraft =>
    [
        Row<T>("connect_ip", "<address>", ConnectAddress),
        Port<T>("connect_port", (check, port) => check with { Port = port }),
        Row<T>("bindto", "<address>", BindAddress),
        Port<T>("bind_port", (check, port) => check with { BindPort = port }),
        Row<T>("bind_if", "<name>", BindInterface),
        Row<T>("connect_timeout", "<seconds>", ConnectTimeout),
        Number<T>("fwmark", (check, mark) => check with { Mark = mark }),
        .. Repeating<T>(),
    ];

    /// <summary>Of all that are repeated.</summary>
    public static Keyword<T>[] Repeating<T>()
        where T : ICheckDraft =>
    [
        Number<T>("retry", (check, retry) => check with { Retry = retry }),
        Delay<T>("delay_before_retry", (check, delay) => check with { DelayBeforeRetry = delay }),
        Delay<T>("warmup", (check, delay) => check with { Warmup = delay }),
        Row<T>("delay_loop", "<seconds>", DelayLoop),
        Switch<T>("alpha", (draft, on) => draft.Check = draft.Check with { Alpha = on }),
        Switch<T>("log_all_failures", (draft, on) => draft.Check = draft.Check with { LogAllFailures = on }),
    ];

    public static Setting<T> Switch<T>(string name, Action<T, bool> set) =>
        Rows.Switch(name, Manual, set, (_, word) => $"Invalid {name} parameter {word}");

    /// <summary>An interface's name; null when it is too long, which was reported.</summary>
    public static string? InterfaceName(Words words)
    {
        words.Next(out var name);
        if (name.Length <= MaxInterfaceName) return name;
        words.Warn(DiagnosticKind.BadValue, $"Interface name {name} is too long - ignoring");
        return null;
    }

    private static Setting<T> Row<T>(string name, string arguments, Action<Words, ICheckDraft> bind)
        where T : ICheckDraft => new(name, arguments, (words, draft) => bind(words, draft)) { Manual = Manual };

    private static Setting<T> Port<T>(string name, Func<Checker, int, Checker> set)
        where T : ICheckDraft => Row<T>(name, "<1:65535>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Unsigned(word, 1, ushort.MaxValue, out var port)) draft.Check = set(draft.Check, (int)port);
        else words.Warn(DiagnosticKind.OutOfRange, $"Invalid checker {name} '{word}'");
    });

    private static Setting<T> Number<T>(string name, Func<Checker, uint, Checker> set)
        where T : ICheckDraft => Row<T>(name, "<number>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Unsigned(word, 0, uint.MaxValue, out var number)) draft.Check = set(draft.Check, number);
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid {name} connection value '{word}'");
    });

    private static Setting<T> Delay<T>(string name, Func<Checker, TimeSpan, Checker> set)
        where T : ICheckDraft => Row<T>(name, "<seconds>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Seconds(word, 0, Words.LongestMicroseconds, out var delay)) draft.Check = set(draft.Check, delay);
        else words.Warn(DiagnosticKind.BadNumber, $"Invalid {name} connection value '{word}'");
    });

    private static void ConnectAddress(Words words, ICheckDraft draft)
    {
        words.Next(out var word);
        draft.IsFamilyOpen = false;
        if (Addresses.ParseBeforeSlash(word) is not { } address)
        {
            words.Warn(DiagnosticKind.BadAddress, $"Invalid connect_ip address {word} - ignoring");
            draft.IsFamilyOpen = true;
        }
        else if (draft.Check.BindAddress is { } bind && bind.AddressFamily != address.AddressFamily) words.Warn(DiagnosticKind.Conflict, $"connect_ip address {word} does not match address family of bindto - skipping");
        else draft.Check = draft.Check with { Address = address };
    }

    private static void BindAddress(Words words, ICheckDraft draft)
    {
        words.Next(out var word);
        if (Addresses.ParseBeforeSlash(word) is not { } address) words.Warn(DiagnosticKind.BadAddress, $"Invalid bindto address {word} - ignoring");
        else if (!draft.IsFamilyOpen && (draft.Check.Address?.AddressFamily ?? draft.Family) != address.AddressFamily) words.Warn(DiagnosticKind.Conflict, $"bindto address {word} does not match address family of connect_ip - skipping");
        else draft.Check = draft.Check with { BindAddress = address };
    }

    private static void BindInterface(Words words, ICheckDraft draft)
    {
        if (InterfaceName(words) is { } name) draft.Check = draft.Check with { BindInterface = name };
    }

    private static void ConnectTimeout(Words words, ICheckDraft draft)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, uint.MaxValue, out var timeout)) draft.Check = draft.Check with { ConnectTimeout = timeout };
        else words.Warn(DiagnosticKind.OutOfRange, $"connect_timeout {word} invalid - ignoring");
    }

    private static void DelayLoop(Words words, ICheckDraft draft)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, Words.LongestMicroseconds, out var delay)) draft.Check = draft.Check with { DelayLoop = delay };
        else words.Warn(DiagnosticKind.OutOfRange, $"delay_loop '{word}' is invalid - ignoring");
    }
}
