using ConfParsers.Haproxy.Catalog;
using Tables = ConfParsers.Haproxy.Catalog.Catalog;

namespace Fuzz.Generating;

/// <summary>Options at the end of a <c>bind</c> or <c>server</c> line, and the data of a stick table: some of the rows, each at most once.</summary>
internal sealed class OptionLists(Random random, Func<string, Scene, string> value)
{
    private readonly Deck<BindKeyword> _bind = new(Tables.Bind.Values, random);
    private readonly Deck<ServerKeyword> _server = new(Tables.Server.Values, random);
    private readonly Deck<string> _stored = new(StickTableWords.Stored, random);

    public string Bind(Scene scene) => Options(scene, _bind, "Bind", 4);

    public string Server(Scene scene) => Options(scene, _server, "Server", 5);

    /// <summary>What a stick table keeps.</summary>
    public string Stored(Scene scene)
    {
        var text = "";
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var more = random.Next(4); more > 0; more--)
        {
            // An array takes the place of the single counters of its name.
            if (_stored.Draw(one => !taken.Contains(Array(one))) is not { } word) break;
            taken.Add(Array(word));
            text += $" store {Notation.Parse(word).Write(hole => value(hole, scene), random)}";
        }

        return text;
    }

    private static string Array(string stored) => stored.StartsWith("gpc", StringComparison.Ordinal) ? stored.Contains("rate", StringComparison.Ordinal) ? "gpc_rate" : "gpc" : stored.StartsWith("gpt", StringComparison.Ordinal) ? "gpt" : stored;

    private string Options<T>(Scene scene, Deck<T> deck, string kind, int most)
        where T : Keyword
    {
        var text = "";
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var more = random.Next(most + 1); more > 0; more--)
        {
            if (deck.Draw(one => !taken.Contains(Family(one.Name)) && !Refused.Contains($"{kind} {one.Name}")) is not { } row) break;
            taken.Add(Family(row.Name));
            text += $" {row.Name} {Notation.Parse(Forms.Of($"{kind} {row.Name}") ?? row.Arguments).Write(hole => value(hole, scene), random)}";
        }

        return text;
    }

    /// <summary>Versions of TLS contradict one another: one word about them a line.</summary>
    private static string Family(string name) => name.Contains("tlsv", StringComparison.Ordinal) || name.Contains("sslv", StringComparison.Ordinal) || name.EndsWith("-ver", StringComparison.Ordinal) ? "version"
        : name.Contains("verify", StringComparison.Ordinal) || name.StartsWith("ca-", StringComparison.Ordinal) || name is "ssl" or "check-ssl" or "crl-file" ? "verify"
        : name.StartsWith("no-", StringComparison.Ordinal) ? name[3..] : name;

    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal) { "Server usesrc", "Server namespace", "Bind namespace" };
}
