using System.Buffers.Binary;
using System.Text;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>What each alias of a log format writes (configuration.txt 8.2.6; forms measured on 2.6.12, flags included).</summary>
internal static class LogAliases
{
    private static readonly byte[] HostName = Encoding.UTF8.GetBytes(Environment.MachineName);
    private static readonly int ProcessId = Environment.ProcessId;

    public static void Write(ref LogWriter writer, LogAlias alias, LogFormatFlags flags, StreamContext stream, in LogScene scene)
    {
        var hexadecimal = (flags & LogFormatFlags.Hexadecimal) != 0;
        switch (alias)
        {
            case LogAlias.ci: Address(ref writer, stream.Source, flags); break;
            case LogAlias.cp: Port(ref writer, stream.Source, stream, flags); break;
            case LogAlias.fi: Address(ref writer, stream.Destination, flags); break;
            case LogAlias.fp: Port(ref writer, stream.Destination, stream, flags); break;
            case LogAlias.bi: Address(ref writer, stream.ServerSide, flags); break;
            case LogAlias.bp: Port(ref writer, stream.ServerSide, stream, flags); break;
            case LogAlias.si: Address(ref writer, ServerEnd(stream), flags); break;
            case LogAlias.sp: Port(ref writer, ServerEnd(stream), stream, flags); break;
            case LogAlias.f: writer.Text(Names.Of(stream.Frontend), flags); break;
            case LogAlias.ft: FrontendTransport(ref writer, stream, flags); break;
            case LogAlias.b: writer.Text(stream.Backend is { } backend ? Names.Of(backend) : Names.Of(stream.Frontend), flags); break;
            case LogAlias.s: writer.Text(stream.Server is { } server ? Names.Of(server) : stream.ByStatsPage ? "<STATS>"u8 : "<NOSRV>"u8, flags); break;
            case LogAlias.t: LogDate.WithMilliseconds(ref writer, stream.Times.AcceptUnixMs); break;
            case LogAlias.tr: LogDate.WithMilliseconds(ref writer, RequestDate(stream)); break;
            case LogAlias.T: LogDate.Utc(ref writer, stream.Times.AcceptUnixMs); break;
            case LogAlias.Tl: LogDate.Local(ref writer, stream.Times.AcceptUnixMs); break;
            case LogAlias.trg: LogDate.Utc(ref writer, RequestDate(stream)); break;
            case LogAlias.trl: LogDate.Local(ref writer, RequestDate(stream)); break;
            case LogAlias.Ts: Number(ref writer, stream.Times.AcceptUnixMs / 1000, hexadecimal, 4); break;
            case LogAlias.ms: Milliseconds(ref writer, stream.Times.AcceptUnixMs % 1000, hexadecimal); break;
            case LogAlias.Ta or LogAlias.Tt or LogAlias.Tu:
                if (scene.IsEarly) writer.Literal("+"u8);
                writer.Number(LogTimers.Of(alias, stream.Times, stream.Frontend.IsHttp));
                break;
            case LogAlias.Tc or LogAlias.Td or LogAlias.Th or LogAlias.Ti or LogAlias.Tq or LogAlias.TR or LogAlias.Tr or LogAlias.Tw:
                writer.Number(LogTimers.Of(alias, stream.Times, stream.Frontend.IsHttp));
                break;
            case LogAlias.ST: Status(ref writer, stream); break;
            case LogAlias.B:
                if (scene.IsEarly) writer.Literal("+"u8);
                writer.Number(stream.Counts.BytesOut);
                break;
            case LogAlias.U: writer.Number(stream.Counts.BytesIn); break;
            case LogAlias.ts: Termination(ref writer, stream, withCookies: false); break;
            case LogAlias.tsc: Termination(ref writer, stream, withCookies: true); break;
            case LogAlias.ac: writer.Number(scene.ActiveConnections); break;
            case LogAlias.fc: writer.Number(stream.Frontend.Sessions.Current); break;
            case LogAlias.bc: writer.Number(stream.Backend?.Sessions.Current ?? 0); break;
            case LogAlias.sc: writer.Number(stream.Counts.OthersAtServer ?? stream.Server?.Served.Current ?? 0); break;
            case LogAlias.rc: Retries(ref writer, stream); break;
            case LogAlias.sq: writer.Number(stream.Counts.ServerQueue); break;
            case LogAlias.bq: writer.Number(stream.Counts.BackendQueue); break;
            case LogAlias.lc: Number(ref writer, scene.LogCounter, hexadecimal, 4); break;
            case LogAlias.pid: Number(ref writer, ProcessId, hexadecimal, 4); break;
            case LogAlias.rt: Number(ref writer, stream.Id, hexadecimal, 4); break;
            case LogAlias.sslc: writer.Text(stream.TlsCipher.Span, flags); break;
            case LogAlias.sslv: writer.Text(stream.TlsProtocol.Span, flags); break;
            case LogAlias.H: writer.Text(HostName, flags); break;
            // Captures and unique ids are not built: there are none, and that is how HAProxy writes it.
            case LogAlias.CC or LogAlias.CS or LogAlias.ID: writer.Text(default, flags); break;
            case LogAlias.hr or LogAlias.hs or LogAlias.hrl or LogAlias.hsl: break;
            default: RequestLine(ref writer, alias, flags, stream); break;
        }
    }

    private static long RequestDate(StreamContext stream) => stream.Times.AcceptUnixMs + LogTimers.UntilFirstByte(stream.Times);

    private static void Number(ref LogWriter writer, long value, bool hexadecimal, int digits)
    {
        if (hexadecimal) writer.Hexadecimal((ulong)value, digits);
        else writer.Number(value);
    }

    private static void Milliseconds(ref LogWriter writer, long value, bool hexadecimal)
    {
        if (hexadecimal) writer.Hexadecimal((ulong)value, 2);
        else writer.Padded((int)value, 3);
    }

    private static void Address(ref LogWriter writer, SocketEndpoint endpoint, LogFormatFlags flags)
    {
        Span<byte> address = stackalloc byte[16];
        Address(ref writer, endpoint.Kind == EndpointKind.Unix, address[..endpoint.WriteAddress(address)], flags);
    }

    private static void Address(ref LogWriter writer, bool isUnix, scoped ReadOnlySpan<byte> address, LogFormatFlags flags)
    {
        if (address.IsEmpty)
        {
            writer.Text(isUnix ? "unix"u8 : default, flags);
            return;
        }

        if ((flags & LogFormatFlags.Hexadecimal) != 0)
        {
            foreach (var b in address) writer.Hexadecimal(b, 2);
            return;
        }

        Span<byte> text = stackalloc byte[AddressText.MaxLength];
        writer.Text(text[..AddressText.Write(address, text)], flags);
    }

    /// <summary>A unix socket has the number of the listener instead of a port.</summary>
    private static void Port(ref LogWriter writer, SocketEndpoint endpoint, StreamContext stream, LogFormatFlags flags)
    {
        if (endpoint.Kind == EndpointKind.None) writer.Text(default, flags);
        else Number(ref writer, endpoint.Kind == EndpointKind.Unix ? stream.Listener.Id : endpoint.Port, (flags & LogFormatFlags.Hexadecimal) != 0, 4);
    }

    /// <summary>0 where there are no statuses, -1 where none was sent.</summary>
    private static void Status(ref LogWriter writer, StreamContext stream)
    {
        if (!stream.Frontend.IsHttp) writer.Number(0);
        else writer.Number(stream.Response.Status == 0 ? -1 : stream.Response.Status);
    }

    private static SocketEndpoint ServerEnd(StreamContext stream) => stream.Server is { } server ? LoopWorker.Endpoint(server.Address) : default;

    private static void FrontendTransport(ref LogWriter writer, StreamContext stream, LogFormatFlags flags)
    {
        var name = Names.Of(stream.Frontend);
        if (!stream.IsTls)
        {
            writer.Text(name, flags);
            return;
        }

        Span<byte> marked = stackalloc byte[name.Length + 1];
        name.CopyTo(marked);
        marked[^1] = (byte)'~';
        writer.Text(marked, flags);
    }

    private static void Retries(ref LogWriter writer, StreamContext stream)
    {
        if (stream.Counts.Redispatched) writer.Literal("+"u8);
        writer.Number(stream.Counts.Retries);
    }

    private static void Termination(ref LogWriter writer, StreamContext stream, bool withCookies)
    {
        Span<byte> state = [(byte)stream.Termination.Cause, (byte)stream.Termination.Phase, stream.Termination.ClientCookie, stream.Termination.ServerCookie];
        writer.Literal(withCookies ? state : state[..2]);
    }

    /// <summary>The request line and its parts; <c>&lt;BADREQ&gt;</c> when there is none.</summary>
    private static void RequestLine(ref LogWriter writer, LogAlias alias, LogFormatFlags flags, StreamContext stream)
    {
        var line = stream.RequestLine.Span;
        if (line.IsEmpty || alias == LogAlias.r)
        {
            if (line.IsEmpty) writer.Text("<BADREQ>"u8, flags);
            else writer.Request(line, flags);
            return;
        }

        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        var target = first < 0 ? default : last > first ? line[(first + 1)..last] : line[(first + 1)..];
        var query = target.IndexOf((byte)'?');
        var path = query < 0 ? target : target[..query];
        switch (alias)
        {
            case LogAlias.HM: writer.Request(first < 0 ? line : line[..first], flags); break;
            case LogAlias.HV: writer.Request(last > first ? line[(last + 1)..] : "HTTP/0.9"u8, flags); break;
            case LogAlias.HU: writer.Request(target, flags); break;
            case LogAlias.HP: writer.Request(path, flags); break;
            case LogAlias.HPO:
                var start = HttpFetches.PathStart(path);
                writer.Request(start < 0 ? default : path[start..], flags);
                break;
            default:
                writer.Request(query < 0 ? default : target[query..], flags);
                break;
        }
    }
}
