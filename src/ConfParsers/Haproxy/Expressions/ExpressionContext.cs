using System.Net;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>What the readers of expressions know of the line they read for.</summary>
public sealed class ExpressionContext
{
    /// <summary>Where findings go.</summary>
    public required DiagnosticBag Diagnostics { get; init; }

    /// <summary>Where fetches, converters and match methods are noted.</summary>
    public KeywordUses Uses { get; init; } = new();

    /// <summary>The line.</summary>
    public required Span Place { get; init; }

    /// <summary>Pattern files, error pages.</summary>
    public IFiles Files { get; init; } = new InMemoryFiles();

    /// <summary>Where in a stream's life the rule runs.</summary>
    public SamplePlaces Where { get; init; } = SamplePlaces.Everywhere;

    /// <summary>How messages about unresolved names call the place: <c>http-request expression</c>; empty for ACLs.</summary>
    public string Expression { get; init; } = "";

    /// <summary>Host names in address patterns; null resolves none.</summary>
    public Func<string, IPAddress?>? ResolveHost { get; init; }

    /// <summary>Says what is wrong with a regular expression (pattern, ignoring case), as <c>error=..., erroffset=N</c>; null accepts all.</summary>
    public Func<string, bool, string?>? CheckRegex { get; init; }

    /// <summary>The ACL of that name declared so far, or null. Predefined ACLs need not be known here.</summary>
    public Func<string, Acl?> FindAcl { get; init; } = static _ => null;

    /// <summary>Proxies that expressions name; pass 2 checks that they exist (<see cref="ProxyReference.Check"/>).</summary>
    public List<ProxyReference> References { get; init; } = [];
}

/// <summary>A proxy named in an argument, to be found when all sections are known.</summary>
/// <param name="Backend">True when it must have the backend capability, false for the frontend's.</param>
/// <param name="Name">Empty: the proxy in which it stands.</param>
/// <param name="Argument">From 1.</param>
/// <param name="Keyword"><c>ACL keyword 'nbsrv'</c> or <c>sample fetch keyword 'nbsrv' in http-request expression</c>.</param>
public sealed record ProxyReference(bool Backend, string Name, int Argument, string Keyword, Span Place)
{
    /// <param name="current">Name of the proxy in which the expression stands.</param>
    /// <param name="has">Whether there is a proxy of that name with the capability (true: backend).</param>
    /// <param name="any">Whether there is any proxy of that name.</param>
    /// <returns>HAProxy's message (form <see cref="PlaceForm.ParsingTight"/>), or null when all is well.</returns>
    public string? Check(string current, Func<string, bool, bool> has, Func<string, bool> any)
    {
        var name = Name.Length == 0 ? current : Name;
        if (has(name, Backend)) return null;
        var side = Backend ? "backend" : "frontend";
        return any(name)
            ? $"proxy '{name}', referenced in arg {Argument} of {Keyword} in proxy '{current}', has not {side} capability."
            : $"unable to find {side} '{name}' referenced in arg {Argument} of {Keyword} in proxy '{current}'.";
    }
}
