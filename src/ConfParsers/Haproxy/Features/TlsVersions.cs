namespace ConfParsers.Haproxy.Features;

/// <summary>Names of TLS versions in configurations, and which of them several limits leave (configuration.txt 5.1 "ssl-min-ver").</summary>
internal static class TlsVersions
{
    public const string Floor = "TLSv1.2";

    private static readonly string[] Names = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

    public static bool IsKnown(string version) => Array.IndexOf(Names, version) >= 0;

    public static bool IsLower(string version, string than) => Array.IndexOf(Names, version) < Array.IndexOf(Names, than);

    /// <summary>The name behind <c>no-</c> and <c>force-</c>: tlsv12 is TLSv1.2.</summary>
    public static string Of(string keyword) => keyword[(keyword.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
    {
        "sslv3" => "SSLv3",
        "tlsv10" => "TLSv1.0",
        "tlsv11" => "TLSv1.1",
        "tlsv12" => "TLSv1.2",
        _ => "TLSv1.3",
    };

    /// <summary>What is left; SSLv3 never is, for OpenSSL 3 is built without it.</summary>
    /// <param name="disabled">Counts only when neither limit is given.</param>
    /// <param name="holes">Versions that are missing between two that are there.</param>
    /// <returns>The lowest and the highest; null when none is left.</returns>
    public static (string Minimum, string Maximum)? Left(string? minimum, string? maximum, IReadOnlyCollection<string> disabled, out List<string> holes)
    {
        holes = [];
        string? hole = null, lowest = null, highest = null;
        for (var i = 1; i < Names.Length; i++)
        {
            var there = (minimum is null || i >= Array.IndexOf(Names, minimum)) && (maximum is null || i <= Array.IndexOf(Names, maximum)) && !disabled.Contains(Names[i]);
            if (!there)
            {
                if (lowest is not null) hole = Names[i];
                continue;
            }

            if (hole is not null) holes.Add(hole);
            hole = null;
            lowest ??= Names[i];
            highest = Names[i];
        }

        return lowest is null ? null : (lowest, highest!);
    }
}
