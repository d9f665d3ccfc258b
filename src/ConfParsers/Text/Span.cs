namespace ConfParsers.Text;

/// <summary>A place in a source: a range of bytes within one line.</summary>
/// <param name="Source">The file.</param>
/// <param name="Line">Line number, from 1; 0 when the place is the file as a whole.</param>
/// <param name="Column">First byte of the range within the line, from 1; 0 when the place is the whole line.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct Span(SourceText Source, int Line, int Column = 0, int Length = 0)
{
    public override string ToString() => $"{Source}:{Line}";
}
