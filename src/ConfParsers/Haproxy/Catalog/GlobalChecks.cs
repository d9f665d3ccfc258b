using ConfParsers.Haproxy.Features;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What of the global section can only be judged when the whole file is read, in HAProxy's order.</summary>
internal static class GlobalChecks
{
    /// <summary>Ahead of the proxies.</summary>
    /// <returns>False when HAProxy looks at nothing else.</returns>
    public static bool Before(GlobalBuilder global) => HttpClientKeywords.CheckAuthorities(global) && ThreadGroupKeywords.Check(global);

    /// <summary>Behind them.</summary>
    public static void After(GlobalBuilder global)
    {
        TuningKeywords.Check(global);
        HttpClientKeywords.CheckResolvers(global);
        TlsProviders.Check(global);
        HeaderCaseKeywords.Check(global);
    }
}
