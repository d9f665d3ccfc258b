using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Features;

/// <summary>The line of which an action is read: its words, where the rule will run, and what went wrong.</summary>
/// <param name="where">Where its expressions are evaluated.</param>
/// <param name="expression">What messages about unresolved names call its expressions.</param>
internal sealed class ActionLine(Words words, ProxyBuilder proxy, bool isResponse, SamplePlaces where, string expression)
{
    public Words Words => words;

    public ProxyBuilder Proxy => proxy;

    public bool IsResponse => isResponse;

    public SamplePlaces Where => where;

    public RuleSets Set { get; init; } = isResponse ? RuleSets.HttpResponse : RuleSets.HttpRequest;

    public bool IsHttp => (Set & RuleSets.Http) != 0;

    /// <summary>The action as written, with what stands directly behind its name.</summary>
    public string Word { get; init; } = "";

    /// <summary>HAProxy's words, without final period.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The word that is faulty.</summary>
    public Word At { get; private set; }

    public ExpressionContext Context => field ??= proxy.Expressions(words.Line, where, expression);

    /// <summary>True at the end of the arguments: the end of the line or the beginning of a condition.</summary>
    public bool AtCondition => !words.HasMore || words.Current.Text is "if" or "unless";

    /// <summary>Notes what is wrong and gives null, as an action does.</summary>
    /// <param name="at">Where; without it at the word that was taken last.</param>
    public RuleAction? Fail(string error, Word? at = null)
    {
        (Error, At) = (error, at ?? words.Last);
        return null;
    }

    public LogFormat? Format(string text) => Format(text, FormatContext);

    private ExpressionContext FormatContext => field ??= proxy.Expressions(words.Line, where, expression, isHttpFormat: IsHttp);

    /// <summary>A format of an action that HTTP and TCP rules share, or of one that names its expressions otherwise.</summary>
    public LogFormat? Format(string text, ExpressionContext context)
    {
        var format = LogFormatReader.Read(text, context, out var error);
        if (format is null) Fail(error);
        return format;
    }

    /// <summary>The next word as an expression, which must be known where the rule runs.</summary>
    /// <param name="expression">What messages call the expression; the default, empty, is that of most actions.</param>
    /// <param name="blamed">What HAProxy names when the sample is not there: by default the expression itself.</param>
    /// <param name="places">Where it runs, if not where the rule does.</param>
    public SampleExpression? Sample(string expression = "", string? blamed = null, SamplePlaces? places = null)
    {
        var text = words.HasMore ? words.Next().Text : "";
        var reading = SampleReader.Read(text, Context with { Expression = expression });
        if (reading.Expression is not { } sample)
        {
            Fail(reading.Error);
            return null;
        }

        var fetch = Signatures.Fetch(sample.Fetch)!;
        if ((fetch.Places & (places ?? where)) != SamplePlaces.None) return sample;
        Fail($"fetch method '{blamed ?? text}' extracts information from '{fetch.Needs}', none of which is available here");
        return null;
    }
}
