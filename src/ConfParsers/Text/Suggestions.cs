namespace ConfParsers.Text;

/// <summary>Did you mean: the name nearest to a word that nobody knows (fewest letters inserted, dropped, replaced or swapped).</summary>
public static class Suggestions
{
    /// <summary>Words longer than this are no typing errors.</summary>
    private const int MaxLength = 64;

    /// <returns>Null when no name is near enough: a third of the word's letters, at least one, may differ.</returns>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        if (word.Length is 0 or > MaxLength) return null;
        string? nearest = null;
        var least = Math.Max(1, word.Length / 3) + 1;
        foreach (var name in names)
        {
            if (name.Length > MaxLength || Math.Abs(name.Length - word.Length) >= least) continue;
            var distance = Distance(word, name);
            if (distance >= least) continue;
            least = distance;
            nearest = name;
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
