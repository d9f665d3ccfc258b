using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Protocols.Http1;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;

namespace HAProxy.Net.Streams;

/// <summary>The middle of a request's life: rules, choice of the backend, the server's turn, and what ends it early.</summary>
internal sealed partial class Stream
{
    /// <summary>Carries one request out. True when the client's connection goes on.</summary>
    private async LoopTask<bool> HandleAsync()
    {
        CountRequest();
        _clientKeepAlive = _request.KeepAlive && !_request.Ambiguous && Frontend.Settings.Connection != ConnectionMode.Close && !_worker.Process.Stopping;
        _requestBodyDone = _request.Body == BodyKind.None;

        if (Frontend.Settings.BufferRequest && await BufferBodyAsync() == TransportEnd.TimedOut)
        {
            _clientKeepAlive = false;
            Times.Request = -1;
            Termination.Set(TerminationCause.ClientTimeout, TerminationPhase.Request);
            Frontend.Counters[_worker.Index].FailedRequests++;
            Listener.Counters[_worker.Index].FailedRequests++;
            return await AnswerAsync(Frontend, 408);
        }

        if (RunRequestRules(Frontend) is { } answered) return await answered;
        if (Frontend.StatsPage is { } page && page.TryAnswer(this, _worker)) return await AnswerApplet();

        var backend = Frontend.Switch?.Choose(this) ?? Frontend.DefaultBackend;
        if (backend is null)
        {
            // Without a place to go to, 2.6 tells no time of the request (measured).
            Times.Request = -1;
            Termination.Set(TerminationCause.Server, TerminationPhase.Connect);
            return await AnswerAsync(Frontend, 503);
        }

        EnterBackend(backend);
        if (!ReferenceEquals(backend.Model, Frontend.Model))
        {
            if (RunRequestRules(backend) is { } denied) return await denied;
            if (backend.StatsPage is { } own && own.TryAnswer(this, _worker)) return await AnswerApplet();
        }

        AddForwardedFor();
        return await ServeByServerAsync();
    }

    /// <summary>
    /// Rules see the request when its body has come or the buffer is full; a body that ends early is the forwarding phases' affair
    /// (configuration.txt 4.2 "option http-buffer-request").
    /// </summary>
    private async LoopTask<TransportEnd> BufferBodyAsync()
    {
        while (!BodyIsHere(_client.Input.Unread))
        {
            if (await _client.Input.FillAsync() is not TransportEnd.None and var end) return end;
        }

        return TransportEnd.None;
    }

    private bool BodyIsHere(ReadOnlySpan<byte> unread)
    {
        if (_request.Body != BodyKind.Chunked) return _request.Body != BodyKind.Length || unread.Length >= _request.Length;
        var decoder = default(ChunkDecoder);
        while (true)
        {
            var step = decoder.Read(unread, out var consumed, out _);
            if (step != ChunkStep.Data) return step != ChunkStep.NeedMore;
            unread = unread[consumed..];
        }
    }

    private void CountRequest()
    {
        var counters = Frontend.Counters[_worker.Index];
        counters.Requests++;
        counters.H1TotalStreams++;
        counters.H1OpenStreams++;
        _worker.Counters.Requests++;
        Frontend.RequestRate.Add(_loop.NowMs);
    }

    private void EnterBackend(Backend backend)
    {
        Backend = backend;
        backend.Sessions.Increment();
        backend.SessionRate.Add(_loop.NowMs);
        backend.LastSession = _loop.UtcMs / 1000;
        backend.Counters[_worker.Index].Sessions++;
    }

    /// <returns>Null when the request goes on; otherwise the sending of what the rules answered.</returns>
    private LoopTask<bool>? RunRequestRules(Proxy proxy)
    {
        if (proxy.RequestRules is not { } rules) return null;
        switch (rules.Run(this))
        {
            case RuleOutcome.Continue:
                return null;
            case RuleOutcome.Denied:
                Frontend.Counters[_worker.Index].DeniedRequests++;
                Listener.Counters[_worker.Index].DeniedRequests++;
                if (Backend is not null) Backend.Counters[_worker.Index].DeniedRequests++;
                Termination.Set(TerminationCause.Proxy, TerminationPhase.Request);
                return SendReplyAsync();
            case RuleOutcome.Answered:
                Frontend.Counters[_worker.Index].Intercepted++;
                Termination.Set(TerminationCause.Local, TerminationPhase.Request);
                return SendReplyAsync();
            default:
                Frontend.Counters[_worker.Index].InternalErrors++;
                Termination.Set(TerminationCause.Internal, TerminationPhase.Request);
                return AnswerAsync(proxy, 500);
        }
    }

    private async LoopTask<bool> AnswerApplet()
    {
        Frontend.Counters[_worker.Index].Intercepted++;
        // It counts as a server that was there at once: 0/0/0/0/0 (measured).
        ByStatsPage = true;
        Times.Queued = Times.Connected = Times.Response = _loop.NowMs;
        Termination.Set(TerminationCause.Local, TerminationPhase.Request);
        // After a refusal 2.6 closes without having said so (measured).
        return await SendReplyAsync() && Response.Status != 401;
    }

    /// <summary>Sends one of the process's own answers.</summary>
    private LoopTask<bool> AnswerAsync(Proxy proxy, int status)
    {
        proxy.Replies.Fill(this, status);
        return SendReplyAsync();
    }

    /// <summary>Sends the answer that stands in Response and ReplyBody.</summary>
    private async LoopTask<bool> SendReplyAsync()
    {
        HasResponse = true;
        InRequest = false;
        Variables.End(VariableScope.Request);
        if (Response.Version == 0) Response.Version = 11;
        Counts.BytesOut += CountedBytes.OfResponse(Response) + (_request.IsHead ? 0 : ReplyBody.Length);
        if (ReplyCloses) Counts.BytesOut += "connectionclose".Length; // part of those messages, added when the head is written
        var keep = _clientKeepAlive && !ReplyCloses && await DiscardRequestBodyAsync();
        var head = HeadWriter.WriteResponse(Response, ConnectionOf(Response.Version, keep), _worker.Scratch);
        if (head < 0) return false;
        var end = await _client.Output.SendAsync(_worker.Scratch.AsSpan(0, head), _request.IsHead ? default : ReplyBody.Span);
        if (end != TransportEnd.None) NoteClientWriteEnd(end);
        return keep && end == TransportEnd.None;
    }

    /// <summary>The connection header of a response: what neither its version nor the client's implies (RFC 9112 §9.3).</summary>
    private ConnectionHeader ConnectionOf(int version, bool keep)
    {
        if (!keep) return HeadWriter.Choose(version, keepAlive: false);
        return HeadWriter.Choose(Math.Min(version, Request.Version), keepAlive: true);
    }

    /// <summary>An answer that came before the request's body ended: the body is read away if all of it is here already.</summary>
    /// <returns>False when more is to come: then the connection must close.</returns>
    private async LoopTask<bool> DiscardRequestBodyAsync()
    {
        if (_requestBodyDone) return true;
        var input = _client.Input;
        if (_request.Body == BodyKind.Length)
        {
            var left = _request.Length;
            while (left > 0)
            {
                var here = (int)Math.Min(left, input.Unread.Length);
                input.Consume(here);
                left -= here;
                Counts.BytesIn += here;
                if (left > 0 && (!input.TryFill(out var end) || end != TransportEnd.None)) return false;
            }

            return _requestBodyDone = true;
        }

        var decoder = default(ChunkDecoder);
        while (true)
        {
            var step = decoder.Read(input.Unread, out var consumed, out var data);
            if (step is ChunkStep.Data) Counts.BytesIn += data.Length;
            input.Consume(consumed);
            if (step == ChunkStep.End) return _requestBodyDone = true;
            if (step == ChunkStep.Bad) return false;
            if (step == ChunkStep.NeedMore && (!input.TryFill(out var end) || end != TransportEnd.None)) return false;
        }
    }

    private void AddForwardedFor()
    {
        var settings = Backend!.Settings.ForwardForName is not null ? Backend.Settings : Frontend.Settings;
        if (settings.ForwardForName is not { } name) return;
        if (settings.ForwardForIfNone && Request.Find(name) >= 0) return;
        Span<byte> address = stackalloc byte[16];
        var length = Source.WriteAddress(address);
        if (length == 0) return;
        if (settings.ForwardForExcept is { } except && except.Length == length && PrefixEquals(address, except, settings.ForwardForExceptBits)) return;
        Span<byte> text = stackalloc byte[64];
        var written = SourceText(text);
        Request.Add(name, text[..written]);
    }

    private int SourceText(Span<byte> text)
    {
        if (Source.Kind == EndpointKind.IPv4)
        {
            var address = (uint)Source.Low;
            var at = 0;
            for (var shift = 24; shift >= 0; shift -= 8)
            {
                System.Buffers.Text.Utf8Formatter.TryFormat((byte)(address >> shift), text[at..], out var digits);
                at += digits;
                if (shift > 0) text[at++] = (byte)'.';
            }

            return at;
        }

        return Source.ToIPAddress() is { } other && other.TryFormat(text, out var length) ? length : 0;
    }

    private static bool PrefixEquals(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int bits)
    {
        var whole = bits / 8;
        if (!a[..whole].SequenceEqual(b[..whole])) return false;
        var rest = bits % 8;
        return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
    }

    private void NoteClientWriteEnd(TransportEnd end)
    {
        var cause = end == TransportEnd.TimedOut ? TerminationCause.ClientTimeout : TerminationCause.Client;
        Termination.Set(cause, TerminationPhase.Data);
    }
}
