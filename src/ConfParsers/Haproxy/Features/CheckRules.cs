using System.Text.Json.Serialization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One <c>http-check</c> or <c>tcp-check</c> line: a step of a health check (configuration.txt 4.2 "http-check", "tcp-check").</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CheckRule.CommentOnly), "commentOnly")]
[JsonDerivedType(typeof(CheckRule.Connect), "connect")]
[JsonDerivedType(typeof(CheckRule.Expect), "expect")]
[JsonDerivedType(typeof(CheckRule.SendBytes), "sendBytes")]
[JsonDerivedType(typeof(CheckRule.SendFormat), "sendFormat")]
[JsonDerivedType(typeof(CheckRule.SendRequest), "sendRequest")]
[JsonDerivedType(typeof(CheckRule.SetVariable), "setVariable")]
[JsonDerivedType(typeof(CheckRule.UnsetVariable), "unsetVariable")]
public abstract record CheckRule(Span Place)
{
    /// <summary>What the log says when the step fails.</summary>
    public string? Comment { get; init; }

    /// <summary>Opens a connection. Without any such step one is opened as the server line says.</summary>
    public sealed record Connect(Span Place) : CheckRule(Place)
    {
        /// <summary>Options that are not given come from the server line.</summary>
        public bool UsesServerDefaults { get; init; }

        /// <summary>1..65535; 0: the server's.</summary>
        public int Port { get; init; }

        /// <summary>A port that is computed for each check; null: none.</summary>
        public SampleExpression? PortExpression { get; init; }

        /// <summary>Null: the server's.</summary>
        public Endpoint? Address { get; init; }

        public bool SendProxy { get; init; }

        public bool ViaSocks4 { get; init; }

        public bool Ssl { get; init; }

        public string? Sni { get; init; }

        /// <summary>Protocols offered by ALPN.</summary>
        public string[] Alpn { get; init; } = [];

        /// <summary>Null: by mode and ALPN.</summary>
        public MuxProtocol? Protocol { get; init; }

        /// <summary>Closed cleanly instead of by RST.</summary>
        public bool Linger { get; init; }
    }

    /// <summary><c>tcp-check send</c>, <c>send-binary</c>.</summary>
    public sealed record SendBytes(byte[] Bytes, Span Place) : CheckRule(Place);

    /// <summary><c>tcp-check send-lf</c>, <c>send-binary-lf</c>.</summary>
    /// <param name="Hexadecimal">What the format gives is hexadecimal.</param>
    public sealed record SendFormat(LogFormat Format, bool Hexadecimal, Span Place) : CheckRule(Place);

    /// <summary><c>http-check send</c>; what is null comes from <c>option httpchk</c>.</summary>
    public sealed record SendRequest(Span Place) : CheckRule(Place)
    {
        public string? Method { get; init; }

        public string? Uri { get; init; }

        public LogFormat? UriFormat { get; init; }

        public string? Version { get; init; }

        public (string Name, LogFormat Value)[] Headers { get; init; } = [];

        public byte[]? Body { get; init; }

        public LogFormat? BodyFormat { get; init; }
    }

    /// <summary>Waits for an answer and compares it.</summary>
    public sealed record Expect(CheckPattern Pattern, bool Negated, Span Place) : CheckRule(Place)
    {
        /// <summary>Bytes that must have come before the comparison; -1: each time that some come.</summary>
        public int MinimumBytes { get; init; } = -1;

        /// <summary>Check status on success: L4OK, L6OK, L7OK, L7OKC; null: by pattern.</summary>
        public string? OkStatus { get; init; }

        /// <summary>Check status on failure: L4CON, L6RSP, L7RSP, L7STS, L7OKC.</summary>
        public string? ErrorStatus { get; init; }

        /// <summary>Check status on a timeout: L4TOUT, L6TOUT, L7TOUT.</summary>
        public string? TimeoutStatus { get; init; }

        /// <summary>Text for the log and the statistics.</summary>
        public LogFormat? OnSuccess { get; init; }

        public LogFormat? OnError { get; init; }

        /// <summary>Gives the code shown with the status.</summary>
        public SampleExpression? StatusCode { get; init; }
    }

    public sealed record SetVariable(Variable Variable, SampleExpression? Value, LogFormat? Format, Span Place) : CheckRule(Place);

    public sealed record UnsetVariable(Variable Variable, Span Place) : CheckRule(Place);

    /// <summary>A line that only comments the steps behind it.</summary>
    public sealed record CommentOnly(Span Place) : CheckRule(Place);
}

/// <summary>What an answer is compared with.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(CheckPattern.Bytes), "bytes")]
[JsonDerivedType(typeof(CheckPattern.Custom), "custom")]
[JsonDerivedType(typeof(CheckPattern.Format), "format")]
[JsonDerivedType(typeof(CheckPattern.Header), "header")]
[JsonDerivedType(typeof(CheckPattern.Regex), "regex")]
[JsonDerivedType(typeof(CheckPattern.Status), "status")]
[JsonDerivedType(typeof(CheckPattern.StatusRegex), "statusRegex")]
public abstract record CheckPattern
{
    /// <summary>The bytes stand anywhere in it.</summary>
    public sealed record Bytes(byte[] Value) : CheckPattern;

    /// <summary>As above, computed for each check.</summary>
    public sealed record Format(LogFormat Value, bool Hexadecimal) : CheckPattern;

    /// <summary>A regular expression; for binaries it sees hexadecimal digits.</summary>
    public sealed record Regex(string Value, bool Hexadecimal) : CheckPattern;

    public sealed record Status((int Low, int High)[] Ranges, string Text) : CheckPattern;

    public sealed record StatusRegex(string Value) : CheckPattern;

    /// <summary>A header of a name and, unless null, a value.</summary>
    /// <param name="Full">The whole line's value; otherwise each value of a list between commas.</param>
    public sealed record Header(HeaderMatch Name, HeaderMatch? Value, bool Full) : CheckPattern;

    /// <summary><c>custom</c>: the protocol's own test.</summary>
    public sealed record Custom : CheckPattern;
}

/// <summary>How a header's name or value is compared; exactly one of text and format is set.</summary>
public sealed record HeaderMatch(MatchMethod Method, string? Text, LogFormat? Format);
