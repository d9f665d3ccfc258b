using System.Net;
using System.Net.Sockets;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Gives servers that are named by host their first address, by the ways of <c>init-addr</c>, after everything else was found good
/// (configuration.txt 5.2 "init-addr").
/// </summary>
internal sealed class ServerAddresses(ConfigContext context)
{
    private static readonly InitialAddressMethod[] Default = [InitialAddressMethod.Last, InitialAddressMethod.Libc];

    /// <returns>False when a server has none and must have one.</returns>
    public bool Resolve()
    {
        if (context.Diagnostics.HasAlerts) return true;
        var failed = false;
        foreach (var proxy in context.Proxies)
        {
            if (proxy.Disabled || (proxy.Needs & ServerNeeds.Address) == 0) continue;
            foreach (var server in proxy.Servers)
            {
                if ((server.Needs() & ServerNeeds.Address) != 0) failed |= !Resolve(proxy, server);
            }
        }

        if (failed) context.Diagnostics.Alert(DiagnosticKind.Summary, null, PlaceForm.None, "Failed to initialize server(s) addr.");
        return !failed;
    }

    private bool Resolve(ProxyBuilder proxy, ServerBuilder server)
    {
        var options = server.Options;
        server.Speaks(proxy.Name, options.Name);
        var methods = options.InitialAddress.Methods.Length > 0 ? options.InitialAddress.Methods : Default;
        var asked = false;
        foreach (var method in methods)
        {
            switch (method)
            {
                case InitialAddressMethod.Libc:
                    if (HostNames.IsService(options.Address.Host)) break;
                    asked = true;
                    var found = context.Options.Resolve(options.Address.Host).FirstOrDefault(a => Fits(a, options.Address.Family));
                    if (found is null) break;
                    options.Address = options.Address with { Address = found };
                    return true;
                case InitialAddressMethod.Given:
                    if (asked) Warn(server, $"could not resolve address '{options.Address.Host}', falling back to configured address.");
                    options.Address = options.Address with { Address = options.InitialAddress.Given };
                    return true;
                case InitialAddressMethod.None:
                    if (asked) Warn(server, $"could not resolve address '{options.Address.Host}', disabling server.");
                    options.Disabled = true;
                    return true;
                default:
                    break;
            }
        }

        // Found later by a resolver, or never by -dr.
        if ((options.Resolvers is not null && options.InitialAddress.Methods.Length == 0) || context.Options.IgnoreResolutionFailures)
        {
            if (asked) Warn(server, $"could not resolve address '{options.Address.Host}', disabling server.");
            options.Disabled = true;
            return true;
        }

        server.Report(context.Diagnostics, Severity.Alert, DiagnosticKind.UnresolvedHost, options.Place,
            asked ? $"could not resolve address '{options.Address.Host}'." : $"no method found to resolve address '{options.Address.Host}'.");
        return false;
    }

    private static bool Fits(IPAddress address, EndpointFamily family) => family switch
    {
        EndpointFamily.IPv4 => address.AddressFamily == AddressFamily.InterNetwork,
        EndpointFamily.IPv6 => address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => true,
    };

    private void Warn(ServerBuilder server, string text) =>
        server.Report(context.Diagnostics, Severity.Warning, DiagnosticKind.UnresolvedHost, server.Options.Place, text);
}
