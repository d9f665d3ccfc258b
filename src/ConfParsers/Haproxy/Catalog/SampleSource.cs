namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Where fetches find their information: what HAProxy calls it when it is not there, and the places where it is
/// (the 22 columns of <c>-dKsmp</c>; the names as messages of 2.6.12 have them).
/// </summary>
/// <param name="Needs">As in "... because it needs 'HTTP request headers' which is not available here".</param>
/// <param name="Places">Where it can be had.</param>
public sealed record SampleSource(string Needs, SamplePlaces Places)
{
    /// <summary>Constants, the process, variables.</summary>
    public static readonly SampleSource Anywhere = new("internal state", SamplePlaces.Everywhere);

    /// <summary>Proxies, servers and tables: all but the configuration itself.</summary>
    public static readonly SampleSource Internal = new("internal state", SamplePlaces.Stream | SamplePlaces.Cli);

    public static readonly SampleSource Frontend = new("frontend", SamplePlaces.Stream & ~SamplePlaces.Check);

    public static readonly SampleSource ClientAddress = new("client address", SamplePlaces.Stream);

    public static readonly SampleSource ClientConnection =
        new("client-side connection", SamplePlaces.Stream & ~SamplePlaces.Check & ~SamplePlaces.FrontendConnection);

    public static readonly SampleSource RequestBuffer = new("request buffer", SamplePlaces.Request) { IsBuffer = true };

    public static readonly SampleSource RequestHeaders = new("HTTP request headers", SamplePlaces.Request);

    /// <summary>What is kept of the request until the log line is written.</summary>
    public static readonly SampleSource Request = new("HTTP request", SamplePlaces.Transaction);

    public static readonly SampleSource Backend = new("backend", SamplePlaces.BackendAssigned);

    public static readonly SampleSource Server = new("server", SamplePlaces.ServerAssigned);

    public static readonly SampleSource ServerAddress = new("server address", SamplePlaces.Response | SamplePlaces.Log | SamplePlaces.Check);

    public static readonly SampleSource ServerConnection = new("server-side connection", ServerAddress.Places);

    public static readonly SampleSource ResponseBuffer = new("response buffer", SamplePlaces.Response | SamplePlaces.Check) { IsBuffer = true };

    public static readonly SampleSource ResponseHeaders = new("HTTP response headers", SamplePlaces.Response | SamplePlaces.Check);

    /// <summary>What is kept of the response until the log line is written.</summary>
    public static readonly SampleSource Response = new("HTTP response", ServerAddress.Places);

    /// <summary>Responses that a cache gave: known from the choice of the server on.</summary>
    public static readonly SampleSource CachedResponse = new("HTTP response", SamplePlaces.ServerAssigned);

    public static readonly SampleSource EitherBuffer = Either(RequestBuffer, ResponseBuffer);

    public static readonly SampleSource EitherHeaders = Either(RequestHeaders, ResponseHeaders);

    /// <summary>Raw bytes: there are none to look at in HTTP mode, where they have been parsed already.</summary>
    public bool IsBuffer { get; init; }

    private static SampleSource Either(SampleSource one, SampleSource other) =>
        new($"{one.Needs},{other.Needs}", one.Places | other.Places) { IsBuffer = one.IsBuffer };
}
