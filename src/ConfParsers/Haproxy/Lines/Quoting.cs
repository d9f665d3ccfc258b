using System.Buffers;

namespace ConfParsers.Haproxy.Lines;

/// <summary>Writes a word so that it is read back as it is (configuration.txt 2.2).</summary>
public static class Quoting
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\r\n\\#'\"$");

    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(Special)) return word;
        // Within strong quotes every character stands for itself; a strong quote is written outside of them.
        return "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
