using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Sections;

namespace ConfParsers.Haproxy;

/// <summary>
/// Makes the references of a model while it is read, and finds what they name when it is complete. Of several of one name the first is
/// meant, as in HAProxy; a frontend and a backend may share one (configuration.txt 4).
/// </summary>
public sealed class ModelNames
{
    private HaproxyModel? _model;
    private Dictionary<string, ProxyModel>? _frontends;
    private Dictionary<string, ProxyModel>? _backends;

    internal ModelNames()
    {
    }

    internal bool IsComplete => _model is not null;

    internal void Complete(HaproxyModel model) => _model = model;

    internal Reference<ProxyModel> Proxy(string name, bool backend) => backend ? Backend(name) : new(name, this, static (names, name) => names.Frontends.GetValueOrDefault(name));

    internal Reference<ProxyModel> Backend(string name) => new(name, this, static (names, name) => names.Backends.GetValueOrDefault(name));

    /// <summary>A backend of that name, or else a frontend.</summary>
    internal Reference<ProxyModel> AnyProxy(string name) =>
        new(name, this, static (names, name) => names.Backends.GetValueOrDefault(name) ?? names.Frontends.GetValueOrDefault(name));

    internal Reference<ProxyModel> Defaults(Catalog.ProxyBuilder section) => new(section.Name, this, (names, _) => Array.Find(names._model!.Defaults, d => d.Place == section.Place));

    /// <param name="backend">Null for a server of the proxy in which the name stands, when that may be any: it cannot be found then.</param>
    /// <param name="written">As written.</param>
    internal Reference<ServerModel> Server(string written, string? backend, string server) =>
        new(written, this, (names, _) => backend is null ? null : names.Backends.GetValueOrDefault(backend) is { } proxy ? Array.Find(proxy.Servers, s => s.Name == server) : null);

    internal Reference<StickTable> Table(string name) => new(name, this, static (names, name) => names.FindTable(name));

    internal Reference<PeersSection> Peers(string name) => new(name, this, static (names, name) => Named(names._model!.Peers, name));

    internal Reference<ResolversSection> Resolvers(string name) => new(name, this, static (names, name) => Named(names._model!.Resolvers, name));

    internal Reference<UserList> UserList(string name) => new(name, this, static (names, name) => Named(names._model!.UserLists, name));

    internal Reference<MailersSection> Mailers(string name) => new(name, this, static (names, name) => Named(names._model!.Mailers, name));

    internal Reference<CacheSection> Cache(string name) => new(name, this, static (names, name) => Named(names._model!.Caches, name));

    internal Reference<RingSection> Ring(string name) => new(name, this, static (names, name) => Named(names._model!.Rings, name));

    internal Reference<HttpErrorsSection> HttpErrors(string name) => new(name, this, static (names, name) => Named(names._model!.HttpErrors, name));

    /// <param name="list">The userlist in which the name stands.</param>
    internal Reference<Group> Group(string list, string name) => new(name, this, (names, wanted) => Array.Find(Named(names._model!.UserLists, list)?.Groups ?? [], group => group.Name == wanted));

    internal Reference<User> User(string list, string name) => new(name, this, (names, wanted) => Array.Find(Named(names._model!.UserLists, list)?.Users ?? [], user => user.Name == wanted));

    /// <param name="engine">A <c>filter spoe</c> of the same proxy; a rule of a defaults section means that of whichever proxy has it.</param>
    internal Reference<SpoeGroup> SpoeGroup(string engine, string name) => new(name, this, (names, wanted) =>
        names._model!.Proxies.SelectMany(proxy => proxy.Filters).OfType<StreamFilter.Spoe>().Where(filter => filter.Engine.Name == engine)
            .SelectMany(filter => filter.Engine.Groups).FirstOrDefault(group => group.Name == wanted));

    internal Reference<FcgiAppSection> FcgiApp(string name) => new(name, this, static (names, name) => Named(names._model!.FcgiApps, name));

    private Dictionary<string, ProxyModel> Frontends => _frontends ??= ByName(proxy => proxy.HasFrontend);

    private Dictionary<string, ProxyModel> Backends => _backends ??= ByName(proxy => proxy.HasBackend);

    private Dictionary<string, ProxyModel> ByName(Predicate<ProxyModel> condition)
    {
        var found = new Dictionary<string, ProxyModel>(StringComparer.Ordinal);
        foreach (var proxy in _model!.Proxies)
        {
            if (condition(proxy)) found.TryAdd(proxy.Name, proxy);
        }

        return found;
    }

    /// <summary>Proxies give their table their own name.</summary>
    private StickTable? FindTable(string name) =>
        Backends.GetValueOrDefault(name)?.StickTable ?? Frontends.GetValueOrDefault(name)?.StickTable
        ?? _model!.Peers.SelectMany(peers => peers.Tables).FirstOrDefault(table => table.Name == name);

    private static T? Named<T>(T[] all, string name)
        where T : class, INamed => Array.Find(all, one => one.Name == name);
}
