using System.Text.Json;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy.Dump;

/// <summary>A reference by what it says and where that is declared: the thing itself stands once, in its own place of the dump.</summary>
internal sealed class ReferenceConverter<T> : OneWay<Reference<T>>
    where T : class, INamed
{
    public override void Write(Utf8JsonWriter writer, Reference<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", JsonText.Clean(value.Name));
        if (value.Target is { } target) writer.WriteString("declared", JsonText.Clean(target.Place.ToString()));
        writer.WriteEndObject();
    }
}
