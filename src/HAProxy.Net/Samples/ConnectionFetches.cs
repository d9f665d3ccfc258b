using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>What is known of the connection and of the proxies (configuration.txt 7.3.3, 7.3.4).</summary>
internal static class ConnectionFetches
{
    public static bool Source(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) => Address(stream.Source, ref sample);

    public static bool Destination(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) => Address(stream.Destination, ref sample);

    public static bool SourcePort(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) => Port(stream.Source, ref sample);

    public static bool DestinationPort(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample) => Port(stream.Destination, ref sample);

    public static bool IsTls(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetBoolean(stream.IsTls);
        return true;
    }

    public static bool FrontendId(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(stream.Frontend.Id);
        return true;
    }

    public static bool FrontendName(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetString(Names.Of(stream.Frontend));
        return true;
    }

    public static bool BackendId(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (stream.Backend is not { } backend) return false;
        sample.SetInteger(backend.Id);
        return true;
    }

    public static bool BackendName(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (stream.Backend is not { } backend) return false;
        sample.SetString(Names.Of(backend));
        return true;
    }

    public static bool ServerId(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (stream.Server is not { } server) return false;
        sample.SetInteger(server.Id);
        return true;
    }

    public static bool ServerName(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        if (stream.Server is not { } server) return false;
        sample.SetString(Names.Of(server));
        return true;
    }

    public static bool ListenerId(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        sample.SetInteger(stream.Listener.Id);
        return true;
    }

    public static bool ListenerName(StreamContext stream, Operands operands, ref FetchCursor cursor, ref Sample sample)
    {
        // Without "name" the listener has a name in statistics only.
        sample.SetString(stream.Listener.Model?.Name is null ? default : Names.Of(stream.Listener));
        return true;
    }

    private static bool Address(SocketEndpoint endpoint, ref Sample sample)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = endpoint.WriteAddress(bytes);
        if (length == 0) return false;
        Casts.SetAddress(ref sample, bytes[..length]);
        return true;
    }

    private static bool Port(SocketEndpoint endpoint, ref Sample sample)
    {
        if (endpoint.Kind is not (EndpointKind.IPv4 or EndpointKind.IPv6)) return false;
        sample.SetInteger(endpoint.Port);
        return true;
    }
}
