using ConfParsers.Grammar;
using ConfParsers.Haproxy;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// Log sockets are looked up inside the chroot, where there is usually none: HAProxy says nothing and every line is lost
/// (docs/compatibility.md). This finds them before the first line is.
/// </summary>
internal static class ChrootedLogs
{
    /// <returns>One warning for each path that is not there.</returns>
    public static IEnumerable<string> Missing(HaproxyModel model, string root) =>
        model.Proxies.SelectMany(proxy => proxy.Log.Targets).Concat(model.Global.Log.Targets)
            .Where(target => target.Address.Family == EndpointFamily.Unix)
            .Select(target => target.Address.Host)
            .Distinct(StringComparer.Ordinal)
            .Where(path => !File.Exists(root + path))
            .Select(path => $"log {path} is looked up inside the chroot, and there is no {root}{path}: its lines are lost until it appears.");
}
