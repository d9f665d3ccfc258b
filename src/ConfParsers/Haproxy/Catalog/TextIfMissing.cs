using System.Runtime.CompilerServices;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// What is said when an argument is missing: an interpolated string that is only put together when no word is left. Options look for their
/// argument hundreds of thousands of times in a large file, and find it.
/// </summary>
[InterpolatedStringHandler]
internal ref struct TextIfMissing
{
    private DefaultInterpolatedStringHandler _text;

    public TextIfMissing(int literalLength, int formattedCount, Words words, out bool isMissing)
    {
        isMissing = !words.HasMore;
        if (isMissing) _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted(string? text) => _text.AppendFormatted(text);

    public string Take() => _text.ToStringAndClear();
}
