using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Mails about changes of servers (configuration.txt 4.2 "email-alert ...").</summary>
public sealed record EmailAlert
{
    /// <summary><c>email-alert mailers</c>: through whom mails go.</summary>
    public Reference<MailersSection>? Mailers { get; init; }

    /// <summary>The sender's address, for SMTP and the header.</summary>
    public string? From { get; init; }

    /// <summary>The recipient's address.</summary>
    public string? To { get; init; }

    /// <summary>Null: the system's own.</summary>
    public string? HostName { get; init; }

    /// <summary>Least urgent level that is still mailed, 0 (emerg)..7 (debug); default alert.</summary>
    public int Level { get; init; } = 1;

    /// <summary>Mails are sent only when all three are known.</summary>
    public bool IsComplete => Mailers is not null && From is not null && To is not null;
}

/// <summary>The keyword <c>email-alert</c>.</summary>
internal static class EmailAlertKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("email-alert", In.Everywhere, "{ from <address> | to <address> | level <level> | mailers <name> | myhostname <name> }", Alert) { Manual = "4.2", Since = "1.6" },
    ];

    private static void Alert(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "missing argument after 'email-alert'.");
            return;
        }

        var what = words.Next();
        var alert = proxy.EmailAlert ?? new EmailAlert();
        var value = words.Next().Text;
        switch (what.Text)
        {
            case "from": alert = alert with { From = value }; break;
            case "to": alert = alert with { To = value }; break;
            case "mailers":
                alert = alert with { Mailers = proxy.Context.Names.Mailers(value) };
                proxy.MailersPlace = words.Line;
                break;
            case "myhostname": alert = alert with { HostName = value }; break;
            case "level":
                var level = LogLevels.Find(value);
                if (level < 0)
                {
                    words.Alert(DiagnosticKind.BadValue, $"unknown log level 'level' after '{value}'");
                    return;
                }

                alert = alert with { Level = level };
                break;
            default:
                words.Alert(DiagnosticKind.BadValue, $"email-alert: unknown argument '{what.Text}'.", at: what);
                return;
        }

        proxy.EmailAlert = alert;
    }
}
