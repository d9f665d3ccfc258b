using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>
/// <c>field(index,delimiters[,count])</c> and <c>word(...)</c> (configuration.txt 7.3.1): pieces of a text between delimiters,
/// counted from the first or, with a negative index, from the last. Count 0 is all that is left in that direction. Words are
/// fields that are not empty. A field that does not exist is no sample; a word that does not exist is an empty one (measured).
/// </summary>
internal static class PieceConverters
{
    public static bool Field(StreamContext stream, Operands operands, ref Sample sample) => Cut(operands, words: false, ref sample);

    public static bool Word(StreamContext stream, Operands operands, ref Sample sample) => Cut(operands, words: true, ref sample);

    private static bool Cut(Operands operands, bool words, ref Sample sample)
    {
        var text = sample.Bytes.Span;
        var delimiters = operands.Text(1);
        var index = operands.Number(0);
        var count = operands.Count > 2 ? operands.Number(2) : 1;
        var found = index > 0
            ? FromStart(text, delimiters, index, count, words, out var start, out var end)
            : FromEnd(text, delimiters, -index, count, words, out start, out end);
        if (!found)
        {
            if (words) sample.SetString(default);
            return words;
        }

        sample.SetString(sample.Bytes[start..end]);
        return true;
    }

    private static bool FromStart(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, long index, long count, bool words, out int start, out int end)
    {
        var number = 0L;
        start = 0;
        end = 0;
        for (var at = 0; at <= text.Length;)
        {
            var length = text[at..].IndexOfAny(delimiters);
            var stop = length < 0 ? text.Length : at + length;
            if (!words || stop > at)
            {
                number++;
                if (number == index) start = at;
                if (number >= index)
                {
                    end = stop;
                    if (count != 0 && number == index + count - 1) return true;
                }
            }

            at = stop + 1;
        }

        // Fewer pieces than wanted: all there is, to the very end.
        end = text.Length;
        return number >= index;
    }

    private static bool FromEnd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, long index, long count, bool words, out int start, out int end)
    {
        var number = 0L;
        start = 0;
        end = 0;
        for (var stop = text.Length; stop >= 0;)
        {
            var at = text[..stop].LastIndexOfAny(delimiters) + 1;
            if (!words || stop > at)
            {
                number++;
                if (number == index) end = stop;
                if (number >= index)
                {
                    start = at;
                    if (count != 0 && number == index + count - 1) return true;
                }
            }

            stop = at - 1;
        }

        start = 0;
        return number >= index;
    }
}
