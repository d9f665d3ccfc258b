using System.Globalization;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>The names that are always defined: <c>_PWD _INSTANCE _RANDOM _HASH _BANG</c>, and <c>_ENV</c> of 2.4 (keepalived.conf(5) "Definitions").</summary>
/// <param name="instance">The id of the node, which conditions are compared with.</param>
/// <param name="variable">An environment variable; null: <c>_ENV</c> is unknown, as in 2.2.7.</param>
internal sealed class Predefined(string instance, Func<string, string?>? variable)
{
    private const int MaxRandom = 32_767;

    /// <summary>Of the file that is read.</summary>
    public string Directory { get; set; } = "";

    /// <returns>Null when the name is none of them.</returns>
    public string? Value(string name, string arguments) => name switch
    {
        "_PWD" => Directory,
        "_INSTANCE" => instance,
        "_RANDOM" => Random(arguments),
        "_HASH" => "#",
        "_BANG" => "!",
        "_ENV" => variable?.Invoke(arguments.Trim()),
        _ => null,
    };

    /// <summary><c>_RANDOM</c>, <c>_RANDOM min</c>, <c>_RANDOM min max</c>: both ends included; more words are ignored.</summary>
    private static string? Random(string arguments)
    {
        var words = arguments.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var (min, max) = (0, MaxRandom);
        if (words.Length > 0 && !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out min)) return null;
        if (words.Length > 1 && !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out max)) return null;
        return min > max ? null : System.Random.Shared.NextInt64(min, (long)max + 1).ToString(CultureInfo.InvariantCulture);
    }
}
