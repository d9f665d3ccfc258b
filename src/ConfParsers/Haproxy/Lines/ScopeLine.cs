using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>
/// A line <c>[name]</c>: the scope of what follows, as files of filters have it (the SPOE specification §2.1). In a haproxy.cfg it is allowed and means
/// nothing; its faults are told (measured on 2.6.12).
/// </summary>
internal static class ScopeLine
{
    /// <summary>Whether the line begins with a bracket, before quotes and words are looked at.</summary>
    public static bool Is(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8) is [(byte)'[', ..];

    /// <returns>False when HAProxy reads no further than the next line that belongs to a section.</returns>
    public static bool Check(ReadOnlySpan<byte> line, Span place, DiagnosticBag diagnostics)
    {
        var start = line.IndexOf((byte)'[') + 1;
        var end = start;
        while (end < line.Length && IsNameByte(line[end])) end++;
        // An open bracket is read as an empty name, whatever stands behind it.
        if (!line[start..].Contains((byte)']') || line[start] == (byte)']')
        {
            diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.Parsing, "empty scope name is forbidden.");
            return true;
        }

        if (line[end] != (byte)']')
        {
            Refuse(line[end], "in a scope name");
            return false;
        }

        var rest = line[(end + 1)..].TrimStart(" \t"u8);
        if (rest.IsEmpty || rest[0] is (byte)'#' or (byte)'\r') return true;
        Refuse(rest[0], "after scope declaration");
        return false;

        void Refuse(byte character, string where) => diagnostics.Alert(DiagnosticKind.Syntax, place, PlaceForm.Parsing, $"character '{(char)character}' is not permitted {where}.");
    }

    private static bool IsNameByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' or (byte)'.' or (byte)':';
}
