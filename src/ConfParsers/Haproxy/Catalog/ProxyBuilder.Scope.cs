using System.Net;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What expressions see of the section in which they stand.</summary>
public sealed partial class ProxyBuilder : IExpressionScope
{
    DiagnosticBag IExpressionScope.Diagnostics => Context.Diagnostics;

    ModelNames IExpressionScope.Names => Context.Names;

    IFiles IExpressionScope.Files => Context.Files;

    PatternReferences IExpressionScope.Patterns => Context.Patterns;

    Func<string, IPAddress?>? IExpressionScope.ResolveHost => Context.ResolveIPv4;

    Func<string, bool, string?>? IExpressionScope.CheckRegex => Context.Options.CheckRegex;

    List<NameReference> IExpressionScope.References => References;

    List<(string Acl, AclTest Test)> IExpressionScope.GroupTests => GroupTests;

    Acl? IExpressionScope.FindAcl(string name) => Acls.FirstNamed(name);

    bool IExpressionScope.IsRing(string name) => Context.Declares("ring", name);

    bool IExpressionScope.MayBeLua(string name) => LuaNames.May(Context, name);
}
