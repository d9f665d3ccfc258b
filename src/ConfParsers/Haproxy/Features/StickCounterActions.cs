using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>Actions on entries of stick tables: <c>track-sc*</c>, <c>sc-inc-gpc*</c>, <c>sc-set-gpt*</c> (configuration.txt 4.2).</summary>
internal static class StickCounterActions
{
    /// <summary>Counters sc0 to sc2, as HAProxy 2.6 is built by Debian.</summary>
    private const int MaxCounter = 2;

    public static RuleAction? Track(ActionLine line)
    {
        var number = line.Word["track-sc".Length..];
        if (number.AsSpan().ContainsAnyExceptInRange('0', '9')) return line.Fail($"Wrong track-sc number '{number}'");
        var counter = BasedNumber.Read(number, radix: 10).Unsigned;
        if (counter > MaxCounter) return line.Fail($"{counter} track-sc number exceeding {MaxCounter} (MAX_SESS_STKCTR-1) value");
        if (line.Sample(line.IsHttp ? "" : "tracking rule") is not { } key) return null;
        if (!line.Words.Take("table")) return new RuleAction.Track((int)counter, key, null);
        if (line.Words.HasMore) return new RuleAction.Track((int)counter, key, line.Proxy.Context.Names.Table(line.Words.Next().Text));

        // TCP rules look for a table without name, and do not find it.
        return line.IsHttp ? line.Fail("missing table name") : new RuleAction.Track((int)counter, key, line.Proxy.Context.Names.Table(""));
    }

    public static RuleAction? IncrementElement(ActionLine line)
    {
        const string Form = "Expects sc-inc-gpc(<GPC ID>,<Track ID>)";
        return Element(line, "sc-inc-gpc", "gpc", Form) is { } element ? new RuleAction.IncrementCounter("gpc", element.Index, element.Counter) : null;
    }

    public static RuleAction? Increment(ActionLine line)
    {
        // HAProxy quotes nothing here and repeats the word in the form.
        var name = line.Word.StartsWith("sc-inc-gpc0", StringComparison.Ordinal) ? "sc-inc-gpc0" : "sc-inc-gpc1";
        const string Fault = "invalid stick table track ID";
        if (Counter(line.Word, name.Length, out var text) is not { } counter) return line.Fail($"{Fault}. Expects {text}(<Track ID>)");
        return counter > MaxCounter ? line.Fail($"{Fault}. The max allowed ID is {MaxCounter}") : new RuleAction.IncrementCounter(name[7..], null, counter);
    }

    public static RuleAction? SetElement(ActionLine line)
    {
        const string Form = "Expects sc-set-gpt(<GPT ID>,<Track ID>)";
        return Element(line, "sc-set-gpt", "gpt", Form) is { } element ? Value(line, element.Index, element.Counter) : null;
    }

    public static RuleAction? SetTag(ActionLine line)
    {
        var fault = $"invalid stick table track ID '{line.Word}'";
        if (Counter(line.Word, "sc-set-gpt0".Length, out _) is not { } counter) return line.Fail($"{fault}. Expects sc-set-gpt0(<Track ID>)");
        return counter > MaxCounter ? line.Fail($"{fault}. The max allowed ID is {MaxCounter}") : Value(line, null, counter);
    }

    /// <summary>A number, or an expression; nothing is 0.</summary>
    private static RuleAction? Value(ActionLine line, uint? index, int counter)
    {
        var text = line.Words.Current.Text;
        if (text.Length == 0 || ArgumentReader.TryReadNumber(text, out _))
        {
            if (line.Words.HasMore) line.Words.Next();
            return new RuleAction.SetTag(index, counter, unchecked((uint)Words.LooseInteger(text)), null);
        }

        // HAProxy 2.6.12 has forgotten the first rule set before it asks whether the sample is there.
        var forgotten = line.Set == RuleSets.TcpConnection;
        if (line.Sample(places: forgotten ? ~SamplePlaces.None : Places(line)) is not { } sample) return null;
        return forgotten
            ? line.Fail("internal error, unexpected rule->from=0, please report this bug!")
            : new RuleAction.SetTag(index, counter, 0, sample);
    }

    /// <summary>In backends, too, HAProxy 2.6 looks for what is there in the request rules of frontends.</summary>
    private static SamplePlaces? Places(ActionLine line) => line.Set switch
    {
        RuleSets.TcpContent => SamplePlaces.FrontendContent,
        RuleSets.HttpRequest => SamplePlaces.FrontendRequest,
        _ => null,
    };

    /// <summary><c>(index,counter)</c>, read as strtoul(3) does: what stands behind the parenthesis does not count.</summary>
    private static (uint Index, int Counter)? Element(ActionLine line, string name, string what, string form)
    {
        var word = line.Word;
        var at = name.Length;
        if (at >= word.Length || word[at] != '(') return Fail($"invalid {what} ID '{word}'. {form}");
        at++;
        var index = TakeNumber(word, ref at);
        if (at >= word.Length || word[at] != ',') return Fail($"Missing {what} ID '{word}'. {form}");
        at++;
        var counter = TakeNumber(word, ref at);
        if (at >= word.Length || word[at] != ')') return Fail($"invalid stick table track ID '{word}'. {form}");
        return counter > MaxCounter
            ? Fail($"invalid stick table track ID '{word}'. The max allowed ID is {MaxCounter}")
            : (unchecked((uint)index), counter);

        (uint, int)? Fail(string error)
        {
            line.Fail(error);
            return null;
        }
    }

    /// <summary>Nothing is counter 0.</summary>
    private static int? Counter(string word, int at, out string text)
    {
        text = word;
        if (at >= word.Length) return 0;
        if (word[at] != '(') return null;
        at++;
        var counter = TakeNumber(word, ref at);
        return at < word.Length && word[at] == ')' ? counter : null;
    }

    /// <summary>Any negative number passes for a counter, and so does what is negative in the 32 bits that are kept of it.</summary>
    private static int TakeNumber(string word, ref int at)
    {
        var start = at;
        while (at < word.Length && char.IsWhiteSpace(word[at])) at++;
        if (at < word.Length && word[at] is '-' or '+') at++;
        while (at < word.Length && char.IsAsciiDigit(word[at])) at++;
        return Words.LooseInt32(word[start..at]);
    }
}
