using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConfParsers.Text.Reports;

/// <summary>Values are only ever written: a model comes from a configuration, never from JSON.</summary>
internal abstract class OneWay<T> : JsonConverter<T>
{
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A model is read from a configuration.");
}

internal sealed class SpanConverter : OneWay<Span>
{
    public override void Write(Utf8JsonWriter writer, Span value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Source is null ? "" : JsonText.Clean(value.ToString()));
}

/// <summary>Milliseconds, with a fraction for microseconds.</summary>
internal sealed class TimeConverter : OneWay<TimeSpan>
{
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalMilliseconds);
}

/// <summary>Only the size: keys and pages have no place in a dump.</summary>
internal sealed class BytesConverter : OneWay<byte[]>
{
    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Length} bytes");
}

internal sealed class AddressConverter : OneWay<IPAddress>
{
    public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class TextConverter : OneWay<string>
{
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(JsonText.Clean(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(JsonText.Clean(value));
}

/// <summary>That there is one, not which.</summary>
internal sealed class SecretConverter : OneWay<string>
{
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.Length == 0 ? "" : "***");
}
