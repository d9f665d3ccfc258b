using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One <c>http-request</c> or <c>http-response</c> line: an action and the condition under which it applies.</summary>
public sealed record HttpRule(RuleAction Action, Condition? Condition, Span Place);

/// <summary>What a rule does (configuration.txt 4.2 "http-request", "http-response").</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RuleAction.AddHeader), "addHeader")]
[JsonDerivedType(typeof(RuleAction.Allow), "allow")]
[JsonDerivedType(typeof(RuleAction.Auth), "auth")]
[JsonDerivedType(typeof(RuleAction.DeleteHeader), "deleteHeader")]
[JsonDerivedType(typeof(RuleAction.Deny), "deny")]
[JsonDerivedType(typeof(RuleAction.Redirect), "redirect")]
[JsonDerivedType(typeof(RuleAction.Return), "return")]
[JsonDerivedType(typeof(RuleAction.SetHeader), "setHeader")]
[JsonDerivedType(typeof(RuleAction.SetMethod), "setMethod")]
[JsonDerivedType(typeof(RuleAction.SetPath), "setPath")]
[JsonDerivedType(typeof(RuleAction.SetQuery), "setQuery")]
[JsonDerivedType(typeof(RuleAction.SetStatus), "setStatus")]
[JsonDerivedType(typeof(RuleAction.SetUri), "setUri")]
[JsonDerivedType(typeof(RuleAction.SetVariable), "setVariable")]
[JsonDerivedType(typeof(RuleAction.UnsetVariable), "unsetVariable")]
public abstract partial record RuleAction
{
    /// <summary>Stops the rules, lets the message pass.</summary>
    public sealed record Allow : RuleAction;

    /// <summary>Answers and ends. Status default 403 (http-request), 502 (http-response).</summary>
    public sealed record Deny(int Status, HttpReply? Reply) : RuleAction;

    /// <summary>Answers with a message of the proxy's own.</summary>
    public sealed record Return(HttpReply Reply) : RuleAction;

    public sealed record Redirect(RedirectKind Kind, int Code, LogFormat Target) : RuleAction
    {
        public bool DropQuery { get; init; }

        public bool AppendSlash { get; init; }

        public bool IgnoreEmpty { get; init; }

        /// <summary>Whole value of a Set-Cookie header to add, or null.</summary>
        public string? SetCookie { get; init; }
    }

    public sealed record SetHeader(string Name, LogFormat Value) : RuleAction;

    public sealed record AddHeader(string Name, LogFormat Value) : RuleAction;

    /// <summary><c>del-header name [-m meth]</c>.</summary>
    public sealed record DeleteHeader(string Name, MatchMethod Method) : RuleAction;

    /// <summary><c>set-var(name)</c>, <c>set-var-fmt(name)</c>.</summary>
    /// <param name="Value">Of <c>set-var</c>; null with a format.</param>
    public sealed record SetVariable(Variable Variable, SampleExpression? Value) : RuleAction
    {
        /// <summary>Of <c>set-var-fmt</c>.</summary>
        public LogFormat? Format { get; init; }

        /// <summary>All of these must hold, or the variable stays as it is.</summary>
        public VariableConditions Conditions { get; init; }
    }

    /// <summary><c>unset-var(name)</c>.</summary>
    public sealed record UnsetVariable(Variable Variable) : RuleAction;

    public sealed record SetPath(LogFormat Value) : RuleAction;

    public sealed record SetQuery(LogFormat Value) : RuleAction;

    public sealed record SetUri(LogFormat Value) : RuleAction;

    public sealed record SetMethod(LogFormat Value) : RuleAction;

    public sealed record SetStatus(int Status, string? Reason) : RuleAction;

    /// <summary><c>http-request auth [realm x]</c>: 401 unless stats or user credentials are good.</summary>
    public sealed record Auth(string? Realm) : RuleAction;
}

public enum RedirectKind
{
    Location,
    Prefix,
    Scheme,
}

/// <summary>A reply of <c>return</c> and <c>deny</c>: status, content type, body and headers (configuration.txt 4.2 "http-request return").</summary>
public sealed record HttpReply(int Status)
{
    public string? ContentType { get; init; }

    /// <summary>A literal body (from <c>string</c> or <c>file</c>), or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>A body evaluated per request (<c>lf-string</c>, <c>lf-file</c>), or null.</summary>
    public LogFormat? FormattedBody { get; init; }

    public (string Name, LogFormat Value)[] Headers { get; init; } = [];

    /// <summary>Whole raw message (<c>errorfile</c>), or null.</summary>
    public byte[]? RawMessage { get; init; }

    /// <summary><c>errorfiles</c>: the message that this section has for the status; or null.</summary>
    public Reference<HttpErrorsSection>? ErrorFilesSection { get; init; }

    /// <summary>The line.</summary>
    public Span Place { get; init; }

    /// <summary><c>default-errorfiles</c>: the proxy's own message for the status.</summary>
    public bool DefaultErrorFiles { get; init; }
}
