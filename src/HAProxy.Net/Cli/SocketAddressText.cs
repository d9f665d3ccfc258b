using ConfParsers.Grammar;

namespace HAProxy.Net.Cli;

/// <summary>An address as <c>show cli sockets</c> writes it (measured).</summary>
public static class SocketAddressText
{
    public static string Of(Endpoint address) => address.Family switch
    {
        EndpointFamily.Unix => "unix@" + address.Host,
        EndpointFamily.AbstractUnix => "abns@" + address.Host,
        EndpointFamily.Descriptor => $"fd@{address.Descriptor}",
        EndpointFamily.SocketPair => $"sockpair@{address.Descriptor}",
        EndpointFamily.IPv6 => $"ipv6@{address.Host}:{address.PortLow}",
        _ => $"ipv4@{(address.Host.Length == 0 ? "0.0.0.0" : address.Host)}:{address.PortLow}",
    };
}
