using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Migration;

/// <summary>What rewriting a line needs to know of the others.</summary>
internal sealed class MigratedFile(IReadOnlyList<WrittenLine> lines)
{
    /// <summary>The section at hand; empty before the first.</summary>
    public string Section { get; private set; } = "";

    /// <summary>The file says how many threads it wants.</summary>
    public bool HasThreads { get; } = lines.Any(line => line.Keyword == "nbthread");

    public void Enter(WrittenLine line)
    {
        if (Catalog.Catalog.Sections.Contains(line.Keyword)) Section = line.Keyword;
    }
}
