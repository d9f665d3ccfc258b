using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using Daemon.Logging;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>The access log of one frontend: formats each stream's line and hands it to the loop's syslog writer (configuration.txt 8).</summary>
public sealed class AccessLogLines : StreamLog
{
    private const int MaxLine = 65535;

    /// <summary><c>option httplog</c> (configuration.txt 8.2.3).</summary>
    public const string HttpFormat = "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

    /// <summary><c>option tcplog</c> (configuration.txt 8.2.2).</summary>
    public const string TcpFormat = "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

    /// <summary>Without any option (configuration.txt 8.2.1).</summary>
    public const string DefaultHttpFormat = "Connect from %ci:%cp to %fi:%fp (%f/HTTP)";

    public const string DefaultTcpFormat = "Connect from %ci:%cp to %fi:%fp (%f/TCP)";

    [ThreadStatic]
    private static byte[]? t_line;

    private readonly CompiledLogFormat _format;
    private readonly SyslogTarget[] _targets;
    private readonly byte[] _tag;
    private readonly ProxyLog _settings;
    private long _counter = -1;

    /// <param name="mode">Decides which default format is used.</param>
    public AccessLogLines(ProxyLog settings, ConfParsers.Haproxy.ProxyMode mode, SampleCompiler compiler, SyslogTarget[] targets, byte[] tag)
    {
        _settings = settings;
        _targets = targets;
        _tag = tag;
        _format = CompiledLogFormat.Compile(FormatOf(settings, mode == ConfParsers.Haproxy.ProxyMode.Http), compiler, isLog: true);
    }

    public override void Write(StreamContext stream, LoopWorker worker)
    {
        // The default line tells that a connection was taken up; a request that was refused is not told.
        if (_settings.Style == LogStyle.Default && _settings.Format is null && stream.Frontend.Model.Mode == ConfParsers.Haproxy.ProxyMode.Http && !stream.HasRequest) return;
        var failed = stream.Termination.Cause is not (TerminationCause.Normal or TerminationCause.Local);
        if (_settings.DontLogNormal && !failed && stream.Counts.Retries == 0 && !stream.Counts.Redispatched) return;

        var line = t_line ??= new byte[MaxLine];
        var scene = new LogScene(worker.Process.Connections.Current, Interlocked.Increment(ref _counter));
        var length = _format.Write(stream, scene, line, out _);
        var level = failed && _settings.SeparateErrors ? SyslogLevel.Error : SyslogLevel.Info;
        foreach (var target in _targets) worker.Syslog.Write(target, level, _tag, line.AsSpan(0, length));
    }

    private static LogFormat FormatOf(ProxyLog settings, bool http)
    {
        if (settings.Format is { } custom) return custom;
        var text = settings.Style switch
        {
            LogStyle.Http => HttpFormat,
            LogStyle.Tcp => TcpFormat,
            LogStyle.Default => http ? DefaultHttpFormat : DefaultTcpFormat,
            _ => throw new InvalidOperationException($"log style {settings.Style} without a format"),
        };
        var context = new ExpressionContext { Diagnostics = new(), Place = default };
        return LogFormatReader.Read(text, context, out var error) ?? throw new InvalidOperationException(error);
    }
}
