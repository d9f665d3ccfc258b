using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Turns the words behind an ACL's flags, and the lines of its files, into patterns typed by the match method (configuration.txt 7.1).</summary>
internal sealed class PatternReader(MatchMethod method, bool ignoreCase, ExpressionContext context)
{
    private readonly List<AclPattern> _patterns = [];
    private string _operator = "eq";

    public AclPattern[] Patterns => [.. _patterns];

    /// <returns>What is wrong, in HAProxy's words, or null.</returns>
    public string? Add(string word)
    {
        switch (method)
        {
            case MatchMethod.Found or MatchMethod.Boolean:
                // "no value is needed and all values are ignored"
                return null;

            case MatchMethod.Integer or MatchMethod.Length:
                return AddRange(word);

            case MatchMethod.Ip:
                if (NetworkPatterns.Read(word, context.ResolveHost) is not { } network) return $"'{word}' is not a valid IPv4 or IPv6 address";
                _patterns.Add(network);
                return null;

            case MatchMethod.Regex:
                if (context.CheckRegex?.Invoke(word, ignoreCase) is { } fault) return $"regex '{word}' is invalid ({fault})";
                _patterns.Add(new AclPattern.Text(word));
                return null;

            default:
                _patterns.Add(new AclPattern.Text(word));
                return null;
        }
    }

    /// <summary>One pattern a line; blanks before it, empty lines and lines that begin with <c>#</c> do not count.</summary>
    public string? AddFile(string path)
    {
        if (path.Length == 0 || !context.Files.TryRead(path, out var bytes, out _)) return $"failed to open pattern file <{path}>";
        var number = 0;
        foreach (var line in ByteText.Decode(bytes.Span).Split('\n'))
        {
            number++;
            if (line.StartsWith('#')) continue;
            var pattern = line.TrimStart(' ', '\t').TrimEnd('\r');
            if (pattern.Length == 0) continue;
            if (Add(pattern) is { } error) return $"{error} when loading patterns from file '{path}' line {number}";
        }

        return null;
    }

    private string? AddRange(string word)
    {
        // "ne" is taken by HAProxy 2.6 and means the same as "eq" (measured).
        if (word is "eq" or "ne" or "ge" or "gt" or "le" or "lt")
        {
            _operator = word;
            return null;
        }

        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            // Operators do not change what a range means (measured).
            var low = long.MinValue;
            var high = long.MaxValue;
            var good = word.Length > 1
                && (colon == 0 || IsUnsigned(word.AsSpan(0, colon)) && long.TryParse(word.AsSpan(0, colon), out low))
                && (colon + 1 == word.Length || IsUnsigned(word.AsSpan(colon + 1)) && long.TryParse(word.AsSpan(colon + 1), out high))
                && low <= high;
            if (!good) return $"'{word}' is not a valid number range";
            _patterns.Add(new AclPattern.Range(low, high));
            return null;
        }

        if (!ArgumentReader.TryReadNumber(word, out var value) || value is long.MaxValue or long.MinValue) return $"'{word}' is not a number";
        _patterns.Add(_operator switch
        {
            "ge" => new AclPattern.Range(value, long.MaxValue),
            "gt" => new AclPattern.Range(value + 1, long.MaxValue),
            "le" => new AclPattern.Range(long.MinValue, value),
            "lt" => new AclPattern.Range(long.MinValue, value - 1),
            _ => new AclPattern.Range(value, value),
        });
        return null;
    }

    private static bool IsUnsigned(ReadOnlySpan<char> digits) => !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
}
