namespace ConfParsers.Grammar;

/// <summary>Names of hosts as questions to a DNS server hold them: labels between dots (RFC 1035, 3.1).</summary>
public static class HostNames
{
    /// <summary>Whether no label is empty but the root's, a dot at the end. Lengths are not looked at, as HAProxy does not (observed).</summary>
    public static bool HasLabels(string name) => name.Length > 0 && name[0] != '.' && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>Names of services (RFC 2782), which only resolvers know.</summary>
    public static bool IsService(string name) => name.StartsWith('_');
}
