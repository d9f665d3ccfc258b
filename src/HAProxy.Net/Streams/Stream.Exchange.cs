using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Streams;

/// <summary>The request goes out and the response comes in: heads, interim responses, rules, and what becomes of both connections.</summary>
internal sealed partial class Stream
{
    private bool _upload;
    private bool _clientAborted;
    private LoopTask<BodyEnd> _uploading;
    private BodyEnd _uploadEnd;

    private async LoopTask<Attempt> ExchangeAsync(ServerConnection connection)
    {
        var server = connection.Transport;
        var settings = Backend!.Settings;
        if (settings.Server > 0) server.SetInactivityTimeout(settings.Server);
        else server.ClearTimeout();
        var keepServer = settings.Connection == ConnectionMode.KeepAlive && !_request.Ambiguous;
        var sent = await SendRequestAsync(server, keepServer);
        if (sent == TransportEnd.None && !_requestBodyDone)
        {
            // The body goes out while the response comes in: a server may answer before it has read everything.
            _upload = true;
            _uploadEnd = BodyEnd.UnderWay;
            _uploading = UploadAsync(server);
        }

        while (true)
        {
            if (_upload && _uploadEnd is not (BodyEnd.UnderWay or BodyEnd.Complete or BodyEnd.SinkEnded)) return await UploadFailedAsync();
            var status = server.Input.HasUnread ? TryParseResponse(server) : ParseStatus.NeedMore;
            if (status == ParseStatus.Done)
            {
                if (Response.Status >= 200 || _response.Body == BodyKind.Tunnel) break;
                if (!await SendInterimAsync()) return await AbortAsync(connection);
                continue;
            }

            if (status != ParseStatus.NeedMore) return await FailAsync(502, TerminationCause.Proxy);
            // option abortonclose: a client that closes does not want the answer any more (configuration.txt 4.2).
            if (settings.AbortOnClose && !_upload) _client.Park(this);
            var end = sent is TransportEnd.None or TransportEnd.Reset or TransportEnd.Error ? await server.Input.FillAsync() : sent;
            if (settings.AbortOnClose) _client.Unpark();
            switch (end)
            {
                case TransportEnd.None:
                    break;
                case TransportEnd.TimedOut:
                    return await FailAsync(504, TerminationCause.ServerTimeout);
                case TransportEnd.BufferFull:
                    return await FailAsync(502, TerminationCause.Proxy);
                case TransportEnd.Cancelled when _clientAborted:
                    return ClientLeft();
                case TransportEnd.Cancelled:
                    return await UploadFailedAsync();
                default:
                    if (connection.Requests > 1 && !server.Input.HasUnread && _request.Body == BodyKind.None && IsRepeatable)
                    {
                        CloseServerConnection();
                        return Attempt.Stale;
                    }

                    return await FailAsync(502, TerminationCause.Server);
            }
        }

        return await AnswerFromServerAsync(connection, keepServer);
    }

    /// <summary>RFC 9110 §9.2.2: what may be sent again when nothing was answered.</summary>
    private bool IsRepeatable => Request.Method is var m && (m.SequenceEqual("GET"u8) || m.SequenceEqual("HEAD"u8) || m.SequenceEqual("OPTIONS"u8));

    /// <summary>Sends the head, together with what has come of a body of known length.</summary>
    private ValueTask<TransportEnd> SendRequestAsync(LoopTransport server, bool keepServer)
    {
        var header = _request.Upgrade || _request.IsConnect ? ConnectionHeader.None : HeadWriter.Choose(Request.Version, keepServer);
        // HTTP/1.0 with an uncertain framing: nothing is promised to the server.
        if (_request.Ambiguous) header = ConnectionHeader.None;
        var head = HeadWriter.WriteRequest(Request, header, _worker.Scratch);
        if (head < 0) return new ValueTask<TransportEnd>(TransportEnd.Error);
        if (_request.Body != BodyKind.Length) return server.Output.SendAsync(_worker.Scratch.AsSpan(0, head));
        var input = _client.Input;
        var here = (int)Math.Min(_request.Length, input.Unread.Length);
        var sending = server.Output.SendAsync(_worker.Scratch.AsSpan(0, head), input.Unread[..here]);
        input.Consume(here);
        Counts.BytesIn += here;
        _request.Length -= here;
        _requestBodyDone = _request.Length == 0;
        return sending;
    }

    private ParseStatus TryParseResponse(LoopTransport server)
    {
        var unread = server.Input.Unread;
        var status = ResponseParser.Parse(unread, Response, _worker.MaxHeaders, _request, ref _response, out var consumed);
        if (status != ParseStatus.Done) return status;
        if (!HeadFits(_response.CountedBytes, Response.Count)) return ParseStatus.Bad;
        if (_response.Body == BodyKind.Chunked && !ChunksAreSound(unread[consumed..])) return ParseStatus.Bad;
        server.Input.Consume(consumed);
        Counts.BytesOut += _response.CountedBytes;
        return ParseStatus.Done;
    }

    /// <summary>100, 103 and the like pass as they are; more is to come.</summary>
    private async LoopTask<bool> SendInterimAsync()
    {
        var head = HeadWriter.WriteResponse(Response, ConnectionHeader.None, _worker.Scratch);
        if (head < 0) return false;
        if (Response.Status < 200)
        {
            Server!.Counters[_worker.Index].Requests++;
            Server.Counters[_worker.Index].CountResponse(Response.Status);
        }

        var end = await _client.Output.SendAsync(_worker.Scratch.AsSpan(0, head));
        if (end == TransportEnd.None) return true;
        NoteClientWriteEnd(end);
        return false;
    }

    private async LoopTask<Attempt> AnswerFromServerAsync(ServerConnection connection, bool keepServer)
    {
        var server = connection.Transport;
        Times.Response = _loop.NowMs;
        HasResponse = true;
        InRequest = false;
        var counters = Server!.Counters[_worker.Index];
        counters.Requests++;
        counters.CountResponse(Response.Status);
        Variables.End(VariableScope.Request);
        Response.Version = Math.Min(Response.Version, 11);
        TraceResponse(server.Descriptor);
        if (RunResponseRules(Backend!) is { } answered) return await answered;
        if (!ReferenceEquals(Backend!.Model, Frontend.Model) && RunResponseRules(Frontend) is { } denied) return await denied;
        InsertCookie();
        LogAt(LogMoment.Response);

        if (_response.Body == BodyKind.Tunnel) return await TunnelAsync(server);
        // An answer in the middle of the request's body: keeping the connection would need the rest of it.
        // RFC 9112 §6.1: chunked in HTTP/1.0 may have passed a proxy that did not know it.
        var doubtful = _response.Ambiguous && Response.Version < 11;
        var keepClient = _clientKeepAlive && !doubtful && _response.Body != BodyKind.UntilClose && !_worker.Process.Stopping
            && Backend.Settings.Connection != ConnectionMode.Close;
        keepServer = keepServer && _response is { KeepAlive: true, Ambiguous: false } && _response.Body != BodyKind.UntilClose;
        var head = HeadWriter.WriteResponse(Response, ConnectionOf(Response.Version, keepClient), _worker.Scratch);
        if (head < 0) return await FailAsync(500, TerminationCause.Internal);
        if (Backend.Settings.AbortOnClose && !_upload) _client.Park(this);
        var body = await SendResponseAsync(server, head);
        _client.Unpark();
        if (_clientAborted && body != BodyEnd.Complete) body = BodyEnd.SinkEnded;
        if (body != BodyEnd.Complete)
        {
            NoteBodyEnd(body);
            return await AbortAsync(connection);
        }

        if (_upload)
        {
            var uploaded = await FinishUploadAsync();
            if (uploaded != BodyEnd.Complete)
            {
                NoteUploadEnd(uploaded);
                return await AbortAsync(connection);
            }
        }

        // Bytes behind the response belong to nobody: such a server is not trusted any further.
        if (keepServer && !server.Input.HasUnread && !server.IsPeerFinished) KeepServerConnection();
        else CloseServerConnection();
        return keepClient ? Attempt.KeepAlive : Attempt.Close;
    }

    private LoopTask<Attempt>? RunResponseRules(Proxy proxy)
    {
        if (proxy.ResponseRules is not { } rules) return null;
        switch (rules.Run(this))
        {
            case RuleOutcome.Continue:
                return null;
            case RuleOutcome.Denied:
                Frontend.Counters[_worker.Index].DeniedResponses++;
                Listener.Counters[_worker.Index].DeniedResponses++;
                Backend!.Counters[_worker.Index].DeniedResponses++;
                Server!.Counters[_worker.Index].DeniedResponses++;
                Termination.Set(TerminationCause.Proxy, TerminationPhase.Headers);
                return ReplaceResponseAsync();
            case RuleOutcome.Answered:
                Termination.Set(TerminationCause.Local, TerminationPhase.Headers);
                return ReplaceResponseAsync();
            default:
                return FailAsync(500, TerminationCause.Internal);
        }
    }

    private async LoopTask<Attempt> ReplaceResponseAsync()
    {
        await StopUploadAsync();
        // The server's answer was none for the times, and yet what came of it is counted with what replaced it (measured).
        Times.Response = -1;
        if (_response.Body == BodyKind.Length) Counts.BytesOut += Math.Min(_response.Length, _connection!.Transport.Input.Unread.Length);
        CloseServerConnection();
        return await SendReplyAsync() ? Attempt.KeepAlive : Attempt.Close;
    }

    /// <summary>No (good) response: the client gets one of our own.</summary>
    private async LoopTask<Attempt> FailAsync(int status, TerminationCause cause)
    {
        Termination.Set(cause, TerminationPhase.Headers);
        if (status is 502 or 504)
        {
            Server!.Counters[_worker.Index].FailedResponses++;
            Backend!.Counters[_worker.Index].FailedResponses++;
        }

        await StopUploadAsync();
        CloseServerConnection();
        return await AnswerAsync(Backend!, status) ? Attempt.KeepAlive : Attempt.Close;
    }

    /// <summary>Too late for an answer: both connections close.</summary>
    private async LoopTask<Attempt> AbortAsync(ServerConnection connection)
    {
        await StopUploadAsync();
        if (ReferenceEquals(_connection, connection)) CloseServerConnection();
        return Attempt.Close;
    }

    /// <summary>The client failed to deliver its body while the response was awaited.</summary>
    private async LoopTask<Attempt> UploadFailedAsync()
    {
        var end = await FinishUploadAsync();
        switch (end)
        {
            case BodyEnd.Malformed:
                _clientKeepAlive = false;
                return await FailAsync(400, TerminationCause.Proxy);
            case BodyEnd.SourceTimedOut:
                _clientKeepAlive = false;
                return await FailAsync(408, TerminationCause.ClientTimeout);
            default:
                return ClientLeft();
        }
    }

    /// <summary>The client is gone before there was a response.</summary>
    private Attempt ClientLeft()
    {
        Termination.Set(TerminationCause.Client, TerminationPhase.Headers);
        Frontend.Counters[_worker.Index].ClientAborts++;
        Backend!.Counters[_worker.Index].ClientAborts++;
        Server!.Counters[_worker.Index].ClientAborts++;
        CloseServerConnection();
        return Attempt.Close;
    }

    void IIdleWatcher.OnReadable(LoopTransport transport)
    {
        if (!transport.IsPeerFinished) return; // the next request, pipelined
        _clientAborted = true;
        _connection?.Transport.Input.CancelPendingRead();
    }

    void IIdleWatcher.OnIdleTimeout(LoopTransport transport)
    {
        // While the server is at work the client may be silent; but it must take what is sent.
        _client.Output.CancelPendingFlush();
    }

    private void NoteBodyEnd(BodyEnd end)
    {
        var cause = end switch
        {
            BodyEnd.SourceTimedOut => TerminationCause.ServerTimeout,
            BodyEnd.SinkTimedOut => TerminationCause.ClientTimeout,
            BodyEnd.SinkEnded => TerminationCause.Client,
            BodyEnd.Malformed => TerminationCause.Proxy,
            _ => TerminationCause.Server,
        };
        Termination.Set(cause, TerminationPhase.Data);
    }

    private void NoteUploadEnd(BodyEnd end)
    {
        var cause = end switch
        {
            BodyEnd.SourceTimedOut => TerminationCause.ClientTimeout,
            BodyEnd.SinkTimedOut => TerminationCause.ServerTimeout,
            BodyEnd.SinkEnded => TerminationCause.Server,
            BodyEnd.Malformed => TerminationCause.Proxy,
            _ => TerminationCause.Client,
        };
        Termination.Set(cause, TerminationPhase.Data);
    }

    private static void CountServerAbort(Counters counters, bool timedOut)
    {
        counters.ServerAborts++;
        if (!timedOut) counters.FailedResponses++;
    }

    private void CountEnd()
    {
        if (Termination.Phase != TerminationPhase.Data) return;
        switch (Termination.Cause)
        {
            case TerminationCause.Client or TerminationCause.ClientTimeout:
                Frontend.Counters[_worker.Index].ClientAborts++;
                if (Backend is not null) Backend.Counters[_worker.Index].ClientAborts++;
                if (Server is not null) Server.Counters[_worker.Index].ClientAborts++;
                break;
            case TerminationCause.Server or TerminationCause.ServerTimeout:
                var timedOut = Termination.Cause == TerminationCause.ServerTimeout;
                Frontend.Counters[_worker.Index].ServerAborts++;
                CountServerAbort(Backend!.Counters[_worker.Index], timedOut);
                CountServerAbort(Server!.Counters[_worker.Index], timedOut);
                break;
            default:
                break;
        }
    }
}
