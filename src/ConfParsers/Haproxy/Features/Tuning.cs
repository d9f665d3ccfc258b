using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>global <c>tune.*</c> (configuration.txt 3.2), with HAProxy's defaults. Sizes in bytes.</summary>
public sealed record Tuning
{
    public int BufferSize { get; init; } = 16384;

    /// <summary>Kept free for rewriting; a head larger than BufferSize - MaxRewrite is refused.</summary>
    public int MaxRewrite { get; init; } = 1024;

    public int MaxHeaders { get; init; } = 101;

    public bool SharedIdlePool { get; init; } = true;

    public int DefaultDhParam { get; init; } = 2048;

    public int MaxAccept { get; init; } = 4;
}

/// <summary>global <c>ssl-default-bind-*</c>, <c>crt-base</c>, <c>ca-base</c> ... (configuration.txt 3.1).</summary>
public sealed record TlsDefaults
{
    public string? CertificateBase { get; init; }

    public string? AuthorityBase { get; init; }

    public string? BindCiphers { get; init; }

    public string? BindCipherSuites { get; init; }

    public string? MinimumBindVersion { get; init; }

    public string? MaximumBindVersion { get; init; }

    public bool BindNoTickets { get; init; }

    /// <summary><c>ssl-server-verify none</c>.</summary>
    public bool ServersUnverified { get; init; }
}

/// <summary>The keywords <c>tune.*</c> of the global section (configuration.txt 3.2).</summary>
internal static class TuningKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("tune.bufsize", "<number>", (w, g) => Positive(w, n => g.Tuning = g.Tuning with { BufferSize = RoundUp(n) })) { Manual = "3.2" },
        new("tune.maxrewrite", "<number>", (w, g) => Positive(w, n => g.Tuning = g.Tuning with { MaxRewrite = n }, least: 0)) { Manual = "3.2" },
        new("tune.http.maxhdr", "<number>", MaxHeaders) { Manual = "3.2" },
        new("tune.maxaccept", "<number>", (w, g) => Loose(w, n => g.Tuning = g.Tuning with { MaxAccept = n })) { Manual = "3.2" },
        new("tune.ssl.default-dh-param", "<number>", DefaultDhParam) { Manual = "3.2" },
        new("tune.idle-pool.shared", "{ on | off }", SharedIdlePool) { Manual = "3.2" },
    ];

    /// <summary>HAProxy keeps buffers in multiples of two pointers.</summary>
    private static int RoundUp(int bytes) => (int)(((long)bytes + 15) & ~15L & int.MaxValue);

    private static void Loose(Words words, Action<int> set)
    {
        if (!words.NextArg("an integer argument.", out var value)) return;
        if (words.End()) set((int)Math.Clamp(Words.LooseInteger(value.Text), int.MinValue, int.MaxValue));
    }

    private static void Positive(Words words, Action<int> set, int least = 1)
    {
        var keyword = words.Keyword;
        Loose(words, n =>
        {
            if (n < least) words.Alert(DiagnosticKind.OutOfRange, $"'{keyword}' expects a positive integer argument.", at: words[1]);
            else set(n);
        });
    }

    private static void MaxHeaders(Words words, GlobalBuilder global) => Loose(words, n =>
    {
        if (n is < 1 or > 32767) words.Alert(DiagnosticKind.OutOfRange, "'tune.http.maxhdr' expects a numeric value between 1 and 32767", at: words[1]);
        else global.Tuning = global.Tuning with { MaxHeaders = n };
    });

    private static void DefaultDhParam(Words words, GlobalBuilder global) => Loose(words, n =>
    {
        if (n < 1024) words.Alert(DiagnosticKind.OutOfRange, "'tune.ssl.default-dh-param' expects a value >= 1024.", at: words[1]);
        else global.Tuning = global.Tuning with { DefaultDhParam = n };
    });

    private static void SharedIdlePool(Words words, GlobalBuilder global)
    {
        var value = words.Next();
        if (!words.End()) return;
        if (value.Text is not ("on" or "off"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'tune.idle-pool.shared' expects either 'on' or 'off' but got '{value.Text}'.", at: value);
            return;
        }

        global.Tuning = global.Tuning with { SharedIdlePool = value.Text == "on" };
    }
}

/// <summary>The keywords of the global section that TLS binds and servers start from (configuration.txt 3.1).</summary>
internal static class TlsDefaultKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("crt-base", "<dir>", (w, g) => Base(w, g.Tls.CertificateBase, v => g.Tls = g.Tls with { CertificateBase = v })) { Manual = "3.1" },
        new("ca-base", "<dir>", (w, g) => Base(w, g.Tls.AuthorityBase, v => g.Tls = g.Tls with { AuthorityBase = v })) { Manual = "3.1" },
        new("ssl-default-bind-ciphers", "<ciphers>", (w, g) => Ciphers(w, v => g.Tls = g.Tls with { BindCiphers = v })) { Manual = "3.1" },
        new("ssl-default-bind-ciphersuites", "<ciphersuites>", (w, g) => Ciphers(w, v => g.Tls = g.Tls with { BindCipherSuites = v })) { Manual = "3.1" },
        new("ssl-default-bind-options", "[<option>]...", BindOptions) { Manual = "3.1" },
        new("ssl-server-verify", "[none|required]", ServerVerify) { Manual = "3.1" },
    ];

    private static void Base(Words words, string? before, Action<string> set)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (before is not null)
        {
            words.Alert(DiagnosticKind.Duplicate, $"'{words.Keyword}' already specified.");
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects a directory path as an argument.");
            return;
        }

        set(words.Next().Text);
    }

    private static void Ciphers(Words words, Action<string> set)
    {
        if (words.Count > 2)
        {
            words.At = 2;
            words.End();
            return;
        }

        if (words.HasMore) set(words.Next().Text);
        else words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects a cipher suite as an argument.");
    }

    private static void BindOptions(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects an option as an argument.");
            return;
        }

        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "ssl-min-ver" or "ssl-max-ver":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, $"'{option.Text}' : missing the ssl/tls version on global statement '{words.Keyword}'.");
                        return;
                    }

                    var version = words.Next();
                    if (!TlsVersions.IsKnown(version.Text))
                    {
                        words.Alert(DiagnosticKind.BadValue, $"'{version.Text}' : unknown ssl/tls version on global statement '{words.Keyword}'.", at: version);
                        return;
                    }

                    global.Tls = option.Text == "ssl-min-ver"
                        ? global.Tls with { MinimumBindVersion = version.Text }
                        : global.Tls with { MaximumBindVersion = version.Text };
                    break;
                case "no-tls-tickets":
                    global.Tls = global.Tls with { BindNoTickets = true };
                    break;
                default:
                    if (KnownNames.Bind.Contains(option.Text) || option.Text == "prefer-client-ciphers")
                    {
                        words.Alert(DiagnosticKind.Unsupported, $"option '{option.Text}' of '{words.Keyword}' is known to HAProxy 2.6 but not built yet.", at: option);
                    }
                    else
                    {
                        words.Alert(DiagnosticKind.UnknownKeyword, $"unknown option '{option.Text}' on global statement '{words.Keyword}'.", at: option);
                    }

                    return;
            }
        }
    }

    private static void ServerVerify(Words words, GlobalBuilder global)
    {
        if (!words.NextArg("an integer argument.", out var value)) return;
        if (value.Text is not ("none" or "required"))
        {
            words.Alert(DiagnosticKind.BadValue, "'ssl-server-verify' expects 'none' or 'required' as argument.", at: value);
            return;
        }

        global.Tls = global.Tls with { ServersUnverified = value.Text == "none" };
    }
}
