namespace ConfParsers.Haproxy.Catalog;

/// <summary>Where in the life of a stream an expression stands (the columns of <c>-dKsmp</c>).</summary>
[Flags]
public enum SamplePlaces
{
    None = 0,
    FrontendConnection = 1 << 0,
    FrontendSession = 1 << 1,
    FrontendContent = 1 << 2,
    FrontendRequest = 1 << 3,
    FrontendRequestBody = 1 << 4,
    UseBackend = 1 << 5,
    BackendContent = 1 << 6,
    BackendRequest = 1 << 7,
    BackendRequestBody = 1 << 8,
    ServerChoice = 1 << 9,
    ServerSource = 1 << 10,
    BackendResponseContent = 1 << 11,
    BackendResponse = 1 << 12,
    BackendResponseBody = 1 << 13,
    StickStore = 1 << 14,
    FrontendResponseContent = 1 << 15,
    FrontendResponse = 1 << 16,
    FrontendResponseBody = 1 << 17,
    Log = 1 << 18,
    Check = 1 << 19,
    Configuration = 1 << 20,
    Cli = 1 << 21,

    Everywhere = (1 << 22) - 1,

    /// <summary>A stream or a check exists: all but the configuration and the CLI.</summary>
    Stream = (1 << 20) - 1,

    /// <summary>From the rules of the backend on.</summary>
    BackendAssigned = Stream & ~0x3f,

    /// <summary>From the choice of the server on.</summary>
    ServerAssigned = Stream & ~0x3ff,

    /// <summary>While the request is being analysed.</summary>
    Request = (1 << 11) - 1 & ~FrontendConnection & ~FrontendSession,

    /// <summary>From the request to the log line.</summary>
    Transaction = (1 << 19) - 1 & ~FrontendConnection & ~FrontendSession,

    /// <summary>While the response is being analysed.</summary>
    Response = BackendResponseContent | BackendResponse | BackendResponseBody | StickStore |
               FrontendResponseContent | FrontendResponse | FrontendResponseBody,
}
