using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Streams;

/// <summary>How the forwarding of a body came out. Abnormal ends are values.</summary>
internal enum BodyEnd : byte
{
    UnderWay,
    Complete,
    SourceEnded,
    SourceTimedOut,
    SinkEnded,
    SinkTimedOut,

    /// <summary>The chunked coding was broken.</summary>
    Malformed,
}

/// <summary>Bodies pass: by length, chunked (taken apart and put together anew, RFC 9112 §7.1), or until the end of the connection; and tunnels.</summary>
internal sealed partial class Stream
{
    /// <summary>Sends the response's head from the scratch, with what has come of the body, and then the rest of it.</summary>
    private async LoopTask<BodyEnd> SendResponseAsync(LoopTransport server, int head)
    {
        var input = server.Input;
        switch (_response.Body)
        {
            case BodyKind.None:
            {
                var end = await _client.Output.SendAsync(_worker.Scratch.AsSpan(0, head));
                return EndOf(TransportEnd.None, end);
            }

            case BodyKind.Length or BodyKind.UntilClose:
            {
                var whole = _response.Body == BodyKind.Length ? _response.Length : long.MaxValue;
                var here = (int)Math.Min(whole, input.Unread.Length);
                var sending = _client.Output.SendAsync(_worker.Scratch.AsSpan(0, head), input.Unread[..here]);
                input.Consume(here);
                Counts.BytesOut += here;
                var end = await sending;
                if (end != TransportEnd.None) return EndOf(TransportEnd.None, end);
                if (here == whole) return BodyEnd.Complete;
                var rest = await Relay.CopyAsync(server, _client, whole == long.MaxValue ? -1 : whole - here);
                Counts.BytesOut += rest.Moved;
                CountSpliced(rest.Spliced, Backend!, Frontend);
                if (_response.Body == BodyKind.UntilClose && rest is { WriteEnd: TransportEnd.None, ReadEnd: TransportEnd.Eof }) return BodyEnd.Complete;
                return EndOf(rest.ReadEnd, rest.WriteEnd);
            }

            default:
                return await ForwardChunkedAsync(server, _client, head, download: true);
        }
    }

    /// <summary>The rest of the request's body, at the same time as the response.</summary>
    private async LoopTask<BodyEnd> UploadAsync(LoopTransport server)
    {
        BodyEnd end;
        if (_request.Body == BodyKind.Length)
        {
            var copied = await Relay.CopyAsync(_client, server, _request.Length);
            Counts.BytesIn += copied.Moved;
            CountSpliced(copied.Spliced, Frontend, Backend!);
            end = EndOf(copied.ReadEnd, copied.WriteEnd);
        }
        else
        {
            end = await ForwardChunkedAsync(_client, server, head: 0, download: false);
        }

        _uploadEnd = end;
        if (end == BodyEnd.Complete) _requestBodyDone = true;
        // Whoever waits for the response must know that the request will never be whole. A server that ended may have answered before.
        else if (end != BodyEnd.SinkEnded) server.Input.CancelPendingRead();
        return end;
    }

    private void CountSpliced(long bytes, Proxy from, Proxy to)
    {
        if (bytes == 0) return;
        from.Counters[_worker.Index].H1SplicedBytesIn += bytes;
        to.Counters[_worker.Index].H1SplicedBytesOut += bytes;
        _worker.Counters.H1SplicedBytesOut += bytes;
    }

    private async LoopTask<BodyEnd> FinishUploadAsync()
    {
        _upload = false;
        return await _uploading;
    }

    private async LoopTask StopUploadAsync()
    {
        if (!_upload) return;
        _upload = false;
        if (_uploadEnd == BodyEnd.UnderWay)
        {
            _clientKeepAlive = false;
            _client.Input.CancelPendingRead();
            _connection?.Transport.Output.CancelPendingFlush();
        }

        await _uploading;
    }

    /// <summary>Takes a chunked body apart as it comes and sends what each read brought as one chunk.</summary>
    /// <param name="head">Bytes of a head that stand in the scratch and go out first.</param>
    private async LoopTask<BodyEnd> ForwardChunkedAsync(LoopTransport source, LoopTransport sink, int head, bool download)
    {
        var decoder = default(ChunkDecoder);
        while (true)
        {
            var step = DecodeAvailable(source.Input, ref decoder, head, download, out var written);
            if (step == ChunkStep.Bad) return BodyEnd.Malformed;
            head = 0;
            if (written > 0)
            {
                var end = await sink.Output.SendAsync(_worker.Scratch.AsSpan(0, written));
                if (end != TransportEnd.None) return EndOf(TransportEnd.None, end);
            }

            if (step == ChunkStep.End) return BodyEnd.Complete;
            var filled = await source.Input.FillAsync();
            if (filled != TransportEnd.None) return EndOf(filled, TransportEnd.None);
        }
    }

    /// <summary>Puts what is here of the body behind the head in the scratch, as one chunk.</summary>
    private ChunkStep DecodeAvailable(TransportReader input, ref ChunkDecoder decoder, int head, bool download, out int written)
    {
        var decoded = _worker.Decoded.AsSpan();
        var length = 0;
        ChunkStep step;
        ReadOnlySpan<byte> trailers = default;
        var unread = input.Unread;
        var used = 0;
        while (true)
        {
            step = decoder.Read(unread[used..], out var consumed, out var data);
            used += consumed;
            if (step == ChunkStep.Data)
            {
                data.CopyTo(decoded[length..]);
                length += data.Length;
                continue;
            }

            if (step == ChunkStep.End) trailers = data;
            break;
        }

        var output = _worker.Scratch.AsSpan();
        written = head;
        if (length > 0)
        {
            written += ChunkWriter.WriteSize(length, output[written..]);
            decoded[..length].CopyTo(output[written..]);
            written += length;
            output[written++] = (byte)'\r';
            output[written++] = (byte)'\n';
        }

        var counted = length;
        if (step == ChunkStep.End)
        {
            var end = ChunkWriter.WriteEnd(trailers, output[written..], out var ofTrailers);
            if (end < 0) step = ChunkStep.Bad;
            else written += end;
            counted += ofTrailers;
        }

        input.Consume(used);
        if (download) Counts.BytesOut += counted;
        else Counts.BytesIn += counted;
        return step;
    }

    private static BodyEnd EndOf(TransportEnd read, TransportEnd write)
    {
        if (write != TransportEnd.None) return write == TransportEnd.TimedOut ? BodyEnd.SinkTimedOut : BodyEnd.SinkEnded;
        return read switch
        {
            TransportEnd.None => BodyEnd.Complete,
            TransportEnd.TimedOut => BodyEnd.SourceTimedOut,
            TransportEnd.BufferFull => BodyEnd.Malformed,
            _ => BodyEnd.SourceEnded,
        };
    }

    /// <summary>After 101, or 2xx to CONNECT: bytes both ways until both sides have ended (configuration.txt 4.2 "timeout tunnel").</summary>
    private async LoopTask<Attempt> TunnelAsync(LoopTransport server)
    {
        var head = HeadWriter.WriteResponse(Response, ConnectionHeader.None, _worker.Scratch);
        if (head < 0) return Attempt.Close;
        _clientKeepAlive = false;
        var end = await _client.Output.SendAsync(_worker.Scratch.AsSpan(0, head));
        if (end != TransportEnd.None)
        {
            NoteClientWriteEnd(end);
            return Attempt.Close;
        }

        await TunnelBothWaysAsync(server);
        return Attempt.Close;
    }

    private bool _tunnelHalfClosed;

    private async LoopTask TunnelBothWaysAsync(LoopTransport server)
    {
        if (Backend!.Settings.Tunnel > 0)
        {
            _client.SetInactivityTimeout(Backend.Settings.Tunnel);
            server.SetInactivityTimeout(Backend.Settings.Tunnel);
        }

        _tunnelHalfClosed = false;
        var up = TunnelOneWayAsync(_client, server, download: false);
        await TunnelOneWayAsync(server, _client, download: true);
        await up;
        CloseServerConnection();
    }

    private async LoopTask<bool> TunnelOneWayAsync(LoopTransport source, LoopTransport sink, bool download)
    {
        var result = await Relay.CopyAsync(source, sink);
        if (download) Counts.BytesOut += result.Moved;
        else Counts.BytesIn += result.Moved;
        if (result is { WriteEnd: TransportEnd.None, ReadEnd: TransportEnd.Eof })
        {
            sink.ShutdownWrite();
            _tunnelHalfClosed = true;
            var fin = download ? Frontend.Settings.ClientFin : Backend!.Settings.ServerFin;
            if (fin > 0) sink.SetInactivityTimeout(fin);
            return true;
        }

        var end = EndOf(result.ReadEnd, result.WriteEnd);
        if (result.ReadEnd != TransportEnd.Closed && result.WriteEnd != TransportEnd.Closed)
        {
            // Both sides wait for the same "timeout tunnel", and 2.6 looks at the client's first (measured).
            if (end is (BodyEnd.SourceTimedOut or BodyEnd.SinkTimedOut) && Backend!.Settings.Tunnel > 0 && !_tunnelHalfClosed)
                Termination.Set(TerminationCause.ClientTimeout, TerminationPhase.Data);
            else if (download) NoteBodyEnd(end);
            else NoteUploadEnd(end);
        }

        // One direction failed: the other is worth nothing any more. Its wait ends as Closed.
        source.Close();
        sink.Close();
        return false;
    }
}
