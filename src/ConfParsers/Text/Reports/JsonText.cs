using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConfParsers.Text.Reports;

/// <summary>How JSON is written for people: indented, quotes and angle brackets as they are.</summary>
public static class JsonText
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>What is written, with a final LF.</returns>
    public static string Render(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Bytes that were no UTF-8 are lone surrogates within the readers (<see cref="ByteText"/>), and JSON has none: they become U+FFFD.</summary>
    public static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
