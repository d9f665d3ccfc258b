using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.ArgumentChecks;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Checks of the converters that sign, hash and decrypt (configuration.txt 7.3.1 "aes_gcm_dec", "digest", "hmac", "sha2", "jwt_verify").</summary>
internal static class CryptographyChecks
{
    /// <summary>The message digests of OpenSSL 3 by every name it has for them; case does not matter.</summary>
    private static readonly FrozenSet<string> Digests = FrozenSet.ToFrozenSet(
        ("""
        MD4 MD5 MD5-SHA1 RIPEMD RIPEMD160 RMD160 SM3 WHIRLPOOL BLAKE2B512 BLAKE2S256 SHAKE128 SHAKE256 SHA-1 SHA1
        SHA224 SHA256 SHA384 SHA512 SHA-224 SHA-256 SHA-384 SHA-512 SHA2-224 SHA2-256 SHA2-384 SHA2-512
        SHA512-224 SHA512-256 SHA-512/224 SHA-512/256 SHA2-512/224 SHA2-512/256 SHA3-224 SHA3-256 SHA3-384 SHA3-512
        SSL3-MD5 SSL3-SHA1 RSA-MD4 RSA-MD5 RSA-RIPEMD160 RSA-SHA1 RSA-SHA1-2 RSA-SHA224 RSA-SHA256 RSA-SHA384 RSA-SHA512
        RSA-SHA512/224 RSA-SHA512/256 RSA-SHA3-224 RSA-SHA3-256 RSA-SHA3-384 RSA-SHA3-512 RSA-SM3
        md4WithRSAEncryption md5WithRSAEncryption ripemd160WithRSA sha1WithRSAEncryption sha224WithRSAEncryption
        sha256WithRSAEncryption sha384WithRSAEncryption sha512WithRSAEncryption sha512-224WithRSAEncryption
        sha512-256WithRSAEncryption sm3WithRSAEncryption id-rsassa-pkcs1-v1_5-with-sha3-224 id-rsassa-pkcs1-v1_5-with-sha3-256
        id-rsassa-pkcs1-v1_5-with-sha3-384 id-rsassa-pkcs1-v1_5-with-sha3-512
        """).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    public static string? Digest(SampleArgument[] arguments, ExpressionContext context) =>
        Digests.Contains(TextAt(arguments, 0)) ? null : "algorithm must be a valid OpenSSL message digest name.";

    public static string? Hmac(SampleArgument[] arguments, ExpressionContext context) =>
        Digest(arguments, context) ?? Secret(arguments, 1, "key");

    public static string? Decryption(SampleArgument[] arguments, ExpressionContext context)
    {
        if (NumberAt(arguments, 0) is not (128 or 192 or 256)) return "key size must be 128, 192 or 256 (bits).";
        return Secret(arguments, 1, "nonce") ?? Secret(arguments, 2, "key") ?? Secret(arguments, 3, "aead_tag");
    }

    public static string? Sha2Bits(SampleArgument[] arguments, ExpressionContext context)
    {
        if (NumberAt(arguments, 0) == 224) context.Uses.Add(KeywordKind.Value, "sha2 224", context.Place);
        return arguments.Length == 0 || NumberAt(arguments, 0) is 224 or 256 or 384 or 512 ? null : $"Unsupported number of bits: '{NumberAt(arguments, 0)}'";
    }

    /// <summary>An algorithm of RFC 7518, or a variable that will hold one.</summary>
    public static string? JwtAlgorithm(SampleArgument[] arguments, ExpressionContext context)
    {
        var name = TextAt(arguments, 0);
        if (ArgumentReader.ReadVariable(name, out _) is { } variable)
        {
            arguments[0] = new SampleArgument.Variable(variable);
        }
        else if (name is "PS256" or "PS384" or "PS512")
        {
            return "RSASSA-PSS JWS signing not managed yet";
        }
        else if (name is not ("none" or "HS256" or "HS384" or "HS512" or "RS256" or "RS384" or "RS512" or "ES256" or "ES384" or "ES512"))
        {
            return $"unknown JWT algorithm: {name}";
        }

        if (ArgumentReader.ReadVariable(TextAt(arguments, 1), out _) is { } secret) arguments[1] = new SampleArgument.Variable(secret);
        return null;
    }

    /// <summary>A variable, or base64.</summary>
    private static string? Secret(SampleArgument[] arguments, int position, string what)
    {
        var text = TextAt(arguments, position);
        if (ArgumentReader.ReadVariable(text, out _) is { } variable)
        {
            arguments[position] = new SampleArgument.Variable(variable);
            return null;
        }

        // Base64.IsValid lets blanks through; HAProxy does not.
        return Base64.IsValid(Encoding.UTF8.GetBytes(text)) && !text.AsSpan().ContainsAny(" \t\r\n")
            ? null
            : $"failed to parse {what} : argument needs to be base64 encoded, and can either be a string or a variable";
    }
}
