using System.Globalization;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>Turns the words behind an ACL's flags, and the lines of its files, into patterns typed by the match method (configuration.txt 7.1).</summary>
internal sealed class PatternReader(MatchMethod method, bool ignoreCase, ExpressionContext context)
{
    private readonly List<AclPattern> _patterns = [];
    private string? _operator;

    /// <summary>Names of hosts are not looked up (<c>-n</c>).</summary>
    public bool NoResolution { get; init; }

    /// <summary>Numbers are versions such as 3.1, kept as major and minor in 16 bits each (<c>req.ssl_ver</c>).</summary>
    public bool Dotted { get; init; }

    /// <summary>Files have no operators.</summary>
    public bool FromFile { get; init; }

    public AclPattern[] Patterns => [.. _patterns];

    public AclPattern? Last => _patterns.Count > 0 ? _patterns[^1] : null;

    /// <returns>What is wrong, in HAProxy's words, or null.</returns>
    public string? Add(string word)
    {
        switch (method)
        {
            case MatchMethod.Found or MatchMethod.Boolean:
                // "no value is needed and all values are ignored"
                return null;

            case MatchMethod.Integer or MatchMethod.Length:
                return FromFile ? AddNumber(word, "eq") : AddRange(word);

            case MatchMethod.Ip:
                if (NetworkPatterns.Read(word, NoResolution ? null : context.Scope.ResolveHost) is not { } network) return $"'{word}' is not a valid IPv4 or IPv6 address";
                _patterns.Add(network);
                return null;

            case MatchMethod.Binary:
                if (HexadecimalText.Fault(word) is { } digit) return digit;
                _patterns.Add(new AclPattern.Bytes(Convert.FromHexString(word)));
                return null;

            case MatchMethod.Regex or MatchMethod.RegexGroups:
                if (context.CheckRegex?.Invoke(word, ignoreCase) is { } fault) return $"regex '{word}' is invalid ({fault})";
                _patterns.Add(new AclPattern.Text(word));
                return null;

            default:
                _patterns.Add(new AclPattern.Text(word));
                return null;
        }
    }

    /// <summary>Every line of a file is a pattern.</summary>
    /// <param name="isMap">The first word of each line only (<c>-M</c>).</param>
    public string? AddFile(string path, bool isMap)
    {
        if (PatternFile.Read(path, isMap, context, out var error) is not { } lines) return error;
        var reader = new PatternReader(method, ignoreCase, context) { NoResolution = NoResolution, Dotted = Dotted, FromFile = true };
        foreach (var line in lines)
        {
            if (reader.Add(line.Key) is { } fault) return $"{fault} at line {line.Line} of file '{path}'";
        }

        _patterns.AddRange(reader._patterns);
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

        if (word == "--") return null;
        var fault = AddNumber(word, _operator ?? "eq");

        // Behind "eq", and without an operator, only numbers are spoken of.
        var isRange = word.AsSpan().ContainsAny(':', '-');
        if (fault is not null && isRange) return NoRange(word);
        return fault is null || _operator is null or "eq" ? fault : $"'{word}' is neither a number nor a supported operator";
    }

    private string NoRange(string word) => $"'{word}' is not a valid {(Dotted ? "dotted " : "")}number range";

    private string? AddNumber(string word, string comparison)
    {
        // A hyphen separates as well as a colon, except for the sign in front. Operators do not change what a range means (measured).
        var separator = word.StartsWith(':') ? 0 : word.AsSpan(1).IndexOfAny(':', '-') + 1;
        if (separator > 0 || word.StartsWith(':'))
        {
            var low = long.MinValue;
            var high = long.MaxValue;
            var good = word.Length > 1
                && (separator == 0 || TryRead(word[..separator], isBound: true, out low))
                && (separator + 1 == word.Length || TryRead(word[(separator + 1)..], isBound: true, out high))
                && low <= high;
            if (!good) return NoRange(word);
            _patterns.Add(new AclPattern.Range(low, high));
            return null;
        }

        if (!TryRead(word, isBound: false, out var value)) return $"'{word}' is not a {(Dotted ? "dotted " : "")}number";
        _patterns.Add(comparison switch
        {
            "ge" => new AclPattern.Range(value, long.MaxValue),
            "gt" => new AclPattern.Range(value + 1, long.MaxValue),
            "le" => new AclPattern.Range(long.MinValue, value),
            "lt" => new AclPattern.Range(long.MinValue, value - 1),
            _ => new AclPattern.Range(value, value),
        });
        return null;
    }

    private bool TryRead(string word, bool isBound, out long value)
    {
        if (Dotted) return TryReadVersion(word, out value);
        value = 0;
        if (word.StartsWith('+') || (isBound && word.StartsWith('-'))) return false;
        return ArgumentReader.TryReadNumber(word, out value) && value is not (long.MaxValue or long.MinValue);
    }

    private static bool TryReadVersion(string word, out long value)
    {
        value = 0;
        var parts = word.Split('.');
        if (parts.Length > 2) return false;
        if (!ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return false;
        ushort minor = 0;
        if (parts.Length == 2 && !ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor)) return false;
        value = ((long)major << 16) + minor;
        return true;
    }
}
