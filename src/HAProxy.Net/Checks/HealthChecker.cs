using ConfParsers.Haproxy.Features;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Checks;

/// <summary>
/// Checks one server for as long as the process runs: connects, perhaps asks by HTTP, and hands each result to
/// <see cref="ServerTransitions"/>. Lives on one loop. (configuration.txt 5.2 "check", "inter"; 4.2 "timeout check")
/// </summary>
public sealed class HealthChecker
{
    private readonly EventLoop _loop;
    private readonly Server _server;
    private readonly CheckState _state;
    private readonly ServerTransitions _transitions;
    private readonly HttpCheck? _http;
    private readonly SockAddr _address;
    private readonly ServerCheck _settings;
    private readonly int? _checkTimeoutMs;
    private readonly int _connectTimeoutMs;
    private readonly LoopSignal _pause;
    private readonly Counters? _counters;
    private bool _stopped;

    /// <summary>The process's counters of the loop: checks are among its connections (<c>CumConns</c>).</summary>
    public Counters? ProcessCounters { get; init; }

    /// <param name="address">Where to connect: the server's address, or <c>addr</c> and <c>port</c> of its check.</param>
    public HealthChecker(EventLoop loop, Server server, SockAddr address, ServerTransitions transitions)
    {
        _loop = loop;
        _server = server;
        _address = address;
        _transitions = transitions;
        _settings = server.Model.Check ?? throw new ArgumentException("a server without check", nameof(server));
        _state = server.Check ?? throw new ArgumentException("a server without check state", nameof(server));
        var proxy = server.Backend.Model;
        if (proxy.Check.Kind == CheckKind.Http) _http = new HttpCheck(proxy.Check);
        // 2.6 counts checks by HTTP among the backend's HTTP/1 connections (measured).
        if (_http is not null && server.Backend.IsHttp) _counters = server.Backend.Counters[loop.Index];
        var intervalMs = (int)_settings.Interval.TotalMilliseconds;
        _checkTimeoutMs = proxy.Timeouts.Check is { } timeout ? (int)timeout.TotalMilliseconds : null;
        // With "timeout check" the connection has its own limit; without, the interval limits the whole check.
        _connectTimeoutMs = _checkTimeoutMs is not null && proxy.Timeouts.Connect is { } connect
            ? Math.Min((int)connect.TotalMilliseconds, intervalMs)
            : intervalMs;
        _pause = new LoopSignal(loop);
    }

    /// <summary>Begins checking; on the loop's thread or by Post.</summary>
    /// <param name="position">Its number among all checks, from 0, and their number: first checks are spread over their interval.</param>
    /// <param name="spreadMs">The interval over which more frequent checks are spread as well.</param>
    public void Start(int position, int count, double spreadMs)
    {
        var intervalMs = Math.Max(_settings.Interval.TotalMilliseconds, spreadMs);
        RunAsync((long)(intervalMs * position / Math.Max(1, count))).Forget();
    }

    /// <summary>Ends after the check under way; on the loop's thread.</summary>
    public void Stop()
    {
        _stopped = true;
        _pause.Set();
    }

    private async LoopTask RunAsync(long delayMs)
    {
        await _pause.WaitAsync(delayMs);
        while (!_stopped)
        {
            if (IsWanted)
            {
                _state.InProgress = true;
                var result = await CheckAsync();
                _state.InProgress = false;
                // What came back while an operator took the server out is not about its present state.
                if (IsWanted) _transitions.Apply(_server, result);
            }

            if (!_stopped) await _pause.WaitAsync(NextDelayMs());
        }
    }

    private bool IsWanted => _state.Enabled && _server.Administration != ServerAdministration.Maintenance;

    private long NextDelayMs()
    {
        var interval = _settings.Interval;
        if (_state.InTransition) interval = _settings.FastInterval ?? interval;
        else if (_state.Health == 0) interval = _settings.DownInterval ?? interval;
        return (long)interval.TotalMilliseconds;
    }

    private async LoopTask<CheckResult> CheckAsync()
    {
        var startMs = _loop.NowMs;
        var connected = await SocketTransport.ConnectAsync(_loop, _address, new ConnectOptions { TimeoutMs = _connectTimeoutMs });
        _server.Idle[_loop.Index].NoteUse();
        if (ProcessCounters is not null) ProcessCounters.Connections++;
        if (connected.Transport is not { } transport)
        {
            var duration = _loop.NowMs - startMs;
            return connected.ErrorNumber == Errno.TimedOut
                ? new CheckResult(CheckStatus.L4Timeout, 0, "", duration)
                : new CheckResult(CheckStatus.L4Connection, 0, Libc.ErrorText(connected.ErrorNumber), duration);
        }

        if (_http is null)
        {
            transport.Abort(); // nothing was said: a reset spares the server an accepted connection that lingers
            return new CheckResult(CheckStatus.L4Ok, 0, "", _loop.NowMs - startMs);
        }

        transport.SetDeadline(_checkTimeoutMs is { } ms ? _loop.NowMs + ms : startMs + _connectTimeoutMs);
        if (_counters is not null)
        {
            _counters.H1TotalConnections++;
            _counters.H1TotalStreams++;
        }

        var (status, code, info) = await AskAsync(transport);
        transport.Close();
        if (_counters is not null)
        {
            _counters.H1BytesIn += transport.BytesIn;
            _counters.H1BytesOut += transport.BytesOut;
        }

        if (ProcessCounters is not null) ProcessCounters.BytesOut += transport.BytesOut;

        return new CheckResult(status, code, info, _loop.NowMs - startMs);
    }

    private async LoopTask<(CheckStatus Status, int Code, string Info)> AskAsync(SocketTransport transport)
    {
        var sent = await transport.Output.SendAsync(_http!.Request);
        if (sent == TransportEnd.TimedOut) return (CheckStatus.L7Timeout, 0, "");
        while (true)
        {
            var end = await transport.Input.FillAsync();
            if (_http.Judge(transport.Input.Unread, end is not TransportEnd.None, out var status, out var code, out var info))
            {
                return end switch
                {
                    TransportEnd.TimedOut => (CheckStatus.L7Timeout, 0, ""),
                    TransportEnd.Reset or TransportEnd.Error when code == 0 => (CheckStatus.SocketError, 0, Libc.ErrorText(transport.ErrorNumber)),
                    _ => (status, code, info),
                };
            }
        }
    }
}
