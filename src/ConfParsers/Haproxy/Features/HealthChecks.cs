using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What a check of a server speaks.</summary>
public enum CheckKind
{
    /// <summary>A connection that is accepted is a success, unless there are <c>tcp-check</c> rules.</summary>
    Tcp,
    Http,
    SslHello,
    Smtp,
    Mysql,
    Pgsql,
    Ldap,
    Redis,
    Spop,

    /// <summary>A program of the user's decides.</summary>
    External,
}

/// <summary>The health checks of a backend: <c>option httpchk</c> and its kin, <c>http-check</c>, <c>tcp-check</c> (configuration.txt 4.2).</summary>
public sealed record HealthCheck
{
    public CheckKind Kind { get; init; } = CheckKind.Tcp;

    /// <summary><c>http-check</c> lines. The request of <c>option httpchk</c> is not among them: it is sent when they send none.</summary>
    public CheckRule[] HttpRules { get; init; } = [];

    /// <summary><c>tcp-check</c> lines.</summary>
    public CheckRule[] TcpRules { get; init; } = [];

    /// <summary>The steps of the chosen check; those of another are kept and not used.</summary>
    public CheckRule[] Rules => Kind switch { CheckKind.Http => HttpRules, CheckKind.Tcp => TcpRules, _ => [] };

    /// <summary>Of the one request: <c>option httpchk</c>, with what <c>http-check send</c> puts in its place.</summary>
    public string Method { get; init; } = "OPTIONS";

    public string Uri { get; init; } = "/";

    public string Version { get; init; } = "HTTP/1.0";

    public (string Name, string Value)[] Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>Null: 2xx and 3xx are a success.</summary>
    public StatusExpectation? Expect { get; init; }

    /// <summary><c>http-check disable-on-404</c>.</summary>
    public bool DisableOn404 { get; init; }

    /// <summary><c>http-check send-state</c>: a header tells the server its state.</summary>
    public bool SendState { get; init; }

    /// <summary>Of <c>option smtpchk</c>: the greeting, default <c>HELO localhost</c>.</summary>
    public string SmtpGreeting { get; init; } = "HELO localhost";

    /// <summary>Of <c>option mysql-check</c> and <c>option pgsql-check</c>; null: none is sent.</summary>
    public string? User { get; init; }

    /// <summary><c>option mysql-check user name pre-41</c>: the protocol before MySQL 4.1.</summary>
    public bool MysqlBefore41 { get; init; }

    /// <summary><c>external-check command</c>.</summary>
    public string? Command { get; init; }

    /// <summary><c>external-check path</c>: PATH of the command.</summary>
    public string? CommandPath { get; init; }
}

/// <summary><c>http-check expect [!] status 200-299,302</c>.</summary>
/// <param name="Text">The pattern as written, for messages.</param>
public sealed record StatusExpectation(bool Negated, (int Low, int High)[] Ranges, string Text);

/// <summary>The options that choose the check of a backend.</summary>
internal static class HealthCheckKeywords
{
    public static readonly OptionKeyword[] Options =
    [
        new("httpchk", In.BackSide, "[<method>] [<uri> [<version>]]", HttpChk) { Manual = "4.2" },
        new("tcp-check", In.BackSide, "", (w, p, _) => Choose(w, p, CheckKind.Tcp)) { Manual = "4.2" },
        new("ssl-hello-chk", In.BackSide, "", (w, p, _) => Choose(w, p, CheckKind.SslHello)) { Manual = "4.2" },
        new("ldap-check", In.BackSide, "", (w, p, _) => Choose(w, p, CheckKind.Ldap)) { Manual = "4.2" },
        new("redis-check", In.BackSide, "", (w, p, _) => Choose(w, p, CheckKind.Redis)) { Manual = "4.2" },
        new("spop-check", In.BackSide, "", (w, p, _) => Choose(w, p, CheckKind.Spop)) { Manual = "4.2" },
        new("external-check", In.Everywhere, "", (w, p, _) => Choose(w, p, CheckKind.External)) { Manual = "4.2" },
        new("smtpchk", In.BackSide, "[ { HELO | EHLO } <domain> ]", SmtpChk) { Manual = "4.2" },
        new("mysql-check", In.BackSide, "[ user <username> [ { post-41 | pre-41 } ] ]", MysqlCheck) { Manual = "4.2" },
        new("pgsql-check", In.BackSide, "user <username>", PgsqlCheck) { Manual = "4.2" },
    ];

    private static void Choose(Words words, ProxyBuilder proxy, CheckKind kind)
    {
        if (words.End()) Set(proxy, proxy.Check with { Kind = kind });
    }

    private static void Set(ProxyBuilder proxy, HealthCheck check)
    {
        proxy.Check = check;
        proxy.CheckIsChosen = true;
        if (check.Kind == CheckKind.External) return;
        proxy.RuleSet = check.Kind;
        proxy.UnusedCheckRules = CheckRuleSets.None;
        // These send what they make of a log-format.
        if (check.Kind is CheckKind.SslHello or CheckKind.Smtp or CheckKind.Redis or CheckKind.Pgsql || check is { Kind: CheckKind.Mysql, User: not null }) proxy.NoteFormatOfCheck();
    }

    private static void SmtpChk(Words words, ProxyBuilder proxy, bool on)
    {
        var greeting = new HealthCheck().SmtpGreeting;
        if (words.Count >= 4)
        {
            // Another word than EHLO greets as HELO does.
            var verb = words.Next().Text == "EHLO" ? "EHLO" : "HELO";
            greeting = $"{verb} {words.Next().Text}";
        }

        words.At = Math.Max(words.At, 4);
        if (words.End()) Set(proxy, proxy.Check with { Kind = CheckKind.Smtp, SmtpGreeting = greeting });
    }

    private static void MysqlCheck(Words words, ProxyBuilder proxy, bool on)
    {
        var check = proxy.Check with { Kind = CheckKind.Mysql, User = null, MysqlBefore41 = false };
        if (words.HasMore)
        {
            if (!words.Take("user"))
            {
                words.Alert(DiagnosticKind.BadValue, $"'option mysql-check' only supports optional values: 'user' (got '{words.Current.Text}').");
                return;
            }

            if (!words.HasMore)
            {
                words.Alert(DiagnosticKind.MissingArgument, "'option mysql-check user' expects <username> as argument.");
                return;
            }

            check = check with { User = words.Next().Text };
            if (words.Count > 5)
            {
                words.At = 5;
                words.End();
                return;
            }

            if (words.Take("pre-41")) check = check with { MysqlBefore41 = true };
            else if (words.HasMore && !words.Take("post-41"))
            {
                words.Alert(DiagnosticKind.BadValue, $"keyword 'user' only supports 'post-41' and 'pre-41' (got '{words.Current.Text}').");
                return;
            }
        }

        Set(proxy, check);
    }

    private static void PgsqlCheck(Words words, ProxyBuilder proxy, bool on)
    {
        if (words.Count < 4)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'option pgsql-check' expects 'user <username>' as argument.");
            return;
        }

        words.At = 4;
        if (!words.End()) return;
        if (words[2].Text != "user")
        {
            words.Alert(DiagnosticKind.BadValue, "'option pgsql-check' only supports optional values: 'user'.", at: words[2]);
            return;
        }

        Set(proxy, proxy.Check with { Kind = CheckKind.Pgsql, User = words[3].Text });
    }

    private static void HttpChk(Words words, ProxyBuilder proxy, bool on)
    {
        if (words.Count > 5)
        {
            words.At = 5;
            words.End();
            return;
        }

        var check = proxy.Check with { Kind = CheckKind.Http, Method = "OPTIONS", Uri = "/", Version = "HTTP/1.0" };
        if (words.Count == 3) check = check with { Uri = words.Next().Text };
        if (words.Count > 3) check = check with { Method = words.Next().Text, Uri = words.Next().Text };
        if (words.HasMore && !Version(words, ref check)) return;
        Set(proxy, check);
    }

    /// <summary>Before http-check send, headers and a body were hidden behind the version, each after an escaped CR LF.</summary>
    private static bool Version(Words words, ref HealthCheck check)
    {
        var version = words.Next().Text;
        var end = version.IndexOf("\r\n", StringComparison.Ordinal);
        check = check with { Version = end < 0 ? version : version[..end] };
        if (end < 0) return true;

        words.Warning(DiagnosticKind.Deprecated, "'option httpchk' : hiding headers or body at the end of the version string is deprecated."
            + " Please, consider to use 'http-check send' directive instead.", PlaceForm.ParsingTight, at: words[4]);
        var rest = version[(end + 2)..];
        var blank = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = blank < 0 ? rest : rest[..blank];
        if (blank >= 0) check = check with { Body = ByteText.Encode(rest[(blank + 4)..]) };
        var headers = new List<(string Name, string Value)>(check.Headers);
        foreach (var line in head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        check = check with { Headers = [.. headers] };
        return true;
    }
}
