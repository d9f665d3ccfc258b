using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What an argument of a fetch or converter is (configuration.txt 7.3).</summary>
public enum ArgumentKind
{
    Integer,
    Text,

    /// <summary><c>scope.name</c>.</summary>
    Variable,

    /// <summary>A number, or a variable that holds one (<c>add</c>, <c>and</c>, ...); nothing counts as 0.</summary>
    IntegerOrVariable,

    /// <summary>true, false, 0 or 1 in any case.</summary>
    Boolean,
    IPv4,
    IPv6,

    /// <summary>Name of a frontend; empty is the current one.</summary>
    Frontend,

    /// <summary>Name of a backend; empty is the current one.</summary>
    Backend,

    /// <summary>A prefix length or a dotted mask.</summary>
    IPv4Mask,
    IPv6Mask,
}

/// <summary>Where in the life of a stream an expression stands (the columns of <c>-dKfetch</c>).</summary>
[Flags]
public enum SamplePlaces
{
    None = 0,
    FrontendConnection = 1 << 0,
    FrontendSession = 1 << 1,
    FrontendContent = 1 << 2,
    FrontendRequest = 1 << 3,
    FrontendRequestBody = 1 << 4,
    UseBackend = 1 << 5,
    BackendContent = 1 << 6,
    BackendRequest = 1 << 7,
    BackendRequestBody = 1 << 8,
    ServerChoice = 1 << 9,
    ServerSource = 1 << 10,
    BackendResponseContent = 1 << 11,
    BackendResponse = 1 << 12,
    BackendResponseBody = 1 << 13,
    StickStore = 1 << 14,
    FrontendResponseContent = 1 << 15,
    FrontendResponse = 1 << 16,
    FrontendResponseBody = 1 << 17,
    Log = 1 << 18,
    Check = 1 << 19,
    Configuration = 1 << 20,
    Cli = 1 << 21,

    Everywhere = (1 << 22) - 1,

    /// <summary>A stream exists: all but the configuration and the CLI.</summary>
    Stream = (1 << 20) - 1,

    /// <summary>Like Stream, and the CLI.</summary>
    StreamOrCli = Stream | Cli,

    /// <summary>The client's connection is there, with the session.</summary>
    Session = Stream & ~Check,

    /// <summary>From the rules of the backend on.</summary>
    BackendAssigned = Stream & ~0x3f,

    /// <summary>From the choice of the server on.</summary>
    ServerAssigned = Stream & ~0x3ff,

    /// <summary>While the request is being analysed.</summary>
    Request = (1 << 11) - 1 & ~FrontendConnection & ~FrontendSession,

    /// <summary>From the request to the log line.</summary>
    Transaction = (1 << 19) - 1 & ~FrontendConnection & ~FrontendSession,

    /// <summary>While the response is being analysed.</summary>
    Response = BackendResponseContent | BackendResponse | BackendResponseBody | StickStore |
               FrontendResponseContent | FrontendResponse | FrontendResponseBody,
}

/// <summary>One argument of a signature.</summary>
public readonly record struct Parameter(ArgumentKind Kind, bool Required = false);

/// <summary>
/// A sample fetch method: one row of the catalog (configuration.txt 7.3.2 to 7.3.6). HAProxy.Net/Samples has one
/// implementation for each, joined by name.
/// </summary>
/// <param name="Needs">What HAProxy calls the information, in messages about places where it is not there.</param>
public sealed record FetchSignature(string Name, Parameter[] Parameters, SampleType Output, SamplePlaces Places, string Needs, string Manual)
{
    /// <summary>Returns why these arguments are not good, in HAProxy's words, or null.</summary>
    public Func<SampleArgument[], string?>? Validate { get; init; }
}

/// <summary>A converter: one row of the catalog (configuration.txt 7.3.1).</summary>
public sealed record ConverterSignature(string Name, Parameter[] Parameters, SampleType Input, SampleType Output)
{
    public string Manual => "7.3.1";

    /// <summary>Returns why these arguments are not good, in HAProxy's words, or null.</summary>
    public Func<SampleArgument[], string?>? Validate { get; init; }
}

/// <summary>Names that stand for a fetch and a match method, in ACLs only: <c>path_beg</c> is <c>path -m beg</c> (configuration.txt 7.3.6).</summary>
public sealed record AclKeyword(string Name, string Fetch, MatchMethod Method);

/// <summary>All signature rows by name.</summary>
public static class Signatures
{
    private static readonly Dictionary<string, FetchSignature> FetchByName = FetchRows.All.ToDictionary(f => f.Name, StringComparer.Ordinal);
    private static readonly Dictionary<string, ConverterSignature> ConverterByName = ConverterRows.All.ToDictionary(c => c.Name, StringComparer.Ordinal);
    private static readonly Dictionary<string, AclKeyword> AclKeywordByName = AclKeywordRows.All.ToDictionary(a => a.Name, StringComparer.Ordinal);
    private static readonly HashSet<string> KnownFetches = [.. UnbuiltNames.Fetches.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    private static readonly HashSet<string> KnownConverters = [.. UnbuiltNames.Converters.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    public static IReadOnlyList<FetchSignature> Fetches => FetchRows.All;

    public static IReadOnlyList<ConverterSignature> Converters => ConverterRows.All;

    public static IReadOnlyList<AclKeyword> AclKeywords => AclKeywordRows.All;

    public static FetchSignature? Fetch(string name) => FetchByName.GetValueOrDefault(name);

    public static ConverterSignature? Converter(string name) => ConverterByName.GetValueOrDefault(name);

    public static AclKeyword? Acl(string name) => AclKeywordByName.GetValueOrDefault(name);

    /// <summary>A fetch of HAProxy 2.6 that is not built here yet.</summary>
    public static bool IsUnbuiltFetch(string name) => KnownFetches.Contains(name);

    /// <summary>A converter of HAProxy 2.6 that is not built here yet.</summary>
    public static bool IsUnbuiltConverter(string name) => KnownConverters.Contains(name);

    /// <summary>Whether HAProxy turns a sample of one type into another by itself (measured on 2.6 for every pair).</summary>
    public static bool CanCast(SampleType from, SampleType to) => to is SampleType.Any or SampleType.Same || from == to || from switch
    {
        SampleType.Any => true,
        SampleType.Boolean => to is SampleType.Integer or SampleType.String or SampleType.Binary,
        SampleType.Integer => to is SampleType.Boolean or SampleType.Address or SampleType.IPv4 or SampleType.IPv6 or SampleType.String or SampleType.Binary,
        SampleType.IPv4 or SampleType.Address => to is SampleType.Integer or SampleType.Address or SampleType.IPv4 or SampleType.IPv6 or SampleType.String or SampleType.Binary,
        SampleType.IPv6 => to is SampleType.Address or SampleType.IPv4 or SampleType.String or SampleType.Binary,
        SampleType.String => true,
        SampleType.Binary => to is SampleType.String,
        SampleType.Method => to is SampleType.String or SampleType.Binary,
        _ => false,
    };
}
