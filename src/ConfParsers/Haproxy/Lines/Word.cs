using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>One word of a line after quotes, escapes and variables were resolved, with the place where it was written.</summary>
/// <param name="Text">The word; bytes that are not UTF-8 are kept as <see cref="ByteText"/> says.</param>
public readonly record struct Word(string Text, Span Place)
{
    public bool IsEmpty => Text.Length == 0;

    public override string ToString() => Text;
}
