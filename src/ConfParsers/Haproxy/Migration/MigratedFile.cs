using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Migration;

/// <summary>What rewriting a line needs to know of the others.</summary>
internal sealed class MigratedFile(IReadOnlyList<WrittenLine> lines)
{
    private bool _defaultsAreHttp;

    /// <summary>The section at hand; empty before the first.</summary>
    public string Section { get; private set; } = "";

    /// <summary>The file says how many threads it wants.</summary>
    public bool HasThreads { get; } = lines.Any(line => line.Keyword == "nbthread");

    /// <summary>The file wants several processes, of which threads are made.</summary>
    public bool HasProcesses { get; } = lines.Any(line => line.Keyword == "nbproc" && line.Words.Count > 1 && line.Words[1].Text != "1");

    /// <summary>The proxy at hand is of mode http, by its own line or its defaults.</summary>
    public bool IsHttp { get; private set; }

    public void Enter(WrittenLine line)
    {
        if (!Catalog.Catalog.Sections.Contains(line.Keyword)) return;
        Section = line.Keyword;
        var own = lines.SkipWhile(other => other != line).Skip(1).TakeWhile(other => !Catalog.Catalog.Sections.Contains(other.Keyword)).LastOrDefault(other => other.Keyword == "mode");
        IsHttp = own is null ? Section != "defaults" && _defaultsAreHttp : own.Words.Count > 1 && own.Words[1].Text == "http";
        if (Section == "defaults") _defaultsAreHttp = IsHttp;
    }
}
