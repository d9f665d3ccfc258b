using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>What a SPOE file says for one engine (SPOE.txt 2): the agent, and what it is told and when.</summary>
/// <param name="Name">The engine's; without one the agent's.</param>
/// <param name="Messages">Messages and those of groups, by name.</param>
public sealed record SpoeEngine(string Name, SpoeAgent Agent, SpoeMessage[] Messages, SpoeGroup[] Groups) : INamed
{
    /// <summary>The line of the agent.</summary>
    public Span Place => Agent.Place;
}

/// <summary><c>spoe-agent</c> (SPOE.txt 2.2).</summary>
public sealed record SpoeAgent(string Name, Span Place)
{
    /// <summary>The backend, of mode tcp, in which its servers are; null only until its line has been read.</summary>
    public Reference<ProxyModel>? Backend { get; init; }

    /// <summary>Messages that are sent at their events.</summary>
    public Reference<SpoeMessage>[] Messages { get; init; } = [];

    /// <summary>Groups that <c>send-spoe-group</c> may send.</summary>
    public Reference<SpoeGroup>[] Groups { get; init; } = [];

    /// <summary>New connections a second; 0: any number.</summary>
    public int MaxConnectionRate { get; init; }

    /// <summary>Errors a second after which nothing is sent; 0: any number.</summary>
    public int MaxErrorRate { get; init; }

    /// <summary>Bytes, 256 up to the size of a buffer less four; null: the latter.</summary>
    public int? MaxFrameSize { get; init; }

    /// <summary>Frames without acknowledgement on a connection.</summary>
    public int MaxWaitingFrames { get; init; } = 20;

    public bool Async { get; init; } = true;

    public bool Pipelining { get; init; } = true;

    public bool SendFragments { get; init; } = true;

    public bool ContinueOnError { get; init; }

    public bool DontLogNormal { get; init; }

    public bool ForceSetVar { get; init; }

    /// <summary>Variable, without scope and prefix, that gets the reason of an error.</summary>
    public string? ErrorVariable { get; init; }

    public string? ProcessTimeVariable { get; init; }

    public string? TotalTimeVariable { get; init; }

    /// <summary>Between scope and name of the agent's variables; default the agent's name.</summary>
    public string? VariablePrefix { get; init; }

    public string[] RegisteredVariables { get; init; } = [];

    public TimeSpan? HelloTimeout { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    public TimeSpan? ProcessingTimeout { get; init; }

    public LogTarget[] LogTargets { get; init; } = [];
}

/// <summary><c>spoe-message</c> (SPOE.txt 2.3).</summary>
public sealed record SpoeMessage(string Name, Span Place) : INamed
{
    public SpoeArgument[] Arguments { get; init; } = [];

    /// <summary>Null: only sent with a group.</summary>
    public SpoeEvent? Event { get; init; }

    public Condition? Condition { get; init; }
}

/// <param name="Name">Null: sent without one.</param>
public sealed record SpoeArgument(string? Name, SampleExpression Value);

/// <summary><c>spoe-group</c>: messages that <c>send-spoe-group</c> sends together (SPOE.txt 2.4).</summary>
public sealed record SpoeGroup(string Name, Reference<SpoeMessage>[] Messages, Span Place) : INamed;

/// <summary>When a message is sent (SPOE.txt 2.3 "event").</summary>
public enum SpoeEvent
{
    ClientSession,
    ServerSession,
    FrontendTcpRequest,
    BackendTcpRequest,
    TcpResponse,
    FrontendHttpRequest,
    BackendHttpRequest,
    HttpResponse,
}

/// <summary>Names of the events, and where in a stream's life they are.</summary>
internal static class SpoeEvents
{
    private static readonly (string Name, SpoeEvent Event, SamplePlaces Where)[] All =
    [
        ("on-client-session", SpoeEvent.ClientSession, SamplePlaces.FrontendConnection),
        ("on-server-session", SpoeEvent.ServerSession, SamplePlaces.BackendResponseContent),
        ("on-frontend-tcp-request", SpoeEvent.FrontendTcpRequest, SamplePlaces.FrontendContent),
        ("on-backend-tcp-request", SpoeEvent.BackendTcpRequest, SamplePlaces.BackendContent),
        ("on-tcp-response", SpoeEvent.TcpResponse, SamplePlaces.FrontendResponseContent),
        ("on-frontend-http-request", SpoeEvent.FrontendHttpRequest, SamplePlaces.FrontendRequest),
        ("on-backend-http-request", SpoeEvent.BackendHttpRequest, SamplePlaces.BackendRequest),
        ("on-http-response", SpoeEvent.HttpResponse, SamplePlaces.FrontendResponse),
    ];

    public static SpoeEvent? Of(string name) => Array.Find(All, e => e.Name == name) is { Name: not null } found ? found.Event : null;

    public static SamplePlaces Where(SpoeEvent spoeEvent) => Array.Find(All, e => e.Event == spoeEvent).Where;

    public static bool IsFrontend(SpoeEvent spoeEvent) => spoeEvent is SpoeEvent.ClientSession or SpoeEvent.FrontendTcpRequest or SpoeEvent.FrontendHttpRequest;
}
