using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Network namespaces, named by files as ip-netns(8) makes them.</summary>
internal static class NetworkNamespaces
{
    /// <summary>A namespace is there when its file is, which cannot be read.</summary>
    public static bool Exists(IFiles files, string name) =>
        files.TryRead($"/var/run/netns/{name}", out _, out var error) || error != "No such file or directory";
}
