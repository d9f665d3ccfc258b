using System.Net;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>What the readers of expressions know of the section they read for: the same for each of its lines.</summary>
public interface IExpressionScope
{
    /// <summary>Where findings go.</summary>
    DiagnosticBag Diagnostics { get; }

    /// <summary>Where fetches, converters and match methods are noted.</summary>
    KeywordUses Uses { get; }

    /// <summary>Makes references of what arguments name.</summary>
    ModelNames Names { get; }

    /// <summary>Pattern files, error pages.</summary>
    IFiles Files { get; }

    /// <summary>Pattern files that were named on earlier lines.</summary>
    PatternReferences Patterns { get; }

    /// <summary>Host names in address patterns; null resolves none.</summary>
    Func<string, IPAddress?>? ResolveHost { get; }

    /// <summary>Says what is wrong with a regular expression (pattern, ignoring case), as <c>error=..., erroffset=N</c>; null accepts all.</summary>
    Func<string, bool, string?>? CheckRegex { get; }

    /// <summary>Arguments that name something; pass 2 looks whether it exists (<see cref="NameReference.Check"/>).</summary>
    List<NameReference> References { get; }

    /// <summary>ACLs on <c>http_auth_group</c>; pass 2 looks for their groups.</summary>
    List<(string Acl, AclTest Test)> GroupTests { get; }

    /// <summary>The ACL of that name declared so far, or null. Predefined ACLs need not be known here.</summary>
    Acl? FindAcl(string name);

    /// <summary>Whether a ring section of that name has been read.</summary>
    bool IsRing(string name);

    /// <summary>Whether a Lua file that is loaded may have registered the name.</summary>
    bool MayBeLua(string name);

    /// <summary>Hears of each condition that was read.</summary>
    void Note(Condition condition);

    /// <summary>Hears of each log-format that was read.</summary>
    void Note(LogFormat format, ExpressionContext context);
}

/// <summary>Expressions that stand in no proxy: nobody hears of what is read.</summary>
public sealed record ExpressionScope : IExpressionScope
{
    private static readonly InMemoryFiles NoFiles = new();

    public required DiagnosticBag Diagnostics { get; init; }

    public KeywordUses Uses { get; init; } = new();

    public ModelNames Names { get; init; } = new();

    public IFiles Files { get; init; } = NoFiles;

    public PatternReferences Patterns { get; init; } = new();

    public Func<string, IPAddress?>? ResolveHost { get; init; }

    public Func<string, bool, string?>? CheckRegex { get; init; }

    public Acl[] Acls { get; init; } = [];

    public List<NameReference> References { get; } = [];

    public List<(string Acl, AclTest Test)> GroupTests { get; } = [];

    public Acl? FindAcl(string name) => Array.Find(Acls, acl => acl.Name == name);

    public bool IsRing(string name) => false;

    public bool MayBeLua(string name) => false;

    public void Note(Condition condition)
    {
    }

    public void Note(LogFormat format, ExpressionContext context)
    {
    }
}

/// <summary>What the readers of expressions know of the line they read for.</summary>
/// <param name="Place">The line.</param>
public sealed record ExpressionContext(IExpressionScope Scope, Span Place)
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
