using System.Globalization;

namespace HAProxy.Net.CommandLine;

/// <summary>
/// HAProxy's argument vector turned into the long options of <see cref="OptionGrammar"/>. Its grammar is its own: an option is known
/// by its first letter or two and what follows them is ignored (<c>-Wc</c> is <c>-W</c>, <c>-fx y</c> reads y), <c>-sf 1 2</c> takes numbers until
/// the next dash, <c>-dM0x50</c> has its argument attached, <c>-- a b</c> are files. (measured on 2.6.12; management.txt 3)
/// </summary>
public static class ArgvNormaliser
{
    /// <summary>Tokens for the grammar, or why the vector is refused.</summary>
    /// <param name="Refusal">An alert; null when there is none.</param>
    /// <param name="ShowUsage">The usage text follows, and the program ends with 1.</param>
    public readonly record struct Result(IReadOnlyList<string> Tokens, string? Refusal, bool ShowUsage)
    {
        public bool Accepted => Refusal is null && !ShowUsage;
    }

    private const string MissingArgument = "failed to copy argv.";

    // Second letter after -d; a letter that is not here is accepted without effect, as 2.6 does.
    private static readonly Dictionary<char, string> DebugLetters = new()
    {
        ['b'] = "--foreground",
        ['D'] = "--diag",
        ['W'] = "--zero-warning",
        ['V'] = "--no-server-verify",
        ['r'] = "--ignore-resolution",
        ['L'] = "--dump-libraries",
        ['R'] = "--no-reuse-port",
    };

    private static readonly Dictionary<char, string> WithArgument = new()
    {
        ['f'] = "--file",
        ['C'] = "--directory",
        ['n'] = "--maxconn",
        ['N'] = "--proxy-maxconn",
        ['m'] = "--memory",
        ['L'] = "--local-peer",
        ['p'] = "--pidfile",
        ['S'] = "--master-socket",
    };

    public static Result Normalise(IReadOnlyList<string> argv)
    {
        var tokens = new List<string>();
        for (var i = 0; i < argv.Count; i++)
        {
            var word = argv[i];
            if (word is "--strict" or "--explain")
            {
                tokens.Add(word);
                continue;
            }

            if (word.StartsWith("--format=", StringComparison.Ordinal))
            {
                if (Tools.Report.Parse(word["--format=".Length..]) is null) return new Result(tokens, $"{word}: the formats are text, json and sarif.", false);
                tokens.Add(Valued("--format", word["--format=".Length..]));
                continue;
            }

            if (word == "--")
            {
                tokens.AddRange(argv.Skip(i + 1).Select(file => Valued("--file", file)));
                break;
            }

            if (word.Length < 2 || word[0] != '-') return new Result(tokens, null, ShowUsage: true);
            var second = word.Length > 2 ? word[2] : '\0';
            switch (word[1])
            {
                // These end the program where they stand: what follows is not looked at.
                case 'v':
                    return new Result([second == 'v' ? "--build-options" : "--version"], null, false);
                case 'd' when word.StartsWith("-dMhelp", StringComparison.Ordinal):
                    return new Result(["--memory-debug-help"], null, false);

                case 'c' when second == 'c':
                    if (i + 1 == argv.Count) return new Result(tokens, null, ShowUsage: true);
                    tokens.Add(Valued("--condition", argv[++i]));
                    break;
                case 'c':
                    tokens.Add("--check");
                    break;
                case 'V':
                    tokens.Add("--verbose");
                    break;
                case 'q':
                    tokens.Add("--quiet");
                    break;
                case 'D':
                    tokens.Add("--daemon");
                    break;
                case 'W':
                    tokens.Add(second == 's' ? "--notify" : "--master-worker");
                    break;
                case 'd' when second == 'K':
                    tokens.Add(Valued("--dump-keywords", word[3..]));
                    break;
                case 'd':
                    if (second == '\0') tokens.Add("--debug");
                    else if (DebugLetters.TryGetValue(second, out var letter)) tokens.Add(letter);
                    break;
                case 's' when second is 'f' or 't':
                    var option = second == 'f' ? "--finish" : "--terminate";
                    tokens.Add(option);
                    while (i + 1 < argv.Count && !argv[i + 1].StartsWith('-'))
                    {
                        if (!AddPids(argv[++i], tokens, out var rest)) return new Result(tokens, $"-{word[1..3]} option: some bytes unconsumed in PID list {{{rest}}}", false);
                    }

                    break;
                case 'x':
                    if (i + 1 == argv.Count || argv[i + 1].StartsWith('-')) return new Result(tokens, "Unix socket path expected with the -x flag\n", ShowUsage: true);
                    tokens.Add(Valued("--take-listeners", argv[++i]));
                    break;
                default:
                    if (!WithArgument.TryGetValue(word[1], out var name)) return new Result(tokens, null, ShowUsage: true);
                    if (i + 1 == argv.Count) return new Result(tokens, MissingArgument, false);
                    tokens.Add(Valued(name, argv[++i]));
                    break;
            }
        }

        return new Result(tokens, null, false);
    }

    // The second equals sign makes an empty value one; OptionGrammar takes it off.
    private static string Valued(string name, string value) => $"{name}=={value}";

    // One word may hold several pids: scripts quote "$(cat pidfile)".
    private static bool AddPids(string word, List<string> tokens, out string rest)
    {
        rest = "";
        foreach (var part in word.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                rest = part;
                return false;
            }

            tokens.Add("--pid=" + part);
        }

        return true;
    }
}
