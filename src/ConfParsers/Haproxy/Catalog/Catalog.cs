using System.Collections.Frozen;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// All rows of all features by name. Nothing about a keyword is written here: a feature file holds its rows, and this file
/// only lists the features (docs/architecture.md §3).
/// </summary>
public static class Catalog
{
    public static readonly FrozenSet<string> Sections = FrozenSet.Create(StringComparer.Ordinal,
        "global", "defaults", "frontend", "backend", "listen", "userlist", "peers", "mailers", "resolvers", "cache", "ring",
        "http-errors", "fcgi-app", "log-forward", "program", "namespace_list");

    /// <summary>The sections that are neither global nor proxies.</summary>
    public static readonly FrozenDictionary<string, SectionKeyword> FurtherSections = ByName<SectionKeyword>([]);

    public static readonly FrozenDictionary<string, GlobalKeyword> Global = ByName<GlobalKeyword>(
    [
        ..ProcessKeywords.Rows, ..EnvironmentKeywords.Rows, ..LoggingKeywords.GlobalRows, ..StatsSocketKeywords.Rows, ..TuningKeywords.Rows,
        ..TlsDefaultKeywords.Rows,
    ]);

    public static readonly FrozenDictionary<string, ProxyKeyword> Proxy = ByName<ProxyKeyword>(
    [
        ..ProxyIdentityKeywords.Rows, ..TimeoutKeywords.Rows, ..LimitKeywords.Rows, ..BindKeywords.Rows, ..ServerKeywords.Rows, ..BalanceKeywords.Rows,
        ..CookieKeywords.Rows, ..HttpOptionKeywords.Rows, ..LoggingKeywords.Rows, ..StatsPageKeywords.Rows,
        ..HashTypeKeywords.Rows, ..CaptureKeywords.Rows, ..TcpConnectionKeywords.Rows, ..CompressionKeywords.Rows, ..RetryOnKeywords.Rows, ..DispatchKeywords.Rows,
        ..EmailAlertKeywords.Rows, ..PersistenceKeywords.Rows, ..ServerStateKeywords.Rows, ..SourceAddressKeywords.Rows, ..MonitorKeywords.Rows, ..ErrorPageKeywords.Rows,
        ..CheckRuleKeywords.Rows, ..ExternalCheckKeywords.Rows, ..StickTableKeywords.Rows, ..StickKeywords.Rows, ..UseServerKeywords.Rows, ..UniqueIdKeywords.Rows,
        ..RedirectKeywords.Rows, ..FcgiAppKeywords.Rows,
        ..OptionRows.Rows, ..RemovedKeywords.Rows, ..RoutingKeywords.Rows, ..AclKeywords.Rows, ..HttpRuleKeywords.Rows, ..UseBackendKeywords.Rows, ..LogFormatKeywords.Rows,
    ]);

    public static readonly FrozenDictionary<string, OptionKeyword> Options = ByName<OptionKeyword>(
    [
        ..LimitKeywords.Options, ..HttpOptionKeywords.Options, ..LoggingKeywords.Options, ..HealthCheckKeywords.Options,
        ..TcpConnectionKeywords.Options, ..PersistenceKeywords.Options, ..DispatchKeywords.Options,
    ]);

    public static readonly FrozenDictionary<string, SubKeyword> Timeouts = ByName<SubKeyword>(TimeoutKeywords.Kinds);

    public static readonly FrozenDictionary<string, SubKeyword> Stats = ByName<SubKeyword>(StatsPageKeywords.Kinds);

    public static readonly FrozenDictionary<string, BindKeyword> Bind = ByName<BindKeyword>([.. BindOptionKeywords.Rows, .. TlsBindKeywords.Rows]);

    public static readonly FrozenDictionary<string, ServerKeyword> Server = ByName<ServerKeyword>(
    [
        ..ServerOptionKeywords.Rows, ..ServerCheckKeywords.Rows, ..ServerConnectionKeywords.Rows, ..ServerAddressKeywords.Rows, ..TlsServerKeywords.Rows,
    ]);

    /// <summary>What is suggested for unknown words, in HAProxy's order.</summary>
    internal static readonly string[] GlobalSuggestions = [.. Suggestible(Global, KnownNames.Global), "global", "listen", "frontend", "backend", "defaults", "peers", "resolvers"];

    internal static readonly string[] ProxySuggestions = [.. Suggestible(Proxy, KnownNames.Proxy), "listen", "frontend", "backend", "defaults"];

    internal static readonly string[] OptionSuggestions = Suggestible(Options, KnownNames.Option);

    internal static readonly string[] BindSuggestions = Suggestible(Bind, KnownNames.Bind);

    internal static readonly string[] ServerSuggestions = Suggestible(Server, FrozenSet<string>.Empty);

    /// <summary>True for a keyword that takes <c>no</c> and <c>default</c> in front.</summary>
    public static bool IsNegatable(string name) => name is "option" or "log" or "busy-polling" or "set-dumpable" or "strict-limits"
        or "insecure-fork-wanted" or "numa-cpu-mapping";

    /// <summary>Reports a keyword that has no row: as HAProxy does, or as one that HAProxy knows and this program does not yet.</summary>
    internal static void ReportUnknown(Words words, string section, FrozenSet<string> known, string[] suggestions)
    {
        var name = words.Keyword;
        if (known.Contains(name))
        {
            words.Alert(DiagnosticKind.Unsupported, $"keyword '{name}' in '{section}' section is known to HAProxy 2.6 but not built yet.", at: words[0]);
            return;
        }

        words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{name}' in '{section}' section{Suggestions.Clause(name, suggestions)}", at: words[0]);
    }

    private static string[] Suggestible<T>(FrozenDictionary<string, T> rows, FrozenSet<string> known)
        where T : Keyword =>
        [.. rows.Values.OrderBy(r => r.Listed ? 0 : 1).Select(r => r.Suggested).OfType<string>(), .. known.Where(name => !rows.ContainsKey(name)).Select(KnownNames.Suggested).OfType<string>().Order(StringComparer.Ordinal)];

    private static FrozenDictionary<string, T> ByName<T>(IEnumerable<T> rows)
        where T : Keyword => rows.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
}
