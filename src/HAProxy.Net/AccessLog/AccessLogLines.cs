using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using Daemon.Logging;
using Daemon.Transport;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>
/// The access log of one frontend: decides when a stream's line is written and at which level, and hands it to the loop's syslog writer.
/// (configuration.txt 8; moments and levels measured on 2.6.12)
/// </summary>
public sealed class AccessLogLines : StreamLog
{
    private const int MaxLine = 65535;

    /// <summary><c>option httplog</c> (configuration.txt 8.2.3).</summary>
    public const string HttpFormat = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

    /// <summary><c>option tcplog</c> (configuration.txt 8.2.2).</summary>
    public const string TcpFormat = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

    [ThreadStatic]
    private static byte[]? t_line;

    private readonly Frontend _frontend;
    private readonly CompiledLogFormat? _format;
    private readonly ProxyLog _settings;
    private long _counter = -1;

    /// <param name="frontend">Its targets and tag are known.</param>
    public AccessLogLines(Frontend frontend, SampleCompiler compiler)
    {
        _frontend = frontend;
        _settings = frontend.Model.Log;
        if (FormatOf(_settings) is { } format) _format = CompiledLogFormat.Compile(format, compiler, isLog: true);
        Moment = MomentOf(_settings, _format, frontend.IsHttp);
        WantsServerSide = _format?.Mentions(LogAlias.bi) == true || _format?.Mentions(LogAlias.bp) == true;
    }

    public override LogMoment Moment { get; }

    public override bool WantsServerSide { get; }

    public override void Write(StreamContext stream, LoopWorker worker)
    {
        var line = Line();
        if (_format is null)
        {
            // The default line tells that a connection was taken up, whatever becomes of it; a request that was refused is not told.
            if (_frontend.IsHttp && !stream.HasRequest) return;
            Send(worker, SyslogLevel.Info, line.AsSpan(0, ConnectionLines.TakenUp(stream, line)));
            return;
        }

        var failed = IsFailure(stream);
        if (_settings.DontLogNormal && !failed) return;
        var scene = new LogScene(worker.Process.Connections.Current, Interlocked.Increment(ref _counter)) { IsEarly = _settings.AsSoonAsPossible };
        var length = _format.Write(stream, scene, line, out _);
        Send(worker, failed && _settings.SeparateErrors ? SyslogLevel.Error : SyslogLevel.Info, line.AsSpan(0, length));
    }

    internal override void WriteFailedHandshake(ClientSession session, LoopWorker worker, TransportEnd end)
    {
        if (_format is null) return;
        if (_settings.DontLogNull && end is not (TransportEnd.TimedOut or TransportEnd.Tls)) return;
        var line = Line();
        var length = ConnectionLines.FailedHandshake(session, end, line);
        Send(worker, _settings.SeparateErrors ? SyslogLevel.Error : SyslogLevel.Info, line.AsSpan(0, length));
    }

    private static byte[] Line() => t_line ??= new byte[MaxLine];

    private void Send(LoopWorker worker, SyslogLevel level, ReadOnlySpan<byte> line)
    {
        foreach (var target in _frontend.LogTargets) worker.Syslog.Write(target, level, _frontend.LogTag, line);
    }

    /// <summary>What <c>log-separate-errors</c> and <c>dontlog-normal</c> take for an error (configuration.txt 8.3.3; measured).</summary>
    private static bool IsFailure(StreamContext stream)
    {
        if (stream.Counts.Redispatched || stream.Response.Status >= 500) return true;
        return stream.Termination.Cause switch
        {
            TerminationCause.Normal => stream.Counts.Retries > 0,
            TerminationCause.Local => false,
            _ => true,
        };
    }

    private static LogMoment MomentOf(ProxyLog settings, CompiledLogFormat? format, bool isHttp)
    {
        if (format is null) return LogMoment.Start;
        // A format that asks for nothing of the end is written as soon as the server has answered, in TCP mode as soon as it is reached.
        if (format.NeedsEnd && !settings.AsSoonAsPossible) return LogMoment.End;
        return isHttp ? LogMoment.Response : LogMoment.Connected;
    }

    private static LogFormat? FormatOf(ProxyLog settings)
    {
        if (settings.Format is { } custom) return custom;
        var text = settings.Style switch
        {
            LogStyle.Http => HttpFormat,
            LogStyle.Tcp => TcpFormat,
            LogStyle.Default => null,
            _ => throw new InvalidOperationException($"log style {settings.Style} without a format"),
        };
        if (text is null) return null;
        var context = new ExpressionContext(new ExpressionScope { Diagnostics = new() }, default);
        return LogFormatReader.Read(text, context, out var error) ?? throw new InvalidOperationException(error);
    }
}
