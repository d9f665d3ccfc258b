using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Expressions.SampleType;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Converters that look into other protocols and formats: JSON, JWT, FIX, MQTT, Protocol Buffers (configuration.txt 7.3.1).</summary>
internal static class StructureConverters
{
    private const string Field = "Protocol buffers field number[,string]";

    public static ConverterSignature[] Rows { get; } =
    [
        new("fix_is_valid", "", Binary, SampleType.Boolean),
        new("fix_tag_value", "string", Binary, Binary) { Check = ProtocolFields.FixTag },
        new("json", "string", SampleType.String, SampleType.String) { Check = ArgumentChecks.JsonInput },
        new("json_query", "string[,string]", SampleType.String, Any) { Check = ArgumentChecks.JsonQuery },
        new("jwt_header_query", "[string,string]", Binary, Any) { Check = ArgumentChecks.JwtQuery },
        new("jwt_payload_query", "[string,string]", Binary, Any) { Check = ArgumentChecks.JwtQuery },
        new("jwt_verify", "string,string", Binary, Integer) { Check = CryptographyChecks.JwtAlgorithm },
        new("mqtt_field_value", "string,string", Binary, SampleType.String) { Check = ProtocolFields.MqttField },
        new("mqtt_is_valid", "", Binary, SampleType.Boolean),
        new("protobuf", Field, Binary, Binary) { Check = ProtocolFields.ProtobufType },
        new("ungrpc", Field, Binary, Binary) { Check = ProtocolFields.ProtobufType },
    ];
}
