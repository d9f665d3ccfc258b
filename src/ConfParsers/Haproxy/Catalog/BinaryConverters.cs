using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Expressions.SampleType;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Converters between bytes and texts, hashes and ciphers (configuration.txt 7.3.1).</summary>
internal static class BinaryConverters
{
    public static ConverterSignature[] Rows { get; } =
    [
        new("aes_gcm_dec", "integer,string,string,string", Binary, Binary) { Check = CryptographyChecks.Decryption },
        new("b64dec", "", SampleType.String, Binary),
        new("base64", "", Binary, SampleType.String),
        new("be2dec", "string[,integer,integer]", Binary, SampleType.String) { Check = ArgumentChecks.DecimalChunks },
        new("be2hex", "string[,integer,integer]", Binary, SampleType.String) { Check = ArgumentChecks.HexadecimalChunks },
        new("bytes", "integer[,integer]", Binary, Binary),
        new("crc32", "[integer]", Binary, Integer) { Check = ArgumentChecks.Avalanche },
        new("crc32c", "[integer]", Binary, Integer) { Check = ArgumentChecks.Avalanche },
        new("digest", "string", Binary, Binary) { Check = CryptographyChecks.Digest },
        new("djb2", "[integer]", Binary, Integer) { Check = ArgumentChecks.Avalanche },
        new("hex", "", Binary, SampleType.String),
        new("hmac", "string,string", Binary, Binary) { Check = CryptographyChecks.Hmac },
        new("sdbm", "[integer]", Binary, Integer) { Check = ArgumentChecks.Avalanche },
        new("secure_memcmp", "string", Binary, SampleType.Boolean) { Check = ArgumentChecks.ComparedVariable },
        new("sha1", "", Binary, Binary),
        new("sha2", "[integer]", Binary, Binary) { Check = CryptographyChecks.Sha2Bits },
        new("ub64dec", "", SampleType.String, Binary),
        new("ub64enc", "", Binary, SampleType.String),
        new("wt6", "[integer]", Binary, Integer) { Check = ArgumentChecks.Avalanche },
        new("xxh3", "[integer]", Binary, Integer),
        new("xxh32", "[integer]", Binary, Integer),
        new("xxh64", "[integer]", Binary, Integer),
    ];
}
