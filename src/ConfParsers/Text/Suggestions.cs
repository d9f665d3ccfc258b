namespace ConfParsers.Text;

/// <summary>
/// Did you mean: the name most like a word that nobody knows, by HAProxy's own measure. It is written down nowhere, and was found by putting
/// ten thousand misspelt words to the real 2.6.12, whose every answer it gives: a word is known by its transitions from one letter to the next
/// (its ends count as punctuation does) and by the letters it has at all; two words differ by the sum of the differences.
/// </summary>
public static class Suggestions
{
    // Letters without case, all digits alike, everything else alike.
    private const int Digit = 26;
    private const int Other = 27;
    private const int Classes = 28;

    /// <param name="names">Of several names that are equally near, the first is taken.</param>
    /// <param name="isPrefix">True for names that the word may go on behind, as <c>set-var</c> does in <c>set-var(txn.x)</c>.</param>
    /// <returns>Null when even the nearest differs by more than twice its own letters, or twice those of the word; three times for a prefix.</returns>
    public static string? Nearest(string word, IEnumerable<string> names, Predicate<string>? isPrefix = null)
    {
        Span<int> wanted = stackalloc int[Classes * Classes + Classes];
        Span<int> profile = stackalloc int[Classes * Classes + Classes];
        Fill(word, wanted);
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in names)
        {
            Fill(name, profile);
            var difference = 0;
            for (var i = 0; i < profile.Length; i++) difference += Math.Abs(profile[i] - wanted[i]);
            if (difference >= least) continue;
            least = difference;
            nearest = name;
        }

        // The original counts bytes.
        return nearest is null || least > (isPrefix?.Invoke(nearest) == true ? 3 : 2) * Math.Min(nearest.Length, ByteText.Encode(word).Length) ? null : nearest;
    }

    /// <summary>As HAProxy adds it to "unknown keyword 'x'": <c>; did you mean 'y' maybe ?</c>, or null.</summary>
    public static string? Clause(string word, IEnumerable<string> names) =>
        Nearest(word, names) is { } name ? $"; did you mean '{name}' maybe ?" : null;

    /// <summary>As HAProxy ends longer messages: <c>. Did you mean 'y' maybe ?</c>, or a full stop.</summary>
    public static string Sentence(string word, IEnumerable<string> names, Predicate<string>? isPrefix = null) =>
        Nearest(word, names, isPrefix) is { } name ? $". Did you mean '{name}' maybe ?" : ".";

    private static void Fill(string word, Span<int> profile)
    {
        profile.Clear();
        var before = Other;
        foreach (var b in ByteText.Encode(word))
        {
            var letter = ClassOf(b);
            profile[(before * Classes) + letter]++;
            profile[(Classes * Classes) + letter] = 1;
            before = letter;
        }

        profile[(before * Classes) + Other]++;
    }

    private static int ClassOf(byte b) => (char)b switch
    {
        >= 'a' and <= 'z' => b - 'a',
        >= 'A' and <= 'Z' => b - 'A',
        >= '0' and <= '9' => Digit,
        _ => Other,
    };
}
