using System.Net;
using System.Text.Json.Serialization;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Types of samples (configuration.txt 7.1).</summary>
public enum SampleType
{
    Any,
    Boolean,
    Integer,
    Address,
    IPv4,
    IPv6,
    String,
    Binary,
    Method,
}

/// <summary>
/// <c>fetch(args),converter(args),...</c>, names resolved to signature rows of the catalog and arguments to their types.
/// (configuration.txt 7.3)
/// </summary>
/// <param name="Fetch">Name of the fetch method, without a match suffix: <c>hdr</c>, <c>path</c>.</param>
/// <param name="Arguments">Typed arguments, defaults not filled in.</param>
/// <param name="Converters">Applied left to right.</param>
/// <param name="Output">Type after the last converter.</param>
/// <param name="Place">Where it was written.</param>
public sealed record SampleExpression(
    string Fetch, SampleArgument[] Arguments, ConverterCall[] Converters, SampleType Output, Span Place)
{
    /// <summary>The text as written, for messages and dumps.</summary>
    public string Text { get; init; } = "";
}

/// <summary>One converter of a chain.</summary>
public sealed record ConverterCall(string Name, SampleArgument[] Arguments);

/// <summary>A typed argument of a fetch or converter.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(SampleArgument.Absent), "absent")]
[JsonDerivedType(typeof(SampleArgument.Address), "address")]
[JsonDerivedType(typeof(SampleArgument.FieldPath), "fieldPath")]
[JsonDerivedType(typeof(SampleArgument.Integer), "integer")]
[JsonDerivedType(typeof(SampleArgument.Map), "map")]
[JsonDerivedType(typeof(SampleArgument.Mask), "mask")]
[JsonDerivedType(typeof(SampleArgument.Pattern), "pattern")]
[JsonDerivedType(typeof(SampleArgument.Proxy), "proxy")]
[JsonDerivedType(typeof(SampleArgument.Server), "server")]
[JsonDerivedType(typeof(SampleArgument.Table), "table")]
[JsonDerivedType(typeof(SampleArgument.Text), "text")]
[JsonDerivedType(typeof(SampleArgument.UserList), "userList")]
[JsonDerivedType(typeof(SampleArgument.Variable), "variable")]
public abstract record SampleArgument
{
    public sealed record Integer(long Value) : SampleArgument;

    public sealed record Text(string Value) : SampleArgument
    {
        /// <summary>The text's UTF-8 bytes, as the data path compares them.</summary>
        public byte[] Bytes { get; } = System.Text.Encoding.UTF8.GetBytes(Value);
    }

    public sealed record Address(IPAddress Value) : SampleArgument;

    /// <summary>A netmask, perhaps with holes; of as many bytes as the addresses it is for.</summary>
    public sealed record Mask(IPAddress Value) : SampleArgument;

    /// <summary>A variable by its scope and name.</summary>
    public sealed record Variable(Expressions.Variable Named) : SampleArgument;

    /// <summary>A frontend or backend; of an empty name the one in which the expression stands, which has no target.</summary>
    public sealed record Proxy(Reference<ProxyModel> Named) : SampleArgument;

    /// <summary>A stick table; of an empty name that of the proxy in which the expression stands, which has no target.</summary>
    public sealed record Table(Reference<Features.StickTable> Named) : SampleArgument;

    /// <summary>Names and passwords (configuration.txt 3.4).</summary>
    public sealed record UserList(Reference<Sections.UserList> List) : SampleArgument;

    /// <summary>A regular expression.</summary>
    public sealed record Pattern(string Value, bool IgnoreCase) : SampleArgument;

    /// <summary>Numbers of the fields from the outermost message inwards.</summary>
    public sealed record FieldPath(uint[] Numbers) : SampleArgument;

    /// <summary>What a map file says: keys typed by the match method, values as text.</summary>
    public sealed record Map(string Path, MatchMethod Method, MapEntry[] Entries) : SampleArgument;

    /// <summary><c>backend/server</c>, or without backend a server of the proxy in which the expression stands, which has no target.</summary>
    public sealed record Server(Reference<Features.ServerModel> Named) : SampleArgument;

    /// <summary>An optional argument that was left empty.</summary>
    public sealed record Absent : SampleArgument
    {
        public static readonly Absent Value = new();
    }
}

/// <summary>One line of a map file.</summary>
public sealed record MapEntry(AclPattern Key, string Value);
