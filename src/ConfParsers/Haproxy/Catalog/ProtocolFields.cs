using System.Collections.Frozen;
using System.Globalization;
using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.ArgumentChecks;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>The fields that <c>fix_tag_value</c>, <c>mqtt_field_value</c> and <c>protobuf</c> know by name (configuration.txt 7.3.1).</summary>
internal static class ProtocolFields
{
    private const int Connect = 1;
    private const int Connack = 2;

    /// <summary>Tags that every FIX message has; others are given by number.</summary>
    private static readonly FrozenSet<string> FixTags = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "BeginString", "BodyLength", "MsgType", "SenderCompID", "TargetCompID", "CheckSum");

    private static readonly FrozenSet<string> ProtobufTypes = FrozenSet.Create(StringComparer.Ordinal,
        "int32", "uint32", "sint32", "int64", "uint64", "sint64", "bool", "enum", "float", "double", "fixed32", "fixed64", "sfixed32", "sfixed64");

    /// <summary>Control packets by their number (MQTT 5.0 §2.1.2).</summary>
    private static readonly string[] Packets =
    [
        "", "connect", "connack", "publish", "puback", "pubrec", "pubrel", "pubcomp", "subscribe", "suback", "unsubscribe", "unsuback",
        "pingreq", "pingresp", "disconnect", "auth",
    ];

    private static readonly FrozenSet<string> ConnectFields = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "flags", "protocol_name", "protocol_version", "client_identifier", "will_topic", "will_payload", "username", "password", "keepalive");

    private static readonly FrozenSet<string> ConnackFields = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "flags", "protocol_version", "reason_code");

    /// <summary>Which packets carry a property (MQTT 5.0 §2.2.2.2); those of a will stand in CONNECT.</summary>
    private static readonly FrozenDictionary<int, int[]> Properties = new Dictionary<int, int[]>
    {
        [1] = [Connect, 3],
        [2] = [Connect, 3],
        [3] = [Connect, 3],
        [8] = [Connect, 3],
        [9] = [Connect, 3],
        [11] = [3, 8],
        [17] = [Connect, Connack, 14],
        [18] = [Connack],
        [19] = [Connack],
        [21] = [Connect, Connack, 15],
        [22] = [Connect, Connack, 15],
        [23] = [Connect],
        [24] = [Connect],
        [25] = [Connect],
        [26] = [Connack],
        [28] = [Connack, 14],
        [31] = [Connack, 4, 5, 6, 7, 9, 11, 14, 15],
        [33] = [Connect, Connack],
        [34] = [Connect, Connack],
        [35] = [3],
        [36] = [Connack],
        [37] = [Connack],
        [38] = [Connect, Connack, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15],
        [39] = [Connect, Connack],
        [40] = [Connack],
        [41] = [Connack],
        [42] = [Connack],
    }.ToFrozenDictionary();

    public static string? FixTag(SampleArgument[] arguments, ExpressionContext context)
    {
        var tag = TextAt(arguments, 0);
        var isNumber = int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        return isNumber || FixTags.Contains(tag) ? null : $"Unknown FIX tag name '{tag}'";
    }

    public static string? ProtobufType(SampleArgument[] arguments, ExpressionContext context) =>
        arguments.Length < 2 || ProtobufTypes.Contains(TextAt(arguments, 1)) ? null : $"Wrong protocol buffer type '{TextAt(arguments, 1)}'";

    public static string? MqttField(SampleArgument[] arguments, ExpressionContext context)
    {
        var (packet, field) = (TextAt(arguments, 0), TextAt(arguments, 1));
        var type = packet.Length == 0 ? -1 : Array.FindIndex(Packets, name => name.Equals(packet, StringComparison.OrdinalIgnoreCase));
        if (type < 0 && !int.TryParse(packet, NumberStyles.None, CultureInfo.InvariantCulture, out type)) type = -1;
        if (type < 1 || type >= Packets.Length) return $"Unknown MQTT type '{packet}'";

        var known = type switch
        {
            Connect => ConnectFields.Contains(field),
            Connack => ConnackFields.Contains(field),
            _ => false,
        };
        if (known) return null;
        return int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var property)
            && Properties.TryGetValue(property, out var packets) && packets.Contains(type)
                ? null
                : $"Unknown MQTT field name '{field}' for packet type '{packet}'";
    }
}
