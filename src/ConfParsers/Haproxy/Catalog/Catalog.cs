using System.Collections.Frozen;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;
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
    public static readonly KeywordTable<SectionKeyword> FurtherSections = new(
    [
        CacheKeywords.Section, FcgiAppSectionKeywords.Section, HttpErrorsKeywords.Section, LogForwardKeywords.Section, MailersKeywords.Section,
        NamespaceListKeywords.Section, PeersKeywords.Section, ProgramKeywords.Section, ResolversKeywords.Section, RingKeywords.Section, UserListKeywords.Section,
    ]);

    public static readonly KeywordTable<GlobalKeyword> Global = new(
    [
        ..GlobalVariableKeywords.Rows, ..TlsDefaultKeywords.Rows, ..TlsTuningKeywords.Rows, ..HeaderCaseKeywords.Rows, ..HttpClientKeywords.Rows, ..Http2TuningKeywords.Rows,
        ..SchedulingKeywords.Rows, ..TuningKeywords.Rows, ..LuaKeywords.Rows, ..DefaultPathKeywords.Rows, ..ThreadGroupKeywords.Rows, ..ProcessLimitKeywords.Rows,
        ..EnvironmentKeywords.Rows, ..ProcessKeywords.Rows, ..LoggingKeywords.GlobalRows, ..StatsSocketKeywords.Rows, ..UnixBindKeywords.Rows, ..ServerStateFileKeywords.Rows, ..PeersKeywords.GlobalRows,
    ]) { SuggestionOrder = SuggestionOrders.Global };

    public static readonly KeywordTable<ProxyKeyword> Proxy = new(
    [
        ..RemovedKeywords.Rows, ..ProxyIdentityKeywords.Rows, ..TimeoutKeywords.Rows, ..LimitKeywords.Rows, ..BindKeywords.Rows, ..ServerKeywords.Rows, ..BalanceKeywords.Rows,
        ..CookieKeywords.Rows, ..HttpOptionKeywords.Rows, ..LoggingKeywords.Rows, ..StatsPageKeywords.Rows,
        ..HashTypeKeywords.Rows, ..CaptureKeywords.Rows, ..TcpConnectionKeywords.Rows, ..CompressionKeywords.Rows, ..RetryOnKeywords.Rows, ..DispatchKeywords.Rows,
        ..EmailAlertKeywords.Rows, ..PersistenceKeywords.Rows, ..ServerStateKeywords.Rows, ..SourceAddressKeywords.Rows, ..MonitorKeywords.Rows, ..ErrorPageKeywords.Rows,
        ..CheckRuleKeywords.Rows, ..ExternalCheckKeywords.Rows, ..StickTableKeywords.Rows, ..StickKeywords.Rows, ..UseServerKeywords.Rows, ..UniqueIdKeywords.Rows,
        ..RedirectKeywords.Rows, ..FcgiAppKeywords.Rows, ..FilterKeywords.Rows,
        ..OptionRows.Rows, ..RoutingKeywords.Rows, ..AclKeywords.Rows, ..HttpRuleKeywords.Rows, ..TcpRuleKeywords.Rows, ..UseBackendKeywords.Rows, ..LogFormatKeywords.Rows,
    ]) { SuggestionOrder = SuggestionOrders.Proxy };

    public static readonly KeywordTable<OptionKeyword> Options = new(
    [
        ..LimitKeywords.Options, ..HttpOptionKeywords.Options, ..LoggingKeywords.Options, ..HealthCheckKeywords.Options,
        ..TcpConnectionKeywords.Options, ..PersistenceKeywords.Options, ..DispatchKeywords.Options,
    ]) { SuggestionOrder = SuggestionOrders.Options };

    public static readonly KeywordTable<SubKeyword> Timeouts = new(TimeoutKeywords.Kinds);

    public static readonly KeywordTable<SubKeyword> Stats = new(StatsPageKeywords.Kinds);

    public static readonly KeywordTable<BindKeyword> Bind = new([.. TlsBindKeywords.Rows, .. BindOptionKeywords.Rows]) { SuggestionOrder = SuggestionOrders.Bind };

    public static readonly KeywordTable<ServerKeyword> Server = new(
    [
        ..ServerOptionKeywords.Rows, ..ServerCheckKeywords.Rows, ..ServerConnectionKeywords.Rows, ..ServerAddressKeywords.Rows, ..TlsServerKeywords.Rows,
    ]) { SuggestionOrder = SuggestionOrders.Server };

    /// <summary>True for a keyword that takes <c>no</c> and <c>default</c> in front.</summary>
    public static bool IsNegatable(string name) => name is "option" or "log" || (Global.TryGetValue(name, out var row) && row.Negatable);

    /// <summary>Reports a keyword that has no row.</summary>
    internal static void ReportUnknown(Words words, string section, IEnumerable<string> suggestions) => words.Alert(DiagnosticKind.UnknownKeyword,
        $"unknown keyword '{words.Keyword}' in '{section}' section{Suggestions.Clause(words.Keyword, suggestions)}", at: words[0]);
}
