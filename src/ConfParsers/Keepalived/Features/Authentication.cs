using System.Text;
using System.Text.Json.Serialization;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Keepalived;

public enum VrrpAuthenticationType
{
    Pass,
    AuthenticationHeader,
}

/// <param name="Password">At most 8 bytes; longer ones were truncated with a warning.</param>
public sealed record VrrpAuthentication(VrrpAuthenticationType Type, [property: JsonConverter(typeof(SecretConverter))] string Password);

/// <summary>The password of version 2 (keepalived.conf(5) "authentication"; RFC 2338 §5.3.6).</summary>
internal static class Authentication
{
    private const int MaxPasswordBytes = 8;

    private static readonly Block<InstanceDraft> Rows = new("vrrp_instance/authentication",
    [
        new Setting<InstanceDraft>("auth_type", "<PASS|AH>", Type) { Manual = "VRRP instance(s)" },
        new Setting<InstanceDraft>("auth_pass", "<password>", Password) { Manual = "VRRP instance(s)" },
    ]);

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Section<InstanceDraft, InstanceDraft>("authentication", "{ }", (_, instance) => instance, Rows) { Manual = "VRRP instance(s)" },
    ];

    public static VrrpAuthentication? Check(Reading reading, InstanceDraft instance, int version, bool isStrict)
    {
        if (instance.AuthenticationType is not { } type) return null;
        if (version == 3)
        {
            reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) VRRP version 3 does not support authentication. Ignoring.");
            return null;
        }

        if (isStrict)
        {
            reading.WarnAtEnd(DiagnosticKind.Conflict, instance.Place, $"({instance.Name}) Strict mode does not support authentication. Ignoring.");
            return null;
        }

        if (instance.Password.Length > 0) return new VrrpAuthentication(type, instance.Password);
        reading.WarnAtEnd(DiagnosticKind.MissingArgument, instance.Place, $"({instance.Name}) Authentication specified but no password given. Ignoring");
        return null;
    }

    private static void Type(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (word is "PASS" or "AH") words.Use("auth_type", word);
        switch (word)
        {
            case "PASS":
                instance.AuthenticationType = VrrpAuthenticationType.Pass;
                break;
            case "AH":
                instance.AuthenticationType = VrrpAuthenticationType.AuthenticationHeader;
                break;
            default:
                words.Warn(DiagnosticKind.BadValue, $"({instance.Name}) unknown authentication type '{word}'");
                break;
        }
    }

    private static void Password(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (Encoding.UTF8.GetByteCount(word) > MaxPasswordBytes)
        {
            words.Warn(DiagnosticKind.OutOfRange, "Truncating auth_pass to 8 characters");
            while (Encoding.UTF8.GetByteCount(word) > MaxPasswordBytes) word = word[..^1];
        }

        instance.Password = word;
    }
}
