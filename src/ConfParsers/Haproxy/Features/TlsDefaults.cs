using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>What TLS of bind and server lines starts from (configuration.txt 3.1 <c>ssl-default-*</c>, <c>crt-base</c>, <c>ca-base</c> ...).</summary>
public sealed record TlsDefaults
{
    public string? CertificateBase { get; init; }

    public string? AuthorityBase { get; init; }

    public string? BindCiphers { get; init; }

    public string? BindCipherSuites { get; init; }

    public string? BindCurves { get; init; }

    public string? MinimumBindVersion { get; init; }

    public string? MaximumBindVersion { get; init; }

    /// <summary><c>no-tlsv10</c> and its kin; counts only without limits.</summary>
    public string[] DisabledBindVersions { get; init; } = [];

    public bool BindNoTickets { get; init; }

    /// <summary>The client's order of ciphers is followed.</summary>
    public bool PreferClientCiphers { get; init; }

    public string? ServerCiphers { get; init; }

    public string? ServerCipherSuites { get; init; }

    public string? MinimumServerVersion { get; init; }

    public string? MaximumServerVersion { get; init; }

    public string[] DisabledServerVersions { get; init; } = [];

    public bool ServerNoTickets { get; init; }

    /// <summary><c>ssl-server-verify none</c>.</summary>
    public bool ServersUnverified { get; init; }

    /// <summary>PEM of <c>ssl-dh-param-file</c>.</summary>
    public byte[]? DiffieHellman { get; init; }

    public ExtraTlsFiles ExtraFiles { get; init; } = ExtraTlsFiles.All;

    /// <summary>The extension of a certificate is taken off before that of an extra file is put on.</summary>
    public bool ExtraFilesWithoutExtension { get; init; }

    /// <summary>Certificates that complete chains, of <c>issuers-chain-path</c>.</summary>
    public PemFile[] Issuers { get; init; } = [];

    /// <summary>A self-issued certificate at the end of a chain is not sent.</summary>
    public bool SkipSelfIssued { get; init; }

    /// <summary>Private keys are used by asynchronous engines.</summary>
    public bool Async { get; init; }

    /// <summary>OpenSSL's providers, in order of loading.</summary>
    public string[] Providers { get; init; } = [];

    public string? ProviderPath { get; init; }

    /// <summary>Which implementations of algorithms are taken (openssl property(7)).</summary>
    public string? PropertyQuery { get; init; }

    /// <summary>A bind line has TLS: what it leaves open is as said here.</summary>
    internal void ApplyTo(TlsBind bind)
    {
        bind.Ciphers ??= BindCiphers;
        bind.CipherSuites ??= BindCipherSuites;
        bind.Curves ??= BindCurves;
        bind.MinimumVersion ??= MinimumBindVersion;
        bind.MaximumVersion ??= MaximumBindVersion;
        if (DisabledBindVersions.Length > 0) bind.DisabledVersions = [.. bind.DisabledVersions.Union(DisabledBindVersions)];
        bind.NoTickets |= BindNoTickets;
        bind.PreferClientCiphers |= PreferClientCiphers;
    }

    /// <summary>A server has TLS, or its checks have it: what its line leaves open is as said here.</summary>
    internal void ApplyTo(TlsServer server)
    {
        server.Ciphers ??= ServerCiphers;
        server.CipherSuites ??= ServerCipherSuites;
        server.MinimumVersion ??= MinimumServerVersion;
        server.MaximumVersion ??= MaximumServerVersion;
        if (DisabledServerVersions.Length > 0) server.DisabledVersions = [.. server.DisabledVersions.Union(DisabledServerVersions)];
        server.NoTickets |= ServerNoTickets;
    }
}

/// <summary>Files that may lie beside a certificate (configuration.txt 3.1 "ssl-load-extra-files").</summary>
[Flags]
public enum ExtraTlsFiles
{
    None = 0,
    Bundle = 1,
    Sctl = 2,
    Ocsp = 4,
    Issuer = 8,
    Key = 16,
    All = Bundle | Sctl | Ocsp | Issuer | Key,
}

/// <summary>The keywords of the global section that TLS of bind and server lines starts from (configuration.txt 3.1).</summary>
internal static class TlsDefaultKeywords
{
    private const string Suite = "a cipher suite as an argument.";

    public static readonly GlobalKeyword[] Rows =
    [
        new("ca-base", "<dir>", (w, g) => Base(w, g.Tls.AuthorityBase, v => g.Tls = g.Tls with { AuthorityBase = v })) { Listed = true, Manual = "3.1" },
        new("crt-base", "<dir>", (w, g) => Base(w, g.Tls.CertificateBase, v => g.Tls = g.Tls with { CertificateBase = v })) { Listed = true, Manual = "3.1" },
        new("issuers-chain-path", "<dir>", Issuers) { Listed = true, Manual = "3.1" },
        new("ssl-dh-param-file", "<file>", DiffieHellmanFile) { Listed = true, Manual = "3.1" },
        new("ssl-mode-async", "", Bare(g => g.Tls = g.Tls with { Async = true })) { Listed = true, Manual = "3.1" },
        new("ssl-propquery", "<query>", TlsProviders.Query) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("ssl-provider", "<name>", TlsProviders.Provider) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("ssl-provider-path", "<path>", Statement("a directory path as an argument.", (g, v) => g.Tls = g.Tls with { ProviderPath = v }, alone: false)) { Listed = true, Manual = "3.1", Since = "2.6" },
        new("ssl-skip-self-issued-ca", "", Bare(g => g.Tls = g.Tls with { SkipSelfIssued = true })) { Listed = true, Manual = "3.1" },
        new("ssl-load-extra-files", "<none|all|bundle|sctl|ocsp|issuer|key>*", ExtraFiles) { Listed = true, Manual = "3.1" },
        new("ssl-load-extra-del-ext", "", Bare(g => g.Tls = g.Tls with { ExtraFilesWithoutExtension = true })) { Listed = true, Manual = "3.1" },
        new("ssl-default-bind-ciphers", "<ciphers>", Statement(Suite, (g, v) => g.Tls = g.Tls with { BindCiphers = v })) { Listed = true, Manual = "3.1" },
        new("ssl-default-server-ciphers", "<ciphers>", Statement(Suite, (g, v) => g.Tls = g.Tls with { ServerCiphers = v })) { Listed = true, Manual = "3.1" },
        new("ssl-default-bind-ciphersuites", "<ciphersuites>", Statement(Suite, (g, v) => g.Tls = g.Tls with { BindCipherSuites = v })) { Listed = true, Manual = "3.1" },
        new("ssl-default-server-ciphersuites", "<ciphersuites>", Statement(Suite, (g, v) => g.Tls = g.Tls with { ServerCipherSuites = v })) { Listed = true, Manual = "3.1" },
        new("ssl-default-bind-curves", "<curves>", Statement("a curves suite as an arguments.", (g, v) => g.Tls = g.Tls with { BindCurves = v })) { Listed = true, Manual = "3.1" },
        new("ssl-default-bind-options", "[<option>]...", BindOptions) { Listed = true, Manual = "3.1" },
        new("ssl-default-server-options", "[<option>]...", ServerOptions) { Listed = true, Manual = "3.1" },
        new("ssl-server-verify", "[none|required]", ServerVerify) { Manual = "3.1" },
    ];

    private static void Base(Words words, string? before, Action<string> set)
    {
        if (!words.AtMost(1)) return;
        if (before is not null) words.Alert(DiagnosticKind.Duplicate, $"'{words.Keyword}' already specified.");
        else if (words.HasMore) set(words.Next().Text);
        else words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects a directory path as an argument.");
    }

    /// <summary>Every file of the directory that holds certificates; the others are named.</summary>
    private static void Issuers(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1)) return;
        var directory = words.Next();
        if (global.Files.List(directory.Text) is not { } names)
        {
            words.Alert(DiagnosticKind.Unreadable, $"global statement '{words.Keyword}' expects a directory path as an argument.\n", at: directory);
            return;
        }

        var issuers = new List<PemFile>();
        foreach (var name in names.Where(name => name[0] != '.'))
        {
            var path = $"{directory.Text}/{name}";
            if (global.Files.List(path) is not null) continue;
            if (global.Files.TryRead(path, out var pem, out _) && pem.Span.IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0) issuers.Add(new PemFile(path, pem.ToArray()));
            else words.Diagnostics.Warning(DiagnosticKind.Unreadable, directory.Place, PlaceForm.None, $"unable to load issuers-chain {path} : pem certificate not found.");
        }

        global.Tls = global.Tls with { Issuers = [.. issuers] };
    }

    private static void DiffieHellmanFile(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("a file path as an argument.", out var path)) return;
        if (global.Files.TryRead(path.Text, out var pem, out _) && DiffieHellman.Bits(pem.Span) is not null) global.Tls = global.Tls with { DiffieHellman = pem.ToArray() };
        else words.Alert(DiagnosticKind.Unreadable, $"'{words.Keyword}': unable to load DH parameters from file <{path.Text}>.", at: path);
    }

    private static void ExtraFiles(Words words, GlobalBuilder global)
    {
        var files = ExtraTlsFiles.None;
        var alone = words.Count == 2;
        if (words.HasMore && words[1].Text is "none" or "all")
        {
            if (alone) global.Tls = global.Tls with { ExtraFiles = words[1].Text == "all" ? ExtraTlsFiles.All : ExtraTlsFiles.None };
            else Mixed(words);
            return;
        }

        do
        {
            var file = words.Next();
            switch (file.Text)
            {
                case "bundle": files |= ExtraTlsFiles.Bundle; break;
                case "sctl": files |= ExtraTlsFiles.Sctl; break;
                case "ocsp": files |= ExtraTlsFiles.Ocsp; break;
                case "issuer": files |= ExtraTlsFiles.Issuer; break;
                case "key": files |= ExtraTlsFiles.Key; break;
                case "none" or "all":
                    Mixed(words);
                    return;
                default:
                    words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects one or multiple arguments (none, all, bundle, sctl, ocsp, issuer).", at: file);
                    return;
            }
        }
        while (words.HasMore);

        global.Tls = global.Tls with { ExtraFiles = files };
    }

    private static void Mixed(Words words) => words.Alert(DiagnosticKind.Conflict, $"'{words.Keyword}' 'none' and 'all' can be only used alone", at: words[1]);

    private static void BindOptions(Words words, GlobalBuilder global) => Options(words, (option, version) =>
    {
        global.Tls = option switch
        {
            "ssl-min-ver" => global.Tls with { MinimumBindVersion = version },
            "ssl-max-ver" => global.Tls with { MaximumBindVersion = version },
            "no-tls-tickets" => global.Tls with { BindNoTickets = true },
            "prefer-client-ciphers" => global.Tls with { PreferClientCiphers = true },
            _ when option.StartsWith("force-", StringComparison.Ordinal) => global.Tls with { MinimumBindVersion = version, MaximumBindVersion = version },
            _ => global.Tls with { DisabledBindVersions = [.. global.Tls.DisabledBindVersions, version!] },
        };
    }, clientCiphers: true);

    private static void ServerOptions(Words words, GlobalBuilder global) => Options(words, (option, version) =>
    {
        global.Tls = option switch
        {
            "ssl-min-ver" => global.Tls with { MinimumServerVersion = version },
            "ssl-max-ver" => global.Tls with { MaximumServerVersion = version },
            "no-tls-tickets" => global.Tls with { ServerNoTickets = true },
            _ when option.StartsWith("force-", StringComparison.Ordinal) => global.Tls with { MinimumServerVersion = version, MaximumServerVersion = version },
            _ => global.Tls with { DisabledServerVersions = [.. global.Tls.DisabledServerVersions, version!] },
        };
    }, clientCiphers: false);

    private static void Options(Words words, Action<string, string?> set, bool clientCiphers)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects an option as an argument.");
            return;
        }

        while (words.HasMore)
        {
            var option = words.Next();
            string? version = null;
            switch (option.Text)
            {
                case "ssl-min-ver" or "ssl-max-ver":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, $"'{option.Text}' : missing the ssl/tls version on global statement '{words.Keyword}'.");
                        return;
                    }

                    var written = words.Next();
                    version = written.Text;
                    if (TlsVersions.IsKnown(version)) break;
                    words.Alert(DiagnosticKind.BadValue, $"'{version}' : unknown ssl/tls version on global statement '{words.Keyword}'.", at: written);
                    return;
                case "no-tls-tickets":
                case "prefer-client-ciphers" when clientCiphers:
                    break;
                case "no-sslv3" or "no-tlsv10" or "no-tlsv11" or "no-tlsv12" or "no-tlsv13"
                    or "force-sslv3" or "force-tlsv10" or "force-tlsv11" or "force-tlsv12" or "force-tlsv13":
                    version = TlsVersions.Of(option.Text);
                    break;
                default:
                    words.Alert(DiagnosticKind.UnknownKeyword, $"unknown option '{option.Text}' on global statement '{words.Keyword}'.", at: option);
                    return;
            }

            words.Use(KeywordKind.Value, $"{words.Keyword} {option.Text}", option);
            set(option.Text, version);
        }
    }

    private static void ServerVerify(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(1) || !words.NextArg("an integer argument.", out var value)) return;
        if (value.Text is not ("none" or "required"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects 'none' or 'required' as argument.", at: value);
            return;
        }

        global.Tls = global.Tls with { ServersUnverified = value.Text == "none" };
    }
}
