using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions about the client's connection and the treatment of the stream: addresses, marks, priorities, log level (configuration.txt 4.2).</summary>
internal static class ConnectionActions
{
    private static readonly string[] LogLevels = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    public static RuleAction? SetEndpoint(ActionLine line)
    {
        // HTTP samples are let through in every rule set, as HAProxy does.
        var places = line.Proxy.RequestRules;
        return line.Sample(places: places | line.Where) is { } value
            ? new RuleAction.SetEndpoint(line.Word.StartsWith("set-dst", StringComparison.Ordinal), line.Word.EndsWith("port", StringComparison.Ordinal), value)
            : null;
    }

    public static RuleAction? SetPriority(ActionLine line)
    {
        // HAProxy names the first word of the line when the sample is not there.
        var blamed = line.IsHttp ? line.Word : "tcp-request";
        return line.Sample(blamed: blamed) is { } value ? new RuleAction.SetPriority(line.Word == "set-priority-offset", value) : null;
    }

    public static RuleAction? SetMark(ActionLine line) => Number(line) is { } value ? new RuleAction.SetMark(value) : null;

    public static RuleAction? SetTos(ActionLine line) => Number(line) is { } value ? new RuleAction.SetTos((byte)value) : null;

    public static RuleAction? SetNice(ActionLine line) => line.Words.HasMore
        ? new RuleAction.SetNice((int)Math.Clamp(line.Words.NextLooseInteger(), -1024, 1024))
        : line.Fail("expects exactly 1 argument (integer value)");

    public static RuleAction? SetLogLevel(ActionLine line)
    {
        var text = line.Words.HasMore ? line.Words.Next().Text : "";
        if (text == "silent") return new RuleAction.SetLogLevel(null);
        var level = Array.IndexOf(LogLevels, text);
        return level >= 0 ? new RuleAction.SetLogLevel(level) : line.Fail("expects exactly 1 argument (log level name or 'silent')");
    }

    /// <summary>A number as strtoul(3) reads it in base 0: decimal, octal or hexadecimal, cut to 32 bits.</summary>
    private static uint? Number(ActionLine line)
    {
        if (!line.Words.HasMore)
        {
            line.Fail("expects exactly 1 argument (integer/hex value)");
            return null;
        }

        var text = line.Words.Next().Text;
        var number = BasedNumber.Read(text);
        if (number.End > 0 && number.End == text.Length) return number.Unsigned;
        line.Fail($"invalid character starting at '{text[number.End..]}' (integer/hex value expected)");
        return null;
    }
}
