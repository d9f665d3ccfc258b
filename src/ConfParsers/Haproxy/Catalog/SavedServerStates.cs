using System.Globalization;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Gives servers the states that a process before left in files, when everything else was found good (configuration.txt 4.2
/// "load-server-state-from-file"). Faults of the files are warnings: the servers begin as they are configured.
/// </summary>
internal sealed class SavedServerStates(ConfigContext context)
{
    private readonly Dictionary<(string Backend, string Server), ServerStateLine> _global = [];

    public void Apply()
    {
        if (context.Global.States.File is { } file) LoadGlobal(file);
        foreach (var proxy in context.Proxies)
        {
            if (proxy.Disabled || !proxy.HasBackend || proxy.Servers.Count == 0 || proxy.ServerState.Source == ServerStateSource.None) continue;
            var states = proxy.ServerState.Source == ServerStateSource.Global ? _global : LoadLocal(proxy);
            var changes = new ServerStateChanges(context, proxy);
            foreach (var server in proxy.Servers)
            {
                if (states.TryGetValue((proxy.Name, server.Options.Name), out var state)) changes.Apply(server, state);
            }

            // The file of all backends may have servers of others.
            if (proxy.ServerState.Source == ServerStateSource.Global) continue;
            foreach (var name in states.Keys.Select(key => key.Server).Except(proxy.Servers.Select(server => server.Options.Name)))
            {
                Warn($"Proxy '{proxy.Name}': can't find server '{name}' in backend '{proxy.Name}'");
            }
        }
    }

    private void LoadGlobal(string file)
    {
        if (context.Global.States.PathOf(file) is not { } path)
        {
            Warn("config: Can't load global server state file: file too long.");
            return;
        }

        if (!CanOpen(path, out var bytes, out var error))
        {
            Warn($"config: Can't open global server state file '{path}': {error}");
            return;
        }

        switch (ServerStateFile.Read(bytes.Span, line => _global.TryAdd((line.BackendName, line.ServerName), line)))
        {
            case null:
                Warn($"config: Can't get version of the global server state file '{path}'.");
                break;
            case > 0 and var number:
                _global.Clear();
                Warn(string.Create(CultureInfo.InvariantCulture, $"config: corrupted global server state file '{path}' at line {number}."));
                break;
        }
    }

    private Dictionary<(string Backend, string Server), ServerStateLine> LoadLocal(ProxyBuilder proxy)
    {
        var lines = new Dictionary<(string Backend, string Server), ServerStateLine>();
        if (context.Global.States.PathOf(proxy.ServerState.FileName ?? proxy.Name) is not { } path)
        {
            Warn($"Proxy '{proxy.Name}': Can't load local server state file: file too long.");
            return lines;
        }

        if (!CanOpen(path, out var bytes, out var error))
        {
            Warn($"Proxy '{proxy.Name}': Can't open server state file '{path}': {error}.");
            return lines;
        }

        switch (ServerStateFile.Read(bytes.Span, Add))
        {
            case null:
                Warn($"Proxy '{proxy.Name}': Can't get version of the server state file '{path}'.");
                break;
            case > 0 and var number:
                lines.Clear();
                Warn(string.Create(CultureInfo.InvariantCulture, $"Proxy '{proxy.Name}': corrupted server state file '{path}' at line {number}."));
                break;
        }

        return lines;

        void Add(ServerStateLine line)
        {
            if (Belongs(line, proxy)) lines.TryAdd((line.BackendName, line.ServerName), line);
        }
    }

    // Of name and id one is enough to be spoken of, and only the name to be used.
    private bool Belongs(ServerStateLine line, ProxyBuilder proxy)
    {
        var sameName = line.BackendName == proxy.Name;
        if (sameName && line.BackendId != proxy.Id)
        {
            Warn(string.Create(CultureInfo.InvariantCulture, $"Proxy '{proxy.Name}': backend ID mismatch: from server state file: '{line.WrittenBackendId}', from running config '{proxy.Id}'"));
        }
        else if (!sameName && line.BackendId == proxy.Id)
        {
            Warn($"Proxy '{proxy.Name}': backend name mismatch: from server state file: '{line.BackendName}', from running config '{proxy.Name}'");
        }

        return sameName;
    }

    // A folder can be opened, and gives nothing.
    private bool CanOpen(string path, out ReadOnlyMemory<byte> bytes, out string error) => context.BaseFiles.TryRead(path, out bytes, out error) || error == "Is a directory";

    private void Warn(string text) => context.Diagnostics.Warning(DiagnosticKind.Unreadable, null, PlaceForm.None, text);
}
