namespace ConfParsers.Haproxy;

/// <summary>How a configuration is read.</summary>
public sealed record LoadOptions
{
    /// <summary>Takes every deliberate difference from HAProxy 2.6 back (docs/compatibility.md).</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// What the program that reads for itself carries out. Any other keyword that is used is named by a notice, or refused with
    /// <see cref="ForStart"/>. Null, for tools: the language is read as such.
    /// </summary>
    public Func<Catalog.KeywordId, bool>? Carries { get; init; }

    /// <summary>The configuration is to be run, not only checked: what is not carried out is an alert.</summary>
    public bool ForStart { get; init; }

    /// <summary>Local peer name (<c>-L</c>), seen as HAPROXY_LOCALPEER.</summary>
    public string? LocalPeer { get; init; }

    /// <summary><c>-dD</c>: diagnostic-mode findings are made as well.</summary>
    public bool Diag { get; init; }

    /// <summary><c>-dW</c>: warnings become an error at the end of the reading, as the global keyword zero-warning does.</summary>
    public bool ZeroWarning { get; init; }

    /// <summary><c>-dr</c>: unresolvable server names are not fatal.</summary>
    public bool IgnoreResolutionFailures { get; init; }

    /// <summary><c>-dV</c>: server certificates are not verified.</summary>
    public bool NoServerVerify { get; init; }

    /// <summary>Resolves host names to addresses; the default asks the system. Tests and editors put their own here.</summary>
    public Func<string, System.Net.IPAddress[]> Resolve { get; init; } = SystemResolver;

    /// <summary>
    /// Says what is wrong with a regular expression (pattern, ignoring case) as <c>error=TEXT, erroffset=N</c>, or null. The proxy
    /// puts PCRE2 here; without it expressions are not looked at.
    /// </summary>
    public Func<string, bool, string?>? CheckRegex { get; init; }

    /// <summary>Says what is wrong with a certificate bundle, in HAProxy's words; null when nothing is. Without it bundles are not looked into.</summary>
    public Func<Features.CertificateBundle, string?>? CheckCertificate { get; init; }

    /// <summary>Says what is wrong with the syntax of a Lua file (its path, its bytes), in the words of Lua 5.3; null when nothing is. Without it files are not looked into.</summary>
    public Func<string, byte[], string?>? CheckLua { get; init; }

    /// <summary>Says whether the TLS library takes a list of ciphers or curves. Without it lists are not looked into.</summary>
    public Func<TlsParameter, string, bool>? AcceptsTls { get; init; }

    private static System.Net.IPAddress[] SystemResolver(string host)
    {
        try
        {
            return System.Net.Dns.GetHostAddresses(host);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ArgumentException)
        {
            return [];
        }
    }
}

/// <summary>What of a TLS configuration only the TLS library can judge.</summary>
public enum TlsParameter
{
    /// <summary>Ciphers up to TLSv1.2.</summary>
    Ciphers,

    /// <summary>Cipher suites of TLSv1.3.</summary>
    CipherSuites,

    /// <summary>Curves separated by colons.</summary>
    Curves,
}
