using System.Net;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>What the readers of expressions know of the section they read for: the same for each of its lines.</summary>
public sealed record ExpressionScope
{
    private static readonly InMemoryFiles NoFiles = new();

    /// <summary>Where findings go.</summary>
    public required DiagnosticBag Diagnostics { get; init; }

    /// <summary>Where fetches, converters and match methods are noted.</summary>
    public KeywordUses Uses { get; init; } = new();

    /// <summary>Pattern files, error pages.</summary>
    public IFiles Files { get; init; } = NoFiles;

    /// <summary>Those that were named on earlier lines.</summary>
    public PatternReferences Patterns { get; init; } = new();

    /// <summary>Host names in address patterns; null resolves none.</summary>
    public Func<string, IPAddress?>? ResolveHost { get; init; }

    /// <summary>Says what is wrong with a regular expression (pattern, ignoring case), as <c>error=..., erroffset=N</c>; null accepts all.</summary>
    public Func<string, bool, string?>? CheckRegex { get; init; }

    /// <summary>The ACL of that name declared so far, or null. Predefined ACLs need not be known here.</summary>
    public Func<string, Acl?> FindAcl { get; init; } = static _ => null;

    /// <summary>Arguments that name something; pass 2 looks whether it exists (<see cref="NameReference.Check"/>).</summary>
    public List<NameReference> References { get; init; } = [];

    /// <summary>ACLs on <c>http_auth_group</c>; pass 2 looks for their groups.</summary>
    public List<(string Acl, AclTest Test)> GroupTests { get; init; } = [];

    /// <summary>Whether a ring section of that name has been read.</summary>
    public Func<string, bool> IsRing { get; init; } = static _ => false;

    /// <summary>Hears of each condition that was read.</summary>
    public Action<Condition>? OnCondition { get; init; }

    /// <summary>Hears of each log-format that was read.</summary>
    public Action<LogFormat, ExpressionContext>? OnFormat { get; init; }
}

/// <summary>What the readers of expressions know of the line they read for.</summary>
/// <param name="Place">The line.</param>
public sealed record ExpressionContext(ExpressionScope Scope, Span Place)
{
    public DiagnosticBag Diagnostics => Scope.Diagnostics;

    public KeywordUses Uses => Scope.Uses;

    public IFiles Files => Scope.Files;

    public PatternReferences Patterns => Scope.Patterns;

    public Func<string, bool, string?>? CheckRegex => Scope.CheckRegex;

    /// <summary>Where in a stream's life the rule runs.</summary>
    public SamplePlaces Where { get; init; } = SamplePlaces.Everywhere;

    /// <summary>How messages about unresolved names call the place: <c>http-request expression</c>; empty for ACLs.</summary>
    public string Expression { get; init; } = "";

    /// <summary>The name of the ACL that is read; empty for an anonymous one.</summary>
    public string AclName { get; init; } = "";

    /// <summary>The proxy treats HTTP, as far as it is known yet: some log-format aliases need that.</summary>
    public bool IsHttp { get; init; } = true;

    /// <summary>A rule of <c>http-request</c>, <c>tcp-request</c> and their kin is read.</summary>
    public bool IsRule { get; init; }

    /// <summary>A format of an HTTP rule: the buffers have been parsed when it is made, so that fetches about raw bytes find nothing.</summary>
    public bool IsHttpFormat { get; init; }

    /// <summary>As in "will never match in 'tcp-request content'"; empty where HAProxy does not say it.</summary>
    public string RuleSet { get; init; } = "";
}
