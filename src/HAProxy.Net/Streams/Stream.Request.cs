using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Protocols.Http1;

namespace HAProxy.Net.Streams;

/// <summary>First phases of a request: its head is received, or refused before there is anything to route.</summary>
internal sealed partial class Stream
{
    /// <summary>Receives one head. False: the connection was answered, logged and closed.</summary>
    private async LoopTask<bool> ReceiveRequestAsync(bool timedOut)
    {
        var input = _client.Input;
        var settings = Frontend.Settings;
        var parsed = 0;
        while (true)
        {
            var status = timedOut ? ParseStatus.NeedMore : TryParse(ref parsed);
            if (status == ParseStatus.Done) break;
            if (status != ParseStatus.NeedMore) return Refuse(status == ParseStatus.UnknownCoding ? 422 : 400, TerminationCause.Proxy);
            if (timedOut) return RefuseTimedOut();
            if (input.HasUnread && Times.FirstByte < 0)
            {
                MarkFirstByte();
                var limit = settings.HttpRequest > 0 ? settings.HttpRequest : settings.Client;
                if (limit > 0) _client.SetDeadline(_loop.NowMs + limit);
                else _client.ClearTimeout();
            }

            switch (await input.FillAsync())
            {
                case TransportEnd.None:
                    break;
                case TransportEnd.TimedOut:
                    if (_session.Requests > 0 && !input.HasUnread)
                    {
                        _session.Close();
                        return false;
                    }

                    return RefuseTimedOut();
                case TransportEnd.BufferFull:
                    return Refuse(400, TerminationCause.Proxy);
                default:
                    return ClientGone();
            }
        }

        if (Times.FirstByte < 0) MarkFirstByte();
        Times.Request = _loop.NowMs;
        HasRequest = true;
        Id = _worker.Process.NextStreamId();
        TraceAccepted();
        LogAt(LogMoment.Start);
        if (settings.Client > 0) _client.SetInactivityTimeout(settings.Client);
        else _client.ClearTimeout();
        return true;
    }

    /// <summary>option dontlognull, and nothing was received.</summary>
    private bool _silent;

    private ParseStatus TryParse(ref int parsed)
    {
        var unread = _client.Input.Unread;
        // Bytes that complete no line change nothing: a head that drips in is not parsed anew for each of them.
        if (unread.IsEmpty || (parsed > 0 && !unread[parsed..].Contains((byte)'\n'))) return ParseStatus.NeedMore;
        parsed = unread.Length;
        var status = RequestParser.Parse(unread, Request, _worker.MaxHeaders, ref _request, out var consumed);
        if (status != ParseStatus.Done) return status;
        if (!HeadFits(_request.CountedBytes, Request.Count)) return ParseStatus.Bad;
        // What has come of a chunked body must be chunked, or nothing of the request passes.
        if (_request.Body == BodyKind.Chunked && !ChunksAreSound(unread[consumed..])) return ParseStatus.Bad;
        KeepRequestLine(unread);
        _client.Input.Consume(consumed);
        Counts.BytesIn += _request.CountedBytes;
        return ParseStatus.Done;
    }

    /// <summary>HAProxy keeps heads in its internal form, with 8 bytes for each part besides their bytes and 48 for the whole; that must fit (observed).</summary>
    private bool HeadFits(int countedBytes, int headers) => countedBytes + 8 * (headers + 2) <= _worker.MaxHead - 48;

    private void KeepRequestLine(ReadOnlySpan<byte> unread)
    {
        // Method, target after normalisation, and the version as it came.
        var line = _requestLine.AsSpan();
        var at = 0;
        Append(line, ref at, Request.Method);
        Append(line, ref at, " "u8);
        Append(line, ref at, Request.Target);
        Append(line, ref at, " "u8);
        var received = unread.Slice(_request.LineStart, _request.LineLength);
        Append(line, ref at, received[^8..]);
        RequestLine = _requestLine.AsMemory(0, at);

        static void Append(Span<byte> line, ref int at, ReadOnlySpan<byte> bytes)
        {
            bytes = bytes[..Math.Min(bytes.Length, line.Length - at)];
            bytes.CopyTo(line[at..]);
            at += bytes.Length;
        }
    }

    private static bool ChunksAreSound(ReadOnlySpan<byte> bytes)
    {
        var decoder = default(ChunkDecoder);
        while (true)
        {
            var step = decoder.Read(bytes, out var consumed, out _);
            if (step != ChunkStep.Data) return step != ChunkStep.Bad;
            bytes = bytes[consumed..];
        }
    }

    private void MarkFirstByte() => Times.FirstByte = _loop.NowMs;

    /// <summary>Answers a request that was never understood with the raw message and closes.</summary>
    private bool Refuse(int status, TerminationCause cause)
    {
        if (Times.FirstByte < 0 && _client.Input.HasUnread) MarkFirstByte();
        Termination.Set(cause, TerminationPhase.Request);
        Response.Status = status;
        _silent = _client.Input.Unread.IsEmpty && Frontend.Settings.DontLogNull;
        if (!_client.Input.Unread.IsEmpty) Frontend.Counters[_worker.Index].H1TotalStreams++;
        CountRefused(status);
        _client.Output.Send(Frontend.Replies.Raw(status).Span);
        _client.Input.Consume(_client.Input.Unread.Length);
        return CloseRefused();
    }

    private bool RefuseTimedOut()
    {
        if (_client.Input.Unread.IsEmpty && Frontend.Settings.IgnoreProbes)
        {
            _session.Close();
            return false;
        }

        return Refuse(408, TerminationCause.ClientTimeout);
    }

    /// <summary>The client left before its request was complete.</summary>
    private bool ClientGone()
    {
        var nothing = _client.Input.Unread.IsEmpty;
        if ((_session.Requests > 0 || Frontend.Settings.IgnoreProbes) && nothing)
        {
            _session.Close();
            return false;
        }

        // An unfinished head is answered: the client may only have finished sending.
        if (!nothing) return Refuse(400, TerminationCause.Client);
        Termination.Set(TerminationCause.Client, TerminationPhase.Request);
        Response.Status = 400;
        // Nothing was sent, and yet 2.6 answers: the client may have closed its half only.
        _client.Output.Send(Frontend.Replies.Raw(400).Span);
        if (Frontend.Settings.DontLogNull)
        {
            _session.Close();
            return false;
        }

        CountRefused(400);
        return CloseRefused();
    }

    private void CountRefused(int status)
    {
        HasResponse = true;
        Id = _worker.Process.NextStreamId();
        var counters = Frontend.Counters[_worker.Index];
        counters.Requests++;
        counters.FailedRequests++;
        counters.CountResponse(status);
        Listener.Counters[_worker.Index].FailedRequests++;
        Frontend.RequestRate.Add(_loop.NowMs);
    }

    private bool CloseRefused()
    {
        Times.Closed = _loop.NowMs;
        if (!_silent) LogAt(LogMoment.End);
        _silent = false;
        _client.ShutdownWrite();
        _session.Close();
        return false;
    }
}
