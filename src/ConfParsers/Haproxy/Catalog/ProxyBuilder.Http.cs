using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Whether the rules of a section look at HTTP, as HAProxy keeps account of it while it reads: it warns of a log-format with samples that
/// comes behind such a rule, or looks at HTTP itself, when the proxy is not in HTTP mode (measured).
/// </summary>
public sealed partial class ProxyBuilder
{
    /// <summary>A condition, a stick rule or a format has looked at HTTP.</summary>
    internal bool LooksAtHttp { get; set; }

    /// <summary>A format with samples was read when <see cref="LooksAtHttp"/> was already true.</summary>
    internal bool HasHttpFormat { get; private set; }

    /// <summary>The last line of the section has been read.</summary>
    internal bool IsRead { get; set; }

    internal static bool IsAboutHttp(SampleExpression sample) =>
        Signatures.Fetch(sample.Fetch) is { } fetch && fetch.Needs.Contains("HTTP", StringComparison.Ordinal);

    /// <summary>An option about checks makes formats of its own, with samples.</summary>
    internal void NoteFormatOfCheck() => HasHttpFormat |= LooksAtHttp;

    void IExpressionScope.Note(Condition condition) =>
        LooksAtHttp = LooksAtHttp || condition.HasTest(test => IsAboutHttp(test.Sample));

    void IExpressionScope.Note(LogFormat format, ExpressionContext context)
    {
        if (IsRead) return;
        // HAProxy keeps one place for the formats of a proxy: that of the last.
        if (context.IsRule) LogStylePlace = format.Place;
        if (format.Items is [LogFormatItem.Literal]) return;
        var samples = format.Items.OfType<LogFormatItem.Sample>().Select(item => item.Expression).ToArray();
        LooksAtHttp |= samples.Any(IsAboutHttp);
        HasHttpFormat |= LooksAtHttp && samples.Length > 0;
    }
}
