using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>capture</c> in its three grammars: of http-request, of responses, and of tcp-request content (configuration.txt 4.2).</summary>
internal static class CaptureActions
{
    public static RuleAction? OfRequest(ActionLine line) => Http(line, "expects <expression> [ 'len' <length> | id <idx> ]", "'len' or 'id'");

    public static RuleAction? OfResponse(ActionLine line) => Http(line, "expects <expression> id <idx>", "'id'");

    public static RuleAction? OfContent(ActionLine line)
    {
        var subject = $"{line.Proxy.TypeName} '{line.Proxy.Name}'";
        if (line.Set != RuleSets.TcpContent)
        {
            return line.Fail($"'{line.Word} {line.Words.Current.Text}' is not allowed in '{RuleSetNames.Of(line.Set)}' rules in {subject}");
        }

        var prefix = $"'{RuleSetNames.Of(line.Set)} {line.Word}' : ";
        if (!line.Proxy.HasFrontend) return line.Fail($"{prefix}proxy '{line.Proxy.Name}' has no frontend capability");
        if (line.Sample("capture rule") is not { } sample) return line.Fail(prefix + line.Error);
        if (!line.Words.Take("len")) return line.Fail(prefix + "a positive 'len' argument is mandatory");
        var length = line.Words.NextLooseInteger();
        return length > 0 ? Slot(line, sample, length) : line.Fail(prefix + "length must be > 0");
    }

    /// <summary>A slot of its own, behind those that are there.</summary>
    private static RuleAction.Capture Slot(ActionLine line, SampleExpression sample, long length)
    {
        var kept = (int)Math.Min(length, int.MaxValue);
        line.Proxy.Captures = line.Proxy.Captures with { Request = [.. line.Proxy.Captures.Request, new HeaderCapture(null, kept)] };
        return new RuleAction.Capture(sample, kept, null);
    }

    private static RuleAction? Http(ActionLine line, string form, string kinds)
    {
        var words = line.Words;
        var count = words.Remaining.TakeWhile(w => w.Text is not ("if" or "unless")).Count();
        if (count < 3) return line.Fail(form);
        if (line.Sample() is not { } sample) return null;

        var kind = words.Next().Text;
        var value = words.Next().Text;
        if (kind == "id")
        {
            if (!ArgumentReader.TryReadNumber(value, out var slot)) return line.Fail($"cannot parse id '{value}'");
            return new RuleAction.Capture(sample, 0, (int)Math.Clamp(slot, int.MinValue, int.MaxValue));
        }

        if (kind != "len" || line.Set != RuleSets.HttpRequest) return line.Fail($"expects {kinds}, found '{kind}'");
        if (!line.Proxy.HasFrontend) return line.Fail($"proxy '{line.Proxy.Name}' has no frontend capability");
        var length = Words.LooseInteger(value);
        return length > 0 ? Slot(line, sample, length) : line.Fail("length must be > 0");
    }
}
