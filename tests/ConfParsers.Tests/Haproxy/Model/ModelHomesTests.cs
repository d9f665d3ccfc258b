using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Listing;
using Testing;

namespace ConfParsers.Tests.Haproxy.Model;

/// <summary>Every keyword of the catalog has a home in the model: a line with it changes values, and these are typed.</summary>
public sealed class ModelHomesTests
{
    /// <summary>The section itself says nothing; the other says where the files of the lines behind it are.</summary>
    private static readonly KeywordId[] WithoutTrace = [new(KeywordKind.Section, "global"), new(KeywordKind.Global, "default-path")];

    private static readonly (KeywordLine Line, string Text, HashSet<KeywordId> Keywords)[] Read = [.. KeywordLine.All().Select(ReadIn)];

    [Fact]
    public void What_each_line_says_in_the_model() => Golden.Verify(string.Concat(Read.Select(read => read.Text)));

    [Fact]
    public void Every_line_is_valid_and_says_something() =>
        Assert.Equal("", string.Concat(Read.Where(read => read.Text.Contains("  not valid: ", StringComparison.Ordinal) || read.Text.IndexOf('\n', StringComparison.Ordinal) + 1 == read.Text.Length).Select(read => read.Text)));

    [Fact]
    public void Every_row_of_the_catalog_has_a_line_or_is_refused()
    {
        var homes = Read.SelectMany(read => read.Keywords).ToHashSet();
        var homeless = CatalogRows.All.Select(row => row.Id)
            .Where(id => id.Kind is not (KeywordKind.Fetch or KeywordKind.Converter or KeywordKind.Match or KeywordKind.LogAlias))
            .Where(id => !homes.Contains(id) && !WithoutTrace.Contains(id)).ToArray();
        var refused = KeywordLine.Refused().SelectMany(line => line.Frames.Select(frame => (Id: line.Words, Read: line.Read(frame))))
            .Where(line => line.Read.Difference.Contains("not valid", StringComparison.Ordinal)).SelectMany(line => line.Read.Keywords).ToHashSet();
        Assert.Equal("", string.Join('\n', homeless.Where(id => !refused.Contains(id)).Select(id => $"{id.Kind} {id.Name}")));
    }

    private static (KeywordLine Line, string Text, HashSet<KeywordId> Keywords) ReadIn(KeywordLine line)
    {
        var keywords = new HashSet<KeywordId>();
        string? first = null;
        foreach (var frame in line.Frames)
        {
            var (difference, used) = line.Read(frame);
            keywords.UnionWith(used);
            difference = Rules(difference);
            first ??= difference;
            if (first != difference) first += $"  but in {frame}:\n{difference}";
        }

        return (line, $"{string.Join(", ", line.Frames)}: {line.Words}\n{first}", keywords);
    }

    /// <summary>One action says the same in all rule sets that have it.</summary>
    private static string Rules(string difference)
    {
        foreach (var set in (string[])["HttpRequest", "HttpResponse", "HttpAfterResponse", "TcpConnection", "TcpSession", "TcpContent", "TcpResponse"])
        {
            difference = difference.Replace($".{set}[", ".Rules[", StringComparison.Ordinal);
        }

        return difference;
    }
}
