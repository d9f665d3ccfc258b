using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What a configuration has declared, by name, when its last line has been read.</summary>
/// <param name="current">The section that names them: a defaults section is what uses it.</param>
internal sealed class NamedThings(ConfigContext context, ProxyBuilder? current = null) : INamedThings
{
    public bool HasProxy(string name, bool backend) => current is { IsDefaults: true } && name == current.Name
        ? backend ? current.ServesBackends : current.ServesFrontends
        : context.Proxies.Named(name).Any(p => backend ? p.HasBackend : p.HasFrontend);

    public bool HasTable(string name) => context.StickTable(name) is not null;

    public bool HasServer(string proxy, string server) => context.Proxies.Named(proxy).Any(p => p.HasBackend
        && (p.FaultyServers.Contains(server) || p.Servers.Contains(server)));

    public bool HasUserList(string name) => context.Declares("userlist", name);

    public string? RegexFault(string pattern, bool ignoreCase) => context.Options.CheckRegex?.Invoke(pattern, ignoreCase);
}
