using System.Text.Json.Serialization;
using ConfParsers.Keepalived.Catalog;
using ConfParsers.Keepalived.Features;
using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace ConfParsers.Keepalived;

/// <summary>A key of version 3 authentication (2.4).</summary>
public sealed record HmacKey(int Id, [property: JsonConverter(typeof(SecretConverter))] string Secret);

/// <summary>Authentication of version 3 advertisements by HMAC, which 2.4 added (keepalived.conf(5) of 2.4 "auth_hmac").</summary>
public sealed record HmacAuthentication
{
    public HmacKey[] Keys { get; init; } = [];

    /// <summary>The key that is sent with; null: the first.</summary>
    public int? ActiveKey { get; init; }

    /// <summary>How far clocks may differ.</summary>
    public TimeSpan? TimeWindow { get; init; }

    public bool AntiReplay { get; init; }

    public string? Mode { get; init; }
}

/// <inheritdoc cref="HmacAuthentication"/>
internal static class AuthenticationHmac
{
    private const string Manual = "VRRP instance(s)";

    private static readonly Block<InstanceDraft> Settings = new("vrrp_instance/auth_hmac",
    [
        new Setting<InstanceDraft>("key", "<id> <secret>", Key) { Manual = Manual, Since = Since.V24 },
        new Setting<InstanceDraft>("active_key", "<id>", ActiveKey) { Manual = Manual, Since = Since.V24 },
        new Setting<InstanceDraft>("time_window", "<seconds>", TimeWindow) { Manual = Manual, Since = Since.V24 },
        Rows.Switch<InstanceDraft>("anti_replay", Manual, (instance, on) => instance.Hmac = Of(instance) with { AntiReplay = on }, (instance, word) => $"({instance.Name}) invalid anti_replay {word} specified") with { Since = Since.V24 },
        new Setting<InstanceDraft>("mode", "<mode>", Mode) { Manual = Manual, Since = Since.V24 },
    ]);

    public static readonly Keyword<InstanceDraft>[] Keywords =
    [
        new Section<InstanceDraft, InstanceDraft>("auth_hmac", "{ }", (_, instance) => instance, Settings) { Manual = Manual, Since = Since.V24 },
    ];

    private static HmacAuthentication Of(InstanceDraft instance) => instance.Hmac ?? new HmacAuthentication();

    private static void Key(Words words, InstanceDraft instance)
    {
        words.Next(out var id);
        words.Next(out var secret);
        if (words.Unsigned(id, 0, 255, out var number)) instance.Hmac = Of(instance) with { Keys = [.. Of(instance).Keys, new HmacKey((int)number, secret)] };
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) invalid key id {id}");
    }

    private static void ActiveKey(Words words, InstanceDraft instance)
    {
        words.Next(out var id);
        if (words.Unsigned(id, 0, 255, out var number)) instance.Hmac = Of(instance) with { ActiveKey = (int)number };
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) invalid active_key {id}");
    }

    private static void TimeWindow(Words words, InstanceDraft instance)
    {
        words.Next(out var word);
        if (words.Seconds(word, 1, uint.MaxValue, out var window)) instance.Hmac = Of(instance) with { TimeWindow = window };
        else words.Warn(DiagnosticKind.OutOfRange, $"({instance.Name}) invalid time_window {word}");
    }

    private static void Mode(Words words, InstanceDraft instance)
    {
        words.Next(out var mode);
        instance.Hmac = Of(instance) with { Mode = mode };
    }
}
