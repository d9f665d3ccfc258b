namespace Fuzz.Generating;

/// <summary>What the sections that are neither global nor proxies cannot be without.</summary>
internal static class FurtherSectionLines
{
    public static string[] Needed(string section) => section switch
    {
        "cache" => ["total-max-size 4", "max-age 60"],
        "fcgi-app" => ["docroot /var/www"],
        "log-forward" => ["dgram-bind 127.0.0.1:5140", "log 127.0.0.1:5141 local0"],
        "mailers" => ["mailer m 127.0.0.1:25"],
        "namespace_list" => [],
        "peers" => ["peer local 127.0.0.1:10000"],
        "program" => ["command /bin/true"],
        "resolvers" => ["nameserver n 127.0.0.1:53"],
        "ring" => ["size 65536", "server s 127.0.0.1:514"],
        "userlist" => ["group g1", "user u1 insecure-password a groups g1"],
        _ => [],
    };

    /// <summary>The size of a ring comes before what depends on it.</summary>
    public static List<string> Ordered(string section, List<string> lines) =>
        section == "userlist" ? [.. lines.OrderBy(line => line.StartsWith("group", StringComparison.Ordinal) ? 0 : 1)] : lines;
}
