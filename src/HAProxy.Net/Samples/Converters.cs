namespace HAProxy.Net.Samples;

/// <summary>The converters by the name of their signature row (ConfParsers Catalog/Signatures).</summary>
public static class Converters
{
    private static readonly Dictionary<string, ConverterMethod> ByName = new(StringComparer.Ordinal)
    {
        ["add"] = NumberConverters.Add,
        ["add_item"] = JoiningConverters.AddItem,
        ["and"] = NumberConverters.And,
        ["b64dec"] = TextConverters.Base64Decode,
        ["base64"] = TextConverters.Base64,
        ["be2dec"] = EncodingConverters.ToDecimal,
        ["be2hex"] = EncodingConverters.ToHexadecimal,
        ["bool"] = NumberConverters.Boolean,
        ["bytes"] = TextConverters.Bytes,
        ["concat"] = JoiningConverters.Concatenate,
        ["cpl"] = NumberConverters.Complement,
        ["crc32"] = HashConverters.Crc32,
        ["crc32c"] = HashConverters.Crc32C,
        ["cut_crlf"] = JoiningConverters.CutLine,
        ["div"] = NumberConverters.Divide,
        ["djb2"] = HashConverters.Djb2,
        ["even"] = NumberConverters.Even,
        ["field"] = PieceConverters.Field,
        ["hex"] = TextConverters.Hexadecimal,
        ["hex2i"] = EncodingConverters.FromHexadecimal,
        ["host_only"] = HostConverters.Host,
        ["htonl"] = EncodingConverters.NetworkOrder,
        ["http_date"] = EncodingConverters.HttpDate,
        ["iif"] = TextConverters.Choose,
        ["ipmask"] = TextConverters.Mask,
        ["length"] = TextConverters.Length,
        ["lower"] = TextConverters.Lower,
        ["ltrim"] = JoiningConverters.TrimStart,
        ["mod"] = NumberConverters.Modulo,
        ["mul"] = NumberConverters.Multiply,
        ["neg"] = NumberConverters.Negate,
        ["not"] = NumberConverters.Not,
        ["odd"] = NumberConverters.Odd,
        ["or"] = NumberConverters.Or,
        ["port_only"] = HostConverters.Port,
        ["regsub"] = RegexConverters.Substitute,
        ["rtrim"] = JoiningConverters.TrimEnd,
        ["sdbm"] = HashConverters.Sdbm,
        ["secure_memcmp"] = JoiningConverters.CompareSecurely,
        ["set-var"] = JoiningConverters.SetVariable,
        ["sha1"] = HashConverters.Sha1,
        ["sha2"] = HashConverters.Sha2,
        ["strcmp"] = JoiningConverters.Compare,
        ["sub"] = NumberConverters.Subtract,
        ["ub64dec"] = EncodingConverters.UrlBase64Decode,
        ["ub64enc"] = EncodingConverters.UrlBase64Encode,
        ["unset-var"] = JoiningConverters.UnsetVariable,
        ["upper"] = TextConverters.Upper,
        ["url_dec"] = TextConverters.UrlDecode,
        ["url_enc"] = EncodingConverters.UrlEncode,
        ["word"] = PieceConverters.Word,
        ["xor"] = NumberConverters.ExclusiveOr,
        ["xxh32"] = HashConverters.XxHash32,
        ["xxh64"] = HashConverters.XxHash64,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static ConverterMethod? Find(string name) => ByName.GetValueOrDefault(name);
}
