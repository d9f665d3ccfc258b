using System.Buffers;
using System.Text;

namespace ConfParsers.Text;

/// <summary>
/// Configuration bytes as strings and back, without loss: valid UTF-8 becomes its characters, and each byte that is not
/// part of valid UTF-8 becomes the lone surrogate U+DC00 + byte. The originals compare bytes; so can whoever calls
/// <see cref="Encode"/> on a word of the model.
/// </summary>
public static class ByteText
{
    private const char Escape = '\uDC00';

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes)) return Encoding.ASCII.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[used..];
                continue;
            }

            text.Append((char)(Escape + bytes[0]));
            bytes = bytes[1..];
        }

        return text.ToString();
    }

    public static byte[] Encode(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return Encoding.UTF8.GetBytes(text);
        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                i += rune.Utf16SequenceLength;
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
                continue;
            }

            bytes.GetSpan(1)[0] = (byte)(text[i] - Escape);
            bytes.Advance(1);
            i++;
        }

        return bytes.WrittenSpan.ToArray();
    }
}
