using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>A line of a health check while it is read: what its readers share, and how HAProxy words their faults.</summary>
/// <param name="kind"><c>http-check</c> or <c>tcp-check</c>.</param>
/// <param name="step">The word behind it.</param>
internal sealed class CheckLine(Words words, ProxyBuilder proxy, string kind, string step)
{
    public Words Words => words;

    public ProxyBuilder Proxy => proxy;

    public bool IsHttp => kind == "http-check";

    public string Step => step;

    public ExpressionContext Context { get; } = proxy.Expressions(words.Line, SamplePlaces.Check, $"{kind} {step} expression");

    /// <summary>Reports a fault; the text is HAProxy's without its last full stop.</summary>
    /// <param name="at">Without one the word that was taken last.</param>
    public CheckRule? Fail(DiagnosticKind fault, string text, Word? at = null)
    {
        words.Alert(fault, $"'{kind} {step}' : {text}.", at: at ?? words.Last);
        return null;
    }

    /// <summary>Takes the string behind an option.</summary>
    /// <param name="stop">Some readers end this sentence with a full stop of their own.</param>
    public string? Text(string option, string stop = "")
    {
        if (words.HasMore) return words.Next().Text;
        Fail(DiagnosticKind.MissingArgument, $"'{option}' expects a string as argument{stop}");
        return null;
    }

    public LogFormat? Format(string text, string? shown = null)
    {
        var format = LogFormatReader.Read(text, Context, out var error);
        if (format is null) Fail(DiagnosticKind.BadFormat, $"'{shown ?? text}' invalid log-format string ({error}).\n");
        return format;
    }

    /// <summary>Reads hexadecimal digits; null with HAProxy's reason.</summary>
    public static byte[]? Binary(string text, out string error)
    {
        error = "";
        if (text.Length % 2 != 0)
        {
            error = "an even number of hex digit is expected";
            return null;
        }

        var culprit = text.FirstOrDefault(c => !char.IsAsciiHexDigit(c));
        if (culprit == '\0') return Convert.FromHexString(text);
        error = $"an hex digit is expected (found '{culprit}')";
        return null;
    }

    /// <summary>Whether a regular expression is good.</summary>
    public bool Regex(string text)
    {
        if (Context.CheckRegex?.Invoke(text, false) is not { } fault) return true;
        Fail(DiagnosticKind.BadExpression, $"regex '{text}' is invalid ({fault})");
        return false;
    }
}
