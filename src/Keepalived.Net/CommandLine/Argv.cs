namespace Keepalived.Net.CommandLine;

/// <summary>
/// Brings keepalived's argv, which getopt_long(3) reads, into the plain form that System.CommandLine reads: clusters of short
/// options come apart (<c>-nlD</c>), values that touch their option (<c>-fFILE</c>) leave it, long names are completed
/// (<c>--vers</c>), and <c>-t</c> takes a value only when that touches it.
/// </summary>
internal static class Argv
{
    /// <summary>Stands before every value, so that an empty one is a value too.</summary>
    public const char ValueMark = ':';

    private enum Value
    {
        None,
        Mandatory,
        Touching,
    }

    private sealed record Name(char Short, string Long, Value Value, bool IsBuilt = true);

    /// <summary>All options of 2.2.7 (keepalived(8) "OPTIONS"): what is not built is refused as such.</summary>
    private static readonly Name[] Names =
    [
        new('f', "use-file", Value.Mandatory),
        new('P', "vrrp", Value.None),
        new('l', "log-console", Value.None),
        new('D', "log-detail", Value.None),
        new('n', "dont-fork", Value.None),
        new('p', "pid", Value.Mandatory),
        new('r', "vrrp_pid", Value.Mandatory),
        new('t', "config-test", Value.Touching),
        new('v', "version", Value.None),
        new('h', "help", Value.None),
        new('\0', "strict", Value.None),
        new('C', "check", Value.None),
        new('B', "no_bfd", Value.None),
        new('\0', "all", Value.None),
        new('S', "log-facility", Value.Mandatory),
        new('g', "log-file", Value.Touching),
        new('\0', "flush-log-file", Value.None),
        new('G', "no-syslog", Value.None),
        new('u', "umask", Value.Mandatory),
        new('X', "release-vips", Value.None),
        new('V', "dont-release-vrrp", Value.None),
        new('I', "dont-release-ipvs", Value.None),
        new('R', "dont-respawn", Value.None),
        new('d', "dump-conf", Value.None),
        new('T', "genhash", Value.None, IsBuilt: false),
        new('c', "checkers_pid", Value.Mandatory),
        new('a', "address-monitoring", Value.None),
        new('b', "bfd_pid", Value.Mandatory),
        new('x', "snmp", Value.None),
        new('A', "snmp-agent-socket", Value.Mandatory),
        new('s', "namespace", Value.Mandatory),
        new('m', "core-dump", Value.None),
        new('M', "core-dump-pattern", Value.Touching),
        new('e', "all-config", Value.None),
        new('i', "config-id", Value.Mandatory),
        new('\0', "format", Value.Mandatory),
        new('\0', "config-fd", Value.Mandatory),
        new('\0', "signum", Value.Mandatory),

        // Ours.
        new('\0', "metrics", Value.Mandatory),
        new('\0', "status-socket", Value.Mandatory),
    ];

    /// <returns>Long options, <c>--name</c> or <c>--name=:value</c>, and the operands; or the text of what is wrong.</returns>
    public static (List<string> Options, List<string> Operands, string? Fault) Normalise(IReadOnlyList<string> argv)
    {
        var options = new List<string>();
        var operands = new List<string>();
        for (var i = 0; i < argv.Count; i++)
        {
            var word = argv[i];
            if (string.Equals(word, "--", StringComparison.Ordinal))
            {
                operands.AddRange(argv.Skip(i + 1));
                break;
            }

            string? fault = null;
            if (word.StartsWith("--", StringComparison.Ordinal)) fault = Long(word, argv, ref i, options);
            else if (word.StartsWith('-') && word.Length > 1) fault = Cluster(word, argv, ref i, options);
            else operands.Add(word);
            if (fault is not null) return (options, operands, fault);
        }

        return (options, operands, null);
    }

    private static string? Long(string word, IReadOnlyList<string> argv, ref int i, List<string> options)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var text = equals < 0 ? word[2..] : word[2..equals];
        var name = Array.Find(Names, candidate => string.Equals(candidate.Long, text, StringComparison.Ordinal));
        if (name is null)
        {
            var matches = Array.FindAll(Names, candidate => text.Length > 0 && candidate.Long.StartsWith(text, StringComparison.Ordinal));
            if (matches.Length != 1) return $"Unknown option {word}";
            name = matches[0];
        }

        if (!name.IsBuilt) return NotBuilt("--" + name.Long);
        if (name.Value == Value.None && equals >= 0) return $"Unknown option {word}";
        var value = equals < 0 ? null : word[(equals + 1)..];
        if (name.Value == Value.Mandatory && value is null)
        {
            if (++i >= argv.Count) return $"Missing parameter for option --{name.Long}";
            value = argv[i];
        }

        options.Add(Plain(name, value));
        return null;
    }

    private static string? Cluster(string word, IReadOnlyList<string> argv, ref int i, List<string> options)
    {
        for (var at = 1; at < word.Length; at++)
        {
            var letter = word[at];
            var name = Array.Find(Names, candidate => candidate.Short == letter && letter != '\0');
            if (name is null) return $"Unknown option -{letter}";
            if (!name.IsBuilt) return NotBuilt("-" + letter);
            if (name.Value == Value.None)
            {
                options.Add(Plain(name, null));
                continue;
            }

            var value = at + 1 < word.Length ? word[(at + 1)..] : null;
            if (name.Value == Value.Mandatory && value is null)
            {
                if (++i >= argv.Count) return $"Missing parameter for option -{letter}";
                value = argv[i];
            }

            options.Add(Plain(name, value));
            return null;
        }

        return null;
    }

    private static string Plain(Name name, string? value) => value is null ? "--" + name.Long : $"--{name.Long}={ValueMark}{value}";

    private static string NotBuilt(string option) => $"Option {option} is known to keepalived 2.2.7 but not supported by keepalived.net yet";
}
