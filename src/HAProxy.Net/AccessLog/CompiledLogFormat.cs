using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;
using HAProxy.Net.Samples;
using HAProxy.Net.Streams;

namespace HAProxy.Net.AccessLog;

/// <summary>A log-format string ready to run: writes into a span, allocates nothing (configuration.txt 8.2.6).</summary>
public sealed class CompiledLogFormat
{
    private readonly Part[] _parts;
    private readonly bool _isLog;

    private CompiledLogFormat(Part[] parts, bool isLog)
    {
        _parts = parts;
        _isLog = isLog;
    }

    /// <param name="isLog">True for log lines: blanks merge, empty values are <c>-</c>. False for what rules write into messages.</param>
    public static CompiledLogFormat Compile(LogFormat format, SampleCompiler compiler, bool isLog)
    {
        var parts = new List<Part>();
        foreach (var item in format.Items)
        {
            switch (item)
            {
                case LogFormatItem.Literal literal when isLog:
                    AddLiteral(parts, literal.Text);
                    break;
                case LogFormatItem.Literal literal:
                    parts.Add(new Part { Literal = ByteText.Encode(literal.Text) });
                    break;
                case LogFormatItem.Alias alias:
                    parts.Add(new Part { Alias = Enum.Parse<LogAlias>(alias.Name), IsAlias = true, Flags = alias.Flags });
                    break;
                case LogFormatItem.Sample sample:
                    parts.Add(new Part { Sample = compiler.Compile(sample.Expression), Flags = sample.Flags });
                    break;
            }
        }

        return new CompiledLogFormat([.. parts], isLog);
    }

    /// <summary>The text when it never changes, or null.</summary>
    public byte[]? Constant => _parts.Length == 0 ? [] : _parts is [{ Literal: { } only }] ? only : null;

    internal bool Mentions(LogAlias alias)
    {
        foreach (var part in _parts)
        {
            if (part.IsAlias && part.Alias == alias) return true;
        }

        return false;
    }

    /// <summary>Asks for something that is known at the end of a stream only: bytes, timers, states and counts (measured for each alias on 2.6.12).</summary>
    public bool NeedsEnd
    {
        get
        {
            foreach (var part in _parts)
            {
                if (part.IsAlias && IsOfTheEnd(part.Alias)) return true;
            }

            return false;
        }
    }

    private static bool IsOfTheEnd(LogAlias alias) => alias is LogAlias.ac or LogAlias.fc or LogAlias.bc or LogAlias.sc or LogAlias.rc or LogAlias.sq
        or LogAlias.bq or LogAlias.ts or LogAlias.B or LogAlias.U or LogAlias.Ta or LogAlias.Tc or LogAlias.Td or LogAlias.Th or LogAlias.Ti or LogAlias.Tq
        or LogAlias.TR or LogAlias.Tr or LogAlias.Tt or LogAlias.Tu or LogAlias.Tw or LogAlias.ID;

    /// <param name="destination">What does not fit is cut.</param>
    /// <param name="cut">True when something did not fit.</param>
    /// <returns>Bytes written.</returns>
    public int Write(StreamContext stream, in LogScene scene, Span<byte> destination, out bool cut)
    {
        var writer = new LogWriter(destination, _isLog);
        foreach (var part in _parts)
        {
            if (part.Literal is { } literal) writer.Literal(literal);
            else if (part.IsAlias) LogAliases.Write(ref writer, part.Alias, part.Flags, stream, scene);
            else if (part.Sample is { } sample) WriteSample(ref writer, sample, part.Flags, stream);
            else writer.Separator();
        }

        cut = writer.Cut;
        return writer.Length;
    }

    private void WriteSample(ref LogWriter writer, CompiledSample compiled, LogFormatFlags flags, StreamContext stream)
    {
        var sample = new Sample();
        var text = compiled.Evaluate(stream, SampleType.String, ref sample) ? sample.Bytes.Span : default;
        if (_isLog) writer.Text(text, flags);
        else writer.Sample(text, flags);
    }

    private static void AddLiteral(List<Part> parts, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var blank = text.IndexOf(' ', at);
            var end = blank < 0 ? text.Length : blank;
            if (end > at) parts.Add(new Part { Literal = ByteText.Encode(text[at..end]) });
            if (blank < 0) return;
            parts.Add(new Part());
            at = blank + 1;
        }
    }

    /// <summary>One of: literal bytes, an alias, a sample, or (none of them) a blank of a log line.</summary>
    private sealed class Part
    {
        public byte[]? Literal { get; init; }

        public bool IsAlias { get; init; }

        public LogAlias Alias { get; init; }

        public CompiledSample? Sample { get; init; }

        public LogFormatFlags Flags { get; init; }
    }
}

/// <summary>What a log line tells of the process around its stream.</summary>
/// <param name="ActiveConnections"><c>%ac</c></param>
/// <param name="LogCounter"><c>%lc</c></param>
public readonly record struct LogScene(int ActiveConnections, long LogCounter)
{
    /// <summary><c>option logasap</c>: totals are marked as not final (configuration.txt 8.3.2).</summary>
    public bool IsEarly { get; init; }
}
