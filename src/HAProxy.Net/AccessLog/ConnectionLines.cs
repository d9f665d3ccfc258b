using System.Globalization;
using System.Text;
using Daemon.Transport;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>
/// Lines whose form is fixed: <c>Connect from A:P to B:Q (frontend/HTTP)</c> of a proxy without log options (configuration.txt 8.2.1), and what is
/// said of a connection that never became a stream (8.2.5). Forms measured on 2.6.12.
/// </summary>
internal static class ConnectionLines
{
    /// <returns>Bytes written.</returns>
    public static int TakenUp(StreamContext stream, Span<byte> destination)
    {
        var writer = new LogWriter(destination, isLog: true);
        if (stream.Source.Kind == EndpointKind.Unix)
        {
            writer.Literal("Connect to unix:"u8);
            writer.Number(stream.Listener.Id);
        }
        else
        {
            writer.Literal("Connect from "u8);
            Endpoint(ref writer, stream.Source, stream.Listener.Id);
            writer.Literal(" to "u8);
            Endpoint(ref writer, stream.Destination, stream.Listener.Id);
        }

        writer.Literal(" ("u8);
        writer.Literal(Names.Of(stream.Frontend));
        writer.Literal(stream.Frontend.IsHttp ? "/HTTP)"u8 : "/TCP)"u8);
        return writer.Length;
    }

    /// <summary><c>127.0.0.1:57690 [22/Nov/2026:23:37:11.239] frontend/bind: SSL handshake failure</c></summary>
    public static int FailedHandshake(ClientSession session, TransportEnd end, Span<byte> destination)
    {
        var writer = new LogWriter(destination, isLog: true);
        Endpoint(ref writer, session.Source, session.Listener.Id);
        writer.Literal(" ["u8);
        LogDate.WithMilliseconds(ref writer, session.AcceptUnixMs);
        writer.Literal("] "u8);
        writer.Literal(Names.Of(session.Frontend));
        writer.Literal("/"u8);
        if (session.Listener.Model?.Name is { } name) writer.Literal(Encoding.UTF8.GetBytes(name));
        else writer.Literal(Encoding.ASCII.GetBytes(session.Listener.Id.ToString(CultureInfo.InvariantCulture)));
        writer.Literal(end switch
        {
            TransportEnd.TimedOut => ": Timeout during SSL handshake"u8,
            TransportEnd.Tls => ": SSL handshake failure"u8,
            _ => ": Connection closed during SSL handshake"u8,
        });
        return writer.Length;
    }

    private static void Endpoint(ref LogWriter writer, SocketEndpoint endpoint, int listener)
    {
        Span<byte> address = stackalloc byte[16];
        Span<byte> text = stackalloc byte[AddressText.MaxLength];
        var length = endpoint.WriteAddress(address);
        if (length == 0) writer.Literal("unix"u8);
        else writer.Literal(text[..AddressText.Write(address[..length], text)]);
        writer.Literal(":"u8);
        writer.Number(length == 0 ? listener : endpoint.Port);
    }
}
