namespace ConfParsers.Haproxy.Sections;

/// <summary>The sections that are neither global nor proxies while they are read, in file order.</summary>
internal sealed class FurtherSections
{
    public List<PeersBuilder> Peers { get; } = [];

    public List<ResolversBuilder> Resolvers { get; } = [];

    public List<UserListBuilder> UserLists { get; } = [];

    public List<MailersBuilder> Mailers { get; } = [];

    public List<CacheBuilder> Caches { get; } = [];

    public List<RingBuilder> Rings { get; } = [];

    public List<HttpErrorsBuilder> HttpErrors { get; } = [];

    public List<LogForwardBuilder> LogForwards { get; } = [];

    public List<FcgiAppBuilder> FcgiApps { get; } = [];

    public List<ProgramBuilder> Programs { get; } = [];

    /// <summary>Names of <c>namespace_list</c>.</summary>
    public List<string> Namespaces { get; } = [];
}
