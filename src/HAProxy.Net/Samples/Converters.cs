namespace HAProxy.Net.Samples;

/// <summary>The converters by the name of their signature row (ConfParsers Catalog/Signatures).</summary>
public static class Converters
{
    private static readonly Dictionary<string, ConverterMethod> ByName = new(StringComparer.Ordinal)
    {
        ["add"] = NumberConverters.Add,
        ["and"] = NumberConverters.And,
        ["b64dec"] = TextConverters.Base64Decode,
        ["base64"] = TextConverters.Base64,
        ["bool"] = NumberConverters.Boolean,
        ["bytes"] = TextConverters.Bytes,
        ["cpl"] = NumberConverters.Complement,
        ["div"] = NumberConverters.Divide,
        ["even"] = NumberConverters.Even,
        ["field"] = PieceConverters.Field,
        ["hex"] = TextConverters.Hexadecimal,
        ["iif"] = TextConverters.Choose,
        ["ipmask"] = TextConverters.Mask,
        ["length"] = TextConverters.Length,
        ["lower"] = TextConverters.Lower,
        ["mod"] = NumberConverters.Modulo,
        ["mul"] = NumberConverters.Multiply,
        ["neg"] = NumberConverters.Negate,
        ["not"] = NumberConverters.Not,
        ["odd"] = NumberConverters.Odd,
        ["or"] = NumberConverters.Or,
        ["sub"] = NumberConverters.Subtract,
        ["upper"] = TextConverters.Upper,
        ["url_dec"] = TextConverters.UrlDecode,
        ["word"] = PieceConverters.Word,
        ["xor"] = NumberConverters.ExclusiveOr,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static ConverterMethod? Find(string name) => ByName.GetValueOrDefault(name);
}
