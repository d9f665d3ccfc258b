using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// An ACL: a sample matched against patterns. Several lines of one name are one ACL: it matches when any of its tests does.
/// </summary>
/// <param name="Name">Null for an anonymous ACL written between braces.</param>
public sealed record Acl(string? Name, AclTest[] Tests)
{
    /// <summary>The tests of lines that have been read since the array was last asked for: thousands of lines may be one ACL.</summary>
    private List<AclTest>? _further;

    /// <summary>Complete when the section has been read: a later line of the name also counts in conditions before it.</summary>
    public AclTest[] Tests
    {
        get
        {
            if (_further is not null) field = [.. field, .. _further];
            _further = null;
            return field;
        }
    } = Tests;

    /// <summary>Adds the test of a line.</summary>
    internal void Add(AclTest test) => (_further ??= new List<AclTest>(1)).Add(test);
}

/// <summary>One line (or one brace) of an ACL.</summary>
/// <param name="IgnoreCase">The flag <c>-i</c>.</param>
/// <param name="Patterns">In the order given; file patterns (<c>-f</c>) stand where the flag stood.</param>
public sealed record AclTest(SampleExpression Sample, MatchMethod Method, bool IgnoreCase, AclPattern[] Patterns, Span Place)
{
    /// <summary>What the patterns of <c>http_auth_group</c> name in its userlist, as long as no other match method is asked for; empty for all other tests.</summary>
    public Reference<Group>[] Groups { get; init; } = [];

    /// <summary><c>-u</c>: the number by which the CLI names the patterns.</summary>
    public int? UniqueId { get; init; }
}

/// <summary>One pattern, as text; typed by the match method.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(AclPattern.Bytes), "bytes")]
[JsonDerivedType(typeof(AclPattern.Network), "network")]
[JsonDerivedType(typeof(AclPattern.Range), "range")]
[JsonDerivedType(typeof(AclPattern.Text), "text")]
public abstract record AclPattern
{
    /// <summary>String-like and regex patterns.</summary>
    public sealed record Text(string Value) : AclPattern;

    /// <summary>Integers: a closed range, either end may be open (<c>gt</c>, <c>le</c>, <c>1024:65535</c>).</summary>
    public sealed record Range(long Low, long High) : AclPattern;

    /// <summary>An address with prefix length (32 or 128 when none was given).</summary>
    public sealed record Network(System.Net.IPAddress Address, int PrefixLength) : AclPattern
    {
        /// <summary>A dotted mask with holes (255.0.255.0), of which the prefix length is the part before the first hole.</summary>
        public System.Net.IPAddress? Mask { get; init; }
    }

    /// <summary>Bytes written in hexadecimal (<c>-m bin</c>).</summary>
    public sealed record Bytes(byte[] Value) : AclPattern;
}

/// <summary><c>if</c> or <c>unless</c> with a sum of products: true when any group's terms are all true (configuration.txt 7.2).</summary>
public sealed record Condition(bool Unless, ConditionTerm[][] AnyOf, Span Place)
{
    /// <summary>Whether one of the tests of its ACLs is such a one.</summary>
    internal bool HasTest(Predicate<AclTest> predicate)
    {
        foreach (var group in AnyOf)
        {
            foreach (var term in group)
            {
                if (Array.Exists(term.Acl.Tests, predicate)) return true;
            }
        }

        return false;
    }
}

public sealed record ConditionTerm(bool Negated, Acl Acl);
