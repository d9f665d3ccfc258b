using System.Text;
using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Protocols;
using HAProxy.Net.Runtime;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Tests.Samples;

/// <summary>One stream with a request in it, and compilers for it: bytes in, bytes out, no sockets.</summary>
internal sealed class StreamFixture
{
    private readonly VariableNames _variables = new();

    public StreamFixture(string configuration = "frontend f\n mode http\n bind 127.0.0.1:1\n default_backend b\nbackend b\n mode http\n server s1 127.0.0.1:2\n")
    {
        var loaded = HaproxyConfig.Parse(configuration);
        Model = loaded.Model ?? throw new InvalidOperationException(string.Join('\n', loaded.Diagnostics.Items.Select(d => d.Message)));
        Process = RuntimeBuilder.Build(Model, 1, 100, () => 0);
        Stream = new StreamContext
        {
            Frontend = Process.Frontends[0],
            Listener = Process.Frontends[0].Listeners[0],
            Source = new SocketEndpoint(EndpointKind.IPv4, 0, 0x7f000001, 40000),
            Destination = new SocketEndpoint(EndpointKind.IPv4, 0, 0x0a000001, 80),
        };
        Stream.Request.Reset(new byte[16384], 101);
        Stream.Response.Reset(new byte[16384], 101);
        Stream.Termination.Reset();
        Stream.Times.Reset();
        Compiler = new SampleCompiler(_variables, _ => Process.Frontends[0], _ => Process.Backends[0]);
    }

    public HaproxyModel Model { get; }

    public ProxyProcess Process { get; }

    public StreamContext Stream { get; }

    public SampleCompiler Compiler { get; }

    public StreamFixture Request(string method, string target, params string[] headers)
    {
        Stream.Request.Clear();
        Stream.Request.Version = 11;
        Stream.Request.SetMethod(Encoding.UTF8.GetBytes(method));
        Stream.Request.SetTarget(Encoding.UTF8.GetBytes(target));
        Fill(Stream.Request, headers);
        Stream.HasRequest = true;
        Stream.RequestLine = Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1");
        return this;
    }

    public StreamFixture Response(int status, params string[] headers)
    {
        Stream.Response.Clear();
        Stream.Response.Version = 11;
        Stream.Response.Status = status;
        Fill(Stream.Response, headers);
        Stream.HasResponse = true;
        Stream.InRequest = false;
        return this;
    }

    /// <summary>The value as text, or null when there is no sample.</summary>
    public string? Value(string expression)
    {
        var sample = new Sample();
        return Compile(expression).Evaluate(Stream, SampleType.String, ref sample) ? Encoding.Latin1.GetString(sample.Bytes.Span) : null;
    }

    /// <summary>Sets a variable of the transaction.</summary>
    public void SetVariable(string name, string expression)
    {
        var sample = new Sample();
        if (!Compile(expression).Evaluate(Stream, ref sample)) throw new InvalidOperationException(expression);
        Stream.Variables.Set(Compiler.IndexOfVariable(new Variable(VariableScope.Transaction, name)), sample);
    }

    public CompiledSample Compile(string expression)
    {
        var reading = SampleReader.Read(expression, Context());
        return Compiler.Compile(reading.Expression ?? throw new InvalidOperationException(reading.Error));
    }

    public CompiledCondition Condition(params string[] words) =>
        CompiledCondition.Compile(ConditionReader.Read(false, words, Context(), out var error, out _) ?? throw new InvalidOperationException(error), Compiler)!;

    public LogFormat Format(string text) => LogFormatReader.Read(text, Context(), out var error) ?? throw new InvalidOperationException(error);

    /// <summary>A head as it would be sent: start line left out.</summary>
    public static string Headers(MessageHead head) => string.Join(" | ", Enumerable.Range(0, head.Count).Where(slot => !head.IsRemoved(slot))
        .Select(slot => $"{Encoding.Latin1.GetString(head.Name(slot))}: {Encoding.Latin1.GetString(head.Value(slot))}"));

    private static ExpressionContext Context() => new(new ExpressionScope { Diagnostics = new(), ResolveHost = static _ => null }, default);

    private static void Fill(MessageHead head, string[] headers)
    {
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            head.Add(Encoding.UTF8.GetBytes(header[..colon]), Encoding.UTF8.GetBytes(header[(colon + 1)..].Trim()));
        }
    }
}
