using System.Globalization;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Cli;

/// <summary>Weights by hand (management.txt 9.3 "get weight", "set weight"): absolute, or as a share of the configured weight.</summary>
public sealed class WeightCommands(ControlledProcess controlled)
{
    private const int MaxWeight = 256;

    public CliCommand[] Table =>
    [
        new("get weight", StatsLevel.User, "get weight <bk>/<srv>", "report a server's current weight", Get),
        new("set weight", StatsLevel.Admin, "set weight <bk>/<srv>  (DEPRECATED)", "change a server's weight (use 'set server' instead)", Set),
    ];

    private string Get(CliCall call) =>
        controlled.Find(call[0], out var answer) is { } server ? $"{server.UserWeight} (initial {server.InitialWeight})\n" : answer;

    private string Set(CliCall call) => controlled.Find(call[0], out var answer) is { } server ? Change(server, call[1]) : answer;

    /// <summary>Sets it, and answers nothing; or answers what is wrong with the word (two of the messages have no line end: measured).</summary>
    public static string Change(Server server, string word)
    {
        if (word.Length == 0) return "Require <weight> or <weight%>.\n";
        var digits = word.AsSpan(word[0] == '-' ? 1 : 0);
        var length = digits.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : digits.Length;
        if (length == 0) return "Empty weight string empty or preceded by garbage";
        var rest = digits[length..];
        if (rest is not ("" or "%")) return "Trailing garbage in weight string";
        var value = int.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        if (word[0] == '-') value = -1;
        if (rest is "%")
        {
            if (value < 0) return "Relative weight must be positive.\n";
            value = (int)Math.Min(MaxWeight, (long)server.InitialWeight * value / 100);
        }

        if (value is < 0 or > MaxWeight) return "Absolute weight can only be between 0 and 256 inclusive.\n";
        server.Backend.Admission.Change(server, userWeight: value);
        return "";
    }
}
