using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>What the arguments of fetches and converters can name, asked when all sections are known.</summary>
public interface INamedThings
{
    /// <summary>Whether there is a proxy of that name with the capability.</summary>
    bool HasProxy(string name, bool backend);

    /// <summary>Whether there is a proxy or <c>peers/table</c> of that name with a stick table.</summary>
    bool HasTable(string name);

    /// <summary>Whether a proxy with servers has one of that name.</summary>
    bool HasServer(string proxy, string server);

    bool HasUserList(string name);

    /// <summary>What is wrong with an expression, as <see cref="ExpressionContext.CheckRegex"/> says it.</summary>
    string? RegexFault(string pattern, bool ignoreCase);
}

/// <summary>An argument that names something, or is a regular expression: looked at when all sections are known.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Keyword"><c>ACL keyword 'nbsrv'</c>, <c>sample fetch keyword 'nbsrv' in http-request expression</c>, or a converter of such a one.</param>
public sealed record NameReference(ArgumentKind Kind, SampleArgument Argument, int Position, string Keyword, Span Place)
{
    /// <param name="current">Name of the proxy in which the expression stands.</param>
    /// <returns>HAProxy's message (form <see cref="PlaceForm.ParsingTight"/>), or null when all is well.</returns>
    public string? Check(string current, INamedThings things)
    {
        var place = $"arg {Position} of {Keyword} in proxy '{current}'";
        switch (Argument)
        {
            case SampleArgument.Proxy { Named.Name: "" }:
                return things.HasProxy(current, Kind == ArgumentKind.Backend) ? null : $"proxy '{current}', referenced in {place}, has not {Side} capability.";

            case SampleArgument.Proxy { Named: var proxy }:
                return things.HasProxy(proxy.Name, Kind == ArgumentKind.Backend) ? null : $"unable to find {Side} '{proxy.Name}' referenced in {place}.";

            case SampleArgument.Table { Named: var table }:
                var name = table.Name.Length == 0 ? current : table.Name;
                return things.HasTable(name) ? null : $"unable to find table '{name}' referenced in {place}.";

            case SampleArgument.Server { Named.Name: "" }:
                return $"missing server name in {place}.";

            case SampleArgument.Server { Named: var server }:
                var slash = server.Name.IndexOf('/', StringComparison.Ordinal);
                var owner = slash < 0 ? current : server.Name[..slash];
                if (slash >= 0 && !things.HasProxy(owner, backend: true)) return $"unable to find proxy '{owner}' referenced in {place}.";
                var wanted = server.Name[(slash + 1)..];
                return things.HasServer(owner, wanted) ? null : $"unable to find server '{wanted}' in proxy '{owner}', referenced in {place}.";

            case SampleArgument.UserList { List.Name: "" }:
                return $"missing userlist name in {place}.";

            case SampleArgument.UserList { List: var list }:
                return things.HasUserList(list.Name) ? null : $"unable to find userlist '{list.Name}' referenced in {place}.";

            case SampleArgument.Pattern { Value: "" }:
                return $"missing regex in {place}.";

            case SampleArgument.Pattern pattern:
                return things.RegexFault(pattern.Value, pattern.IgnoreCase) is { } fault
                    ? $"error in regex '{pattern.Value}' in {place} : regex '{pattern.Value}' is invalid ({fault})."
                    : null;

            default:
                return null;
        }
    }

    private string Side => Kind == ArgumentKind.Backend ? "backend" : "frontend";
}
