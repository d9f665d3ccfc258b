using System.Text.Json;
using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text.Reports;

namespace ConfParsers.Haproxy.Dump;

/// <summary>
/// The typed model of a haproxy.cfg as JSON (<c>haproxy.net dump</c>): one member a property, in camel case; enumerations by name; times in milliseconds; places as
/// <c>file:line</c>; references by name and the place of what they mean; of a choice between several forms, such as a rule's action, the member <c>is</c> names the form. What a file brought, such as a certificate, is told by its size.
/// </summary>
public static class ModelJson
{
    /// <returns>Indented JSON with a final LF.</returns>
    public static string Render(HaproxyModel model) => JsonText.Render(json => JsonSerializer.Serialize(json, model, ModelJsonContext.Default.HaproxyModel));
}

/// <summary>Written by the compiler's JSON generator: no reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    UseStringEnumConverter = true,
    IncludeFields = true,
    Converters =
    [
        typeof(SpanConverter), typeof(TimeConverter), typeof(BytesConverter), typeof(AddressConverter), typeof(TextConverter),
        typeof(ReferenceConverter<ProxyModel>), typeof(ReferenceConverter<ServerModel>), typeof(ReferenceConverter<StickTable>),
        typeof(ReferenceConverter<PeersSection>), typeof(ReferenceConverter<ResolversSection>), typeof(ReferenceConverter<UserList>),
        typeof(ReferenceConverter<User>), typeof(ReferenceConverter<Group>), typeof(ReferenceConverter<MailersSection>),
        typeof(ReferenceConverter<CacheSection>), typeof(ReferenceConverter<RingSection>), typeof(ReferenceConverter<HttpErrorsSection>),
        typeof(ReferenceConverter<FcgiAppSection>), typeof(ReferenceConverter<SpoeMessage>), typeof(ReferenceConverter<SpoeGroup>),
    ])]
[JsonSerializable(typeof(HaproxyModel))]
[JsonSerializable(typeof(SampleArgument.UserList), TypeInfoPropertyName = "SampleArgumentUserList")]
[JsonSerializable(typeof(SampleArgument.Variable), TypeInfoPropertyName = "SampleArgumentVariable")]
[JsonSerializable(typeof(SampleArgument.Text), TypeInfoPropertyName = "SampleArgumentText")]
[JsonSerializable(typeof(AclPattern.Text), TypeInfoPropertyName = "AclPatternText")]
[JsonSerializable(typeof(CheckPattern.Bytes), TypeInfoPropertyName = "CheckPatternBytes")]
[JsonSerializable(typeof(CheckPattern.Header), TypeInfoPropertyName = "CheckPatternHeader")]
[JsonSerializable(typeof(CheckRule.SetVariable), TypeInfoPropertyName = "CheckRuleSetVariable")]
[JsonSerializable(typeof(CheckRule.UnsetVariable), TypeInfoPropertyName = "CheckRuleUnsetVariable")]
[JsonSerializable(typeof(StreamFilter.Compression), TypeInfoPropertyName = "StreamFilterCompression")]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
