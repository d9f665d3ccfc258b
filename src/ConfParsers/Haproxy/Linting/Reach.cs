using System.Net;
using ConfParsers.Grammar;

namespace ConfParsers.Haproxy.Linting;

/// <summary>Who reaches an address.</summary>
internal static class Reach
{
    /// <summary>True when others than this machine do.</summary>
    public static bool IsOpen(Endpoint endpoint) => endpoint.Family is not (EndpointFamily.Unix or EndpointFamily.AbstractUnix or EndpointFamily.Descriptor)
        && !(endpoint.Address is { } address && IPAddress.IsLoopback(address));
}
