namespace ConfParsers.Text.Reports;

/// <summary>
/// A place as editors count it: lines and columns from 1, columns in UTF-16 units, the end exclusive (SARIF 2.1.0 §3.30). A <see cref="Span"/>
/// counts bytes, as the readers do.
/// </summary>
/// <param name="StartColumn">0 when the place is the line as a whole.</param>
public readonly record struct Region(string File, int Line, int StartColumn, int EndColumn)
{
    public static Region Of(Span place)
    {
        if (place.Column == 0 || place.Line == 0) return new Region(place.Source.Path, place.Line, 0, 0);
        var line = place.Source.Line(place.Line).Span;
        var start = Math.Min(place.Column - 1, line.Length);
        var end = Math.Min(start + Math.Max(place.Length, 1), line.Length);
        return new Region(place.Source.Path, place.Line, Units(line[..start]) + 1, Math.Max(Units(line[..end]), Units(line[..start])) + 1);
    }

    private static int Units(ReadOnlySpan<byte> bytes) => ByteText.Decode(bytes).Length;
}
