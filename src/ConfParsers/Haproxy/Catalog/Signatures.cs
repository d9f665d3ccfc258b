using System.Collections.Frozen;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Looks at the arguments of one call when all are read, and may put better typed ones in their place.</summary>
/// <returns>Why they are not good, in HAProxy's words, or null.</returns>
public delegate string? ArgumentCheck(SampleArgument[] arguments, ExpressionContext context);

/// <summary>
/// A sample fetch method: one row of the catalog (configuration.txt 7.3.2 to 7.3.7). HAProxy.Net/Samples has one
/// implementation for each that the engine carries out, joined by name.
/// </summary>
/// <param name="Arguments">As <see cref="Parameter.List"/> reads them.</param>
/// <param name="Output">Type of the sample.</param>
/// <param name="Source">What it looks at, which says where it may stand.</param>
public sealed record FetchSignature(string Name, string Arguments, SampleType Output, SampleSource Source)
{
    public Parameter[] Parameters { get; } = Parameter.List(Arguments);

    public ArgumentCheck? Check { get; init; }

    /// <summary>Chapter of configuration.txt 2.6.</summary>
    public string Manual { get; init; } = "";

    public SamplePlaces Places => Source.Places;

    public string Needs => Source.Needs;

    /// <summary>Rows of one chapter of the manual.</summary>
    internal static FetchSignature[] Chapter(string manual, FetchSignature[] rows) => [.. rows.Select(row => row with { Manual = manual })];

    /// <summary>As <c>-dKsmp</c> prints it: <c>hdr([string,integer]): str</c>.</summary>
    public override string ToString() => $"{Name}{Parameter.Describe(Parameters)}: {SampleTypes.NameOf(Output)}";
}

/// <summary>A converter: one row of the catalog (configuration.txt 7.3.1).</summary>
/// <param name="Arguments">As <see cref="Parameter.List"/> reads them.</param>
public sealed record ConverterSignature(string Name, string Arguments, SampleType Input, SampleType Output)
{
    public Parameter[] Parameters { get; } = Parameter.List(Arguments);

    public ArgumentCheck? Check { get; init; }

    public string Manual => "7.3.1";

    /// <summary>As <c>-dKcnv</c> prints it: <c>field(integer,string[,integer]): str => str</c>, first what comes out.</summary>
    public override string ToString() =>
        $"{Name}{Parameter.Describe(Parameters)}: {SampleTypes.NameOf(Output)} => {SampleTypes.NameOf(Input)}";
}

/// <summary>Names that stand for a fetch and a match method, in ACLs only: <c>path_beg</c> is <c>path -m beg</c> (configuration.txt 7.3.6).</summary>
public sealed record AclKeyword(string Name, string Fetch, MatchMethod Method)
{
    /// <summary>Its numbers are versions such as 3.1.</summary>
    public bool Dotted { get; init; }

    /// <summary>Its patterns are groups of a userlist.</summary>
    public bool Groups { get; init; }

    /// <summary>As <c>-dKacl</c> prints it.</summary>
    public override string ToString() => $"{Name} = {Fetch} -m {MatchMethods.NameOf(Method)}";
}

/// <summary>All signature rows by name.</summary>
public static class Signatures
{
    private static readonly FrozenDictionary<string, FetchSignature> FetchByName = new FetchSignature[][]
    {
        InternalStateFetches.Rows, ConnectionFetches.Rows, TlsFetches.Rows, BufferFetches.Rows, HttpFetches.Rows, DeveloperFetches.Rows, StickCounterFetches.Rows,
    }.SelectMany(rows => rows).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ConverterSignature> ConverterByName = new ConverterSignature[][]
    {
        NumberConverters.Rows, TextConverters.Rows, BinaryConverters.Rows, StructureConverters.Rows, MapConverters.Rows, TableConverters.Rows,
    }.SelectMany(rows => rows).ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, AclKeyword> AclKeywordByName = AclKeywordRows.All.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>In the order of <c>-dKsmp</c>.</summary>
    public static IReadOnlyList<FetchSignature> Fetches { get; } = [.. FetchByName.Values.OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>In the order of <c>-dKcnv</c>.</summary>
    public static IReadOnlyList<ConverterSignature> Converters { get; } = [.. ConverterByName.Values.OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>In the order of <c>-dKacl</c>.</summary>
    public static IReadOnlyList<AclKeyword> AclKeywords { get; } = [.. AclKeywordByName.Values.OrderBy(a => a.Name, StringComparer.Ordinal)];

    public static FetchSignature? Fetch(string name) => FetchByName.GetValueOrDefault(name) ?? (Features.LuaNames.IsOne(name) ? Features.LuaNames.Fetch(name) : null);

    public static ConverterSignature? Converter(string name) => ConverterByName.GetValueOrDefault(name) ?? (Features.LuaNames.IsOne(name) ? Features.LuaNames.Converter(name) : null);

    public static AclKeyword? Acl(string name) => AclKeywordByName.GetValueOrDefault(name);
}
