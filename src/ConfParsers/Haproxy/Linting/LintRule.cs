using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>A trap that HAProxy accepts in silence, and how to find it.</summary>
/// <param name="Id">What reports name; never changes.</param>
/// <param name="Summary">What is wrong with it, one sentence.</param>
/// <param name="Find">The places where it is.</param>
public sealed record LintRule(string Id, string Summary, Func<LintedConfiguration, IEnumerable<LintFinding>> Find);

/// <summary>What rules look at: the lines as written, with the section each stands in, and what they mean.</summary>
/// <param name="Model">Null when the reader refused the configuration: then only lines are looked at.</param>
public sealed record LintedConfiguration(LintedLine[] Lines, HaproxyModel? Model)
{
    /// <summary>Lines of frontends, backends, listen and defaults sections.</summary>
    public IEnumerable<LintedLine> ProxyLines => Lines.Where(line => line.Section is "frontend" or "backend" or "listen" or "defaults");

    /// <summary>The lines of a proxy as the model names its place.</summary>
    public IEnumerable<LintedLine> LinesOf(ProxyModel proxy) => Lines.Where(line => line.Head == proxy.Place.Line && line.Written.Place.Source.Path == proxy.Place.Source.Path);
}

/// <param name="Section">Its keyword; empty before the first.</param>
/// <param name="Head">Number of the line that begins the section.</param>
/// <param name="IsConditional">It stands in an <c>.if</c> block.</param>
public sealed record LintedLine(WrittenLine Written, string Section, int Head, bool IsConditional)
{
    public IReadOnlyList<WrittenWord> Words => Written.Words;

    public string Keyword => Written.Keyword;

    /// <summary>A word, or an empty one behind the end.</summary>
    public string Word(int index) => index < Words.Count ? Words[index].Text : "";
}
