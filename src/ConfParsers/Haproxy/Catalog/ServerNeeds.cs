namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Why a server is looked at again when the whole file is read. A section gathers it for all its servers, so that of a hundred thousand
/// ordinary ones none is touched for it.
/// </summary>
[Flags]
public enum ServerNeeds
{
    None = 0,

    /// <summary>It is named by host, and needs an address.</summary>
    Address = 1,

    /// <summary>It names a section <c>resolvers</c>.</summary>
    Resolvers = 2,

    /// <summary>It says which protocol is spoken.</summary>
    Protocol = 4,

    /// <summary>Its check has no port.</summary>
    CheckPort = 8,

    /// <summary>Its check says which protocol is spoken.</summary>
    CheckProtocol = 16,
}
