using System.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>How a message shows the line in which a fault is, and a caret below the byte: eighty columns of it at most (measured).</summary>
internal static class FaultyLine
{
    private const int Width = 80;

    /// <summary>Where the caret stands when the line is cut on its left.</summary>
    private const int Middle = Width / 2;

    private const string Ellipsis = "...";

    /// <param name="line">Without its leading blanks.</param>
    /// <param name="at">Index of the byte that is pointed at.</param>
    /// <returns>Two lines, indented.</returns>
    public static string Show(ReadOnlySpan<byte> line, int at)
    {
        var text = new StringBuilder("  ");
        if (at < Width)
        {
            Append(text, line[..Math.Min(line.Length, Width)]);
        }
        else
        {
            var start = at - Middle;
            var end = Math.Min(line.Length, start + Width - Ellipsis.Length);
            text.Append(Ellipsis);
            Append(text, line[Math.Min(start + Ellipsis.Length, end)..end]);
            text.Append(Ellipsis);
            at = Middle;
        }

        return text.Append("\n  ").Append(' ', at).Append('^').ToString();
    }

    /// <summary>A blank of any kind is shown as one, what cannot be printed in ASCII as a question mark.</summary>
    private static void Append(StringBuilder text, ReadOnlySpan<byte> line)
    {
        foreach (var b in line) text.Append(b is (byte)' ' or (>= 9 and <= 13) ? ' ' : b is > 32 and < 127 ? (char)b : '?');
    }
}
