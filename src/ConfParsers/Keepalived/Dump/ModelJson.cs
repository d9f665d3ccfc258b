using System.Text.Json;
using System.Text.Json.Serialization;
using ConfParsers.Text.Reports;

namespace ConfParsers.Keepalived.Dump;

/// <summary>
/// The typed model of a keepalived.conf as JSON (<c>keepalived.net dump</c>): one member a property, in camel case; enumerations by name; times in
/// milliseconds; places as <c>file:line</c>; of a check the member <c>is</c> names its kind. Passwords are not shown.
/// </summary>
public static class ModelJson
{
    /// <returns>Indented JSON with a final LF.</returns>
    public static string Render(KeepalivedModel model) => JsonText.Render(json => JsonSerializer.Serialize(json, model, KeepalivedJsonContext.Default.KeepalivedModel));
}

/// <summary>Written by the compiler's JSON generator: no reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    UseStringEnumConverter = true,
    IncludeFields = true,
    Converters = [typeof(SpanConverter), typeof(TimeConverter), typeof(BytesConverter), typeof(AddressConverter), typeof(TextConverter)])]
[JsonSerializable(typeof(KeepalivedModel))]
internal sealed partial class KeepalivedJsonContext : JsonSerializerContext;
