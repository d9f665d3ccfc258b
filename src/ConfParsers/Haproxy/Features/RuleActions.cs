using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Sections;

namespace ConfParsers.Haproxy.Features;

/// <summary>The actions beyond replies, headers and variables (configuration.txt 4.2; <see cref="RuleAction"/> begins in HttpRules.cs).</summary>
[JsonDerivedType(typeof(RuleAction.Capture), "capture")]
[JsonDerivedType(typeof(RuleAction.Close), "close")]
[JsonDerivedType(typeof(RuleAction.DisableRetry), "disableRetry")]
[JsonDerivedType(typeof(RuleAction.EarlyHint), "earlyHint")]
[JsonDerivedType(typeof(RuleAction.EditPatterns), "editPatterns")]
[JsonDerivedType(typeof(RuleAction.ExpectProxy), "expectProxy")]
[JsonDerivedType(typeof(RuleAction.IncrementCounter), "incrementCounter")]
[JsonDerivedType(typeof(RuleAction.NormalizeUri), "normalizeUri")]
[JsonDerivedType(typeof(RuleAction.OpenTracingGroup), "openTracingGroup")]
[JsonDerivedType(typeof(RuleAction.Reject), "reject")]
[JsonDerivedType(typeof(RuleAction.ReplaceHeader), "replaceHeader")]
[JsonDerivedType(typeof(RuleAction.ReplaceTarget), "replaceTarget")]
[JsonDerivedType(typeof(RuleAction.Resolve), "resolve")]
[JsonDerivedType(typeof(RuleAction.SendSpoeGroup), "sendSpoeGroup")]
[JsonDerivedType(typeof(RuleAction.SetEndpoint), "setEndpoint")]
[JsonDerivedType(typeof(RuleAction.SetLogLevel), "setLogLevel")]
[JsonDerivedType(typeof(RuleAction.SetMark), "setMark")]
[JsonDerivedType(typeof(RuleAction.SetNice), "setNice")]
[JsonDerivedType(typeof(RuleAction.SetPathAndQuery), "setPathAndQuery")]
[JsonDerivedType(typeof(RuleAction.SetPriority), "setPriority")]
[JsonDerivedType(typeof(RuleAction.SetTag), "setTag")]
[JsonDerivedType(typeof(RuleAction.SetTimeout), "setTimeout")]
[JsonDerivedType(typeof(RuleAction.SetTos), "setTos")]
[JsonDerivedType(typeof(RuleAction.SilentDrop), "silentDrop")]
[JsonDerivedType(typeof(RuleAction.StrictMode), "strictMode")]
[JsonDerivedType(typeof(RuleAction.SwitchToHttp), "switchToHttp")]
[JsonDerivedType(typeof(RuleAction.RunLua), "lua")]
[JsonDerivedType(typeof(RuleAction.Tarpit), "tarpit")]
[JsonDerivedType(typeof(RuleAction.Track), "track")]
[JsonDerivedType(typeof(RuleAction.UseCache), "useCache")]
[JsonDerivedType(typeof(RuleAction.UseService), "useService")]
[JsonDerivedType(typeof(RuleAction.WaitForBody), "waitForBody")]
[JsonDerivedType(typeof(RuleAction.WaitForHandshake), "waitForHandshake")]
public abstract partial record RuleAction
{
    /// <summary>Ends the connection without an answer.</summary>
    public sealed record Reject : RuleAction;

    /// <summary><c>tcp-response content close</c>: the server connection is closed at once.</summary>
    public sealed record Close : RuleAction;

    /// <summary>Answers like <see cref="Deny"/>, but only after <c>timeout tarpit</c>.</summary>
    public sealed record Tarpit(int Status, HttpReply? Reply) : RuleAction;

    public sealed record SilentDrop : RuleAction;

    /// <summary>Adds to or takes from an ACL or map that was loaded from a file.</summary>
    /// <param name="Value">Of <c>set-map</c> only.</param>
    public sealed record EditPatterns(PatternEdit Edit, string File, LogFormat Key, LogFormat? Value) : RuleAction;

    /// <summary>Keeps a sample for the log line.</summary>
    /// <param name="Length">With <c>len</c>: bytes of a slot of its own; otherwise 0.</param>
    /// <param name="Slot">With <c>id</c>: the slot of <c>declare capture</c>.</param>
    public sealed record Capture(SampleExpression Sample, int Length, int? Slot) : RuleAction;

    public sealed record DisableRetry : RuleAction;

    /// <summary><c>do-resolve(variable,resolvers[,ipv4|ipv6])</c></summary>
    /// <param name="Variable">Where the address is put; null: a name without scope was written, which HAProxy 2.6 takes.</param>
    /// <param name="PrefersIPv6">Null: the resolvers' own preference.</param>
    public sealed record Resolve(Variable? Variable, Reference<ResolversSection> Resolvers, bool? PrefersIPv6, SampleExpression Name) : RuleAction;

    /// <summary>Adds a header to a 103 answer (RFC 8297).</summary>
    public sealed record EarlyHint(string Name, LogFormat Value) : RuleAction;

    public sealed record NormalizeUri(UriNormalizer Normalizer) : RuleAction
    {
        /// <summary><c>path-strip-dotdot full</c>: also those at the beginning.</summary>
        public bool Full { get; init; }

        /// <summary><c>strict</c>: a malformed escape is an error.</summary>
        public bool Strict { get; init; }
    }

    /// <param name="Whole">The header as a whole (<c>replace-header</c>), not each of its comma-separated values.</param>
    public sealed record ReplaceHeader(string Name, string Pattern, LogFormat Value, bool Whole) : RuleAction;

    public sealed record ReplaceTarget(TargetReplacement Part, string Pattern, LogFormat Value) : RuleAction;

    public sealed record SetPathAndQuery(LogFormat Value) : RuleAction;

    /// <summary>Whether a rewriting that fails ends the message.</summary>
    public sealed record StrictMode(bool On) : RuleAction;

    /// <summary>Follows the entry of a stick table by one of the counters.</summary>
    /// <param name="Table">Null: the proxy's own.</param>
    public sealed record Track(int Counter, SampleExpression Key, Reference<StickTable>? Table) : RuleAction;

    /// <summary>Adds one to a general purpose counter of a tracked entry.</summary>
    /// <param name="Array">Of <c>sc-inc-gpc(idx,sc)</c> the index; null with <paramref name="Name"/> gpc0 or gpc1.</param>
    public sealed record IncrementCounter(string Name, uint? Array, int Counter) : RuleAction;

    /// <summary>Sets a general purpose tag of a tracked entry, to a number or a sample.</summary>
    public sealed record SetTag(uint? Array, int Counter, uint Value, SampleExpression? Sample) : RuleAction;

    /// <param name="IsTunnel">The tunnel timeout, not that of the server.</param>
    /// <param name="Sample">Milliseconds, when no fixed time is given.</param>
    public sealed record SetTimeout(bool IsTunnel, TimeSpan Value, SampleExpression? Sample) : RuleAction;

    public sealed record WaitForBody(TimeSpan Time, uint AtLeast) : RuleAction;

    public sealed record WaitForHandshake : RuleAction;

    public sealed record UseService(string Name) : RuleAction;

    /// <summary>What a Lua file registered (lua.txt "core.register_action").</summary>
    /// <param name="Name">Without <c>lua.</c>.</param>
    public sealed record RunLua(string Name, string[] Arguments) : RuleAction;

    public sealed record SendSpoeGroup(string Engine, Reference<SpoeGroup> Group) : RuleAction;

    public sealed record OpenTracingGroup(string Filter, string Group) : RuleAction;

    /// <param name="Store">Puts the response into the cache; otherwise the request is answered out of it.</param>
    public sealed record UseCache(Reference<CacheSection> Cache, bool Store) : RuleAction;

    /// <param name="Level">0 (emerg) to 7 (debug); null: no line is logged.</param>
    public sealed record SetLogLevel(int? Level) : RuleAction;

    /// <param name="Value">-1024 to 1024.</param>
    public sealed record SetNice(int Value) : RuleAction;

    /// <summary>The Netfilter mark of packets to the client.</summary>
    public sealed record SetMark(uint Value) : RuleAction;

    /// <summary>The type-of-service byte of packets to the client.</summary>
    public sealed record SetTos(byte Value) : RuleAction;

    /// <summary>Changes an end of the client's connection, as all that follows sees it.</summary>
    public sealed record SetEndpoint(bool IsDestination, bool IsPort, SampleExpression Value) : RuleAction;

    /// <param name="IsOffset">Milliseconds of seniority, not a class.</param>
    public sealed record SetPriority(bool IsOffset, SampleExpression Value) : RuleAction;

    /// <summary>The connection begins with a header that names the client.</summary>
    /// <param name="Netscaler">That of NetScaler CIP instead of the PROXY protocol.</param>
    public sealed record ExpectProxy(bool Netscaler) : RuleAction;

    /// <summary>The rest of the connection is HTTP.</summary>
    /// <param name="Protocol">H1 or H2; null: found out.</param>
    public sealed record SwitchToHttp(MuxProtocol? Protocol) : RuleAction;
}

public enum PatternEdit
{
    AddAcl,
    DeleteAcl,
    SetMap,
    DeleteMap,
}

public enum TargetReplacement
{
    Path,
    PathAndQuery,
    Uri,
}

public enum UriNormalizer
{
    FragmentEncode,
    FragmentStrip,
    PathMergeSlashes,
    PathStripDot,
    PathStripDotDot,
    PercentDecodeUnreserved,
    PercentToUppercase,
    QuerySortByName,
}
