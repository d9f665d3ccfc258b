using ConfParsers.Keepalived.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Keepalived;

/// <summary>Where and when alerts are mailed (keepalived.conf(5) "Global definitions").</summary>
public sealed record EmailSettings
{
    public string[] Recipients { get; init; } = [];

    /// <summary>Null: root at the host's name.</summary>
    public string? From { get; init; }

    /// <summary>Null: no mail is sent.</summary>
    public string? Server { get; init; }

    public int Port { get; init; } = 25;

    /// <summary>Null: the host's name.</summary>
    public string? HeloName { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The default for all that can send alerts; null: checkers and sync groups do, instances do not.</summary>
    public bool? Alerts { get; init; }

    /// <summary>The default for instances and sync groups.</summary>
    public bool? VrrpAlerts { get; init; }

    /// <summary>The default for checkers.</summary>
    public bool? CheckerAlerts { get; init; }

    /// <summary>No mail for FAULT.</summary>
    public bool NoFaults { get; init; }

    public bool NoCheckerEmails { get; init; }
}

/// <inheritdoc cref="EmailSettings"/>
internal static class EmailFeature
{
    private const uint MaxTimeout = 4294;

    public static readonly Keyword<Reading>[] Keywords =
    [
        Rows.Global("notification_email_from", "[address]", (words, global) => Text(words, global, "emailfrom missing - ignoring", (email, from) => email with { From = from })),
        Rows.Global("smtp_server", "<address> [port]", Server),
        Rows.Global("smtp_helo_name", "[name]", (words, global) => words.Next(out var name) ? global with { Email = global.Email with { HeloName = name } } : global),
        Rows.Global("smtp_connect_timeout", "<seconds>", ConnectTimeout),
        new Lines<Reading>("notification_email", "{ <address> ... }", Recipients, Empty) { Manual = "Global definitions" },
        Alert("smtp_alert", (email, on) => email with { Alerts = on }),
        Alert("smtp_alert_vrrp", (email, on) => email with { VrrpAlerts = on }),
        Alert("smtp_alert_checker", (email, on) => email with { CheckerAlerts = on }),
        Rows.Global("no_email_faults", global => global with { Email = global.Email with { NoFaults = true } }),
        Alert("no_checker_emails", (email, on) => email with { NoCheckerEmails = on }),
    ];

    private static Setting<Reading> Alert(string name, Func<EmailSettings, bool, EmailSettings> set) =>
        Rows.GlobalSwitch(name, (global, on) => global with { Email = set(global.Email, on) });

    private static GlobalDefs Text(Words words, GlobalDefs global, string missing, Func<EmailSettings, string, EmailSettings> set)
    {
        if (words.Next(out var text)) return global with { Email = set(global.Email, text) };
        words.Warn(DiagnosticKind.MissingArgument, missing);
        return global;
    }

    private static GlobalDefs Server(Words words, GlobalDefs global)
    {
        words.Next(out var host);
        var hasPort = words.Next(out var portText);
        uint port = 25;
        var isGood = !hasPort || words.Unsigned(portText, 1, ushort.MaxValue, out port);
        if (isGood && words.Reading.Surroundings.HasHost(host)) return global with { Email = global.Email with { Server = host, Port = (int)port } };
        words.Warn(DiagnosticKind.BadAddress, $"Invalid smtp server {host} {(hasPort ? portText : "25")}");
        return global;
    }

    private static GlobalDefs ConnectTimeout(Words words, GlobalDefs global)
    {
        words.Next(out var word);
        if (!words.Unsigned(word, 0, MaxTimeout, out var seconds))
        {
            words.Warn(DiagnosticKind.OutOfRange, $"smtp_connect_timeout '{word}' must be in [0, {MaxTimeout}] - ignoring");
            return global;
        }

        // The spelling is 2.2.7's.
        if (seconds == 0) words.Warn(DiagnosticKind.OutOfRange, "smtp_conect_timeout must be greater than 0, setting to 1");
        return global with { Email = global.Email with { ConnectTimeout = TimeSpan.FromSeconds(Math.Max(1, seconds)) } };
    }

    private static void Recipients(Words words, Reading reading)
    {
        while (words.Next(out var address)) reading.Global = reading.Global with { Email = reading.Global.Email with { Recipients = [.. reading.Global.Email.Recipients, address] } };
    }

    private static void Empty(Words words, Reading reading) => words.Warn(DiagnosticKind.MissingArgument, "Warning - empty notification_email block");
}
