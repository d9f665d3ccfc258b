using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived.Features;

/// <summary>How often and how patiently checks run: the same five rows in a virtual and in a real server (keepalived.conf(5) "Virtual server(s)").</summary>
internal sealed record LvsTimings
{
    public uint? Retry { get; private init; }

    public TimeSpan? DelayBeforeRetry { get; private init; }

    public TimeSpan? Warmup { get; private init; }

    public TimeSpan? ConnectTimeout { get; private init; }

    public TimeSpan? DelayLoop { get; private init; }

    /// <param name="who">As messages name it.</param>
    /// <param name="delay">The same for <c>delay_before_retry</c>.</param>
    /// <param name="loop">The same for <c>delay_loop</c>.</param>
    public static Keyword<T>[] RowsOf<T>(string who, string delay, string loop, Action<T, LvsTimings> set) =>
    [
        Row<T>("retry", "<number>", (words, draft) =>
        {
            words.Next(out var word);
            if (words.Unsigned(word, 1, uint.MaxValue, out var retry)) set(draft, new LvsTimings { Retry = retry });
            else words.Warn(DiagnosticKind.OutOfRange, $"retry value invalid - {word}");
        }),
        Time<T>("delay_before_retry", 0, Words.LongestMicroseconds, word => $"{delay} '{word}' invalid - ignoring", (draft, time) => set(draft, new LvsTimings { DelayBeforeRetry = time })),
        Time<T>("warmup", 0, Words.LongestMicroseconds, word => $"{who} warmup '{word}' invalid - ignoring", (draft, time) => set(draft, new LvsTimings { Warmup = time })),
        Time<T>("connect_timeout", 1, uint.MaxValue, word => $"{who} connect_timeout {word} invalid - ignoring", (draft, time) => set(draft, new LvsTimings { ConnectTimeout = time })),
        Time<T>("delay_loop", 1, Words.LongestMicroseconds, word => $"{loop} '{word}' invalid - ignoring", (draft, time) => set(draft, new LvsTimings { DelayLoop = time })),
    ];

    /// <summary>What is said here over what was said before.</summary>
    public static RealServer Apply(RealServer server, LvsTimings said) => server with
    {
        Retry = said.Retry ?? server.Retry,
        DelayBeforeRetry = said.DelayBeforeRetry ?? server.DelayBeforeRetry,
        Warmup = said.Warmup ?? server.Warmup,
        ConnectTimeout = said.ConnectTimeout ?? server.ConnectTimeout,
        DelayLoop = said.DelayLoop ?? server.DelayLoop,
    };

    /// <inheritdoc cref="Apply(RealServer, LvsTimings)"/>
    public static VirtualServer Apply(VirtualServer server, LvsTimings said) => server with
    {
        Retry = said.Retry ?? server.Retry,
        DelayBeforeRetry = said.DelayBeforeRetry ?? server.DelayBeforeRetry,
        Warmup = said.Warmup ?? server.Warmup,
        ConnectTimeout = said.ConnectTimeout ?? server.ConnectTimeout,
        DelayLoop = said.DelayLoop ?? server.DelayLoop,
    };

    private static Setting<T> Row<T>(string name, string arguments, Action<Words, T> bind) => new(name, arguments, bind) { Manual = "Virtual server(s)" };

    private static Setting<T> Time<T>(string name, long min, long max, Func<string, string> fault, Action<T, TimeSpan> set) => Row<T>(name, "<seconds>", (words, draft) =>
    {
        words.Next(out var word);
        if (words.Seconds(word, min, max, out var time)) set(draft, time);
        else words.Warn(DiagnosticKind.OutOfRange, fault(word));
    });
}
