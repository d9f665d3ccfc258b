using System.Globalization;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>
/// The conditions of <c>.if</c>, <c>.elif</c> and <c>-cc</c>: integers, predicates, parentheses, <c>!</c>, <c>&amp;&amp;</c> and
/// <c>||</c> (configuration.txt 2.4). The whole text is read even when its value is known early, so that a fault behind is found.
/// </summary>
public sealed class BuildCondition
{
    /// <summary>The language level: what version predicates compare with.</summary>
    public const string Version = "2.6.12";

    /// <summary>What <c>feature()</c> knows, as <c>-vv</c> lists after a plus sign.</summary>
    public static readonly IReadOnlyList<string> Features =
    [
        "EPOLL", "LINUX_SPLICE", "LINUX_TPROXY", "CPU_AFFINITY", "CRYPT_H", "GETADDRINFO", "NS", "OPENSSL", "PCRE2", "PCRE2_JIT", "POLL",
        "THREAD", "BACKTRACE", "ACCEPT4", "TFO", "SYSTEMD", "RT", "DL", "PRCTL", "NETFILTER", "THREAD_DUMP",
    ];

    private readonly string _text;
    private readonly ConfigEnvironment _environment;
    private string? _fault;
    private int _faultAt;
    private int _at;
    private int _depth;

    private BuildCondition(string text, ConfigEnvironment environment)
    {
        _text = text;
        _environment = environment;
    }

    /// <summary>What an evaluation gave: a value, or a fault and the index at which it was found.</summary>
    public readonly record struct Result(bool? Value, string? Fault, int At);

    /// <summary>Evaluates a condition; an empty one is false.</summary>
    public static Result Evaluate(string text, ConfigEnvironment environment)
    {
        var reader = new BuildCondition(text, environment);
        reader.SkipBlanks();
        if (reader._at == text.Length) return new Result(false, null, 0);
        var value = reader.Or();
        reader.SkipBlanks();
        if (value is not null && reader._at < text.Length)
        {
            value = reader.Fault($"unexpected character '{text[reader._at]}' at the end of conditional expression '{text}'", reader._at);
        }

        return new Result(value, value is null ? reader._fault : null, reader._faultAt);
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t') _at++;
    }

    private bool? Fault(string text, int at)
    {
        if (_fault is null) (_fault, _faultAt) = (text, at);
        return null;
    }

    private string Unparsable(int at) => $"unparsable conditional expression '{_text[at..]}'";

    private bool IsBlankFrom(int at) => _text.AsSpan(at).TrimStart(" \t").IsEmpty;

    private bool TakeOperator(string name)
    {
        SkipBlanks();
        if (!_text.AsSpan(_at).StartsWith(name, StringComparison.Ordinal)) return false;

        // An operator with nothing behind it is reported where it stands.
        if (IsBlankFrom(_at + name.Length))
        {
            Fault(Unparsable(_at), _at);
            return true;
        }

        _at += name.Length;
        SkipBlanks();
        return true;
    }

    private bool? Or()
    {
        var value = And();
        while (value is not null && TakeOperator("||"))
        {
            if (_fault is not null) return null;
            var right = And();
            value = right is null ? null : value.Value | right.Value;
        }

        return value;
    }

    private bool? And()
    {
        var value = Term();
        while (value is not null && TakeOperator("&&"))
        {
            if (_fault is not null) return null;
            var right = Term();
            value = right is null ? null : value.Value & right.Value;
        }

        return value;
    }

    private bool? Term()
    {
        SkipBlanks();
        var start = _at;
        if (++_depth > 1000) return Fault(Unparsable(start), start);
        var value = TermInner(start);
        _depth--;
        return value;
    }

    private bool? TermInner(int start)
    {
        switch (Current)
        {
            case '!' when _at + 1 < _text.Length:
                _at++;
                var operand = Term();
                // What cannot be read at all is shown with its negations.
                if (operand is null && _fault == Unparsable(_faultAt) && _text.AsSpan(start, _faultAt - start).IndexOfAnyExcept("! \t") < 0) (_fault, _faultAt) = (Unparsable(start), start);
                return !operand;

            case '(' when _at + 1 < _text.Length && !IsBlankFrom(_at + 1):
                _at++;
                var inner = Or();
                if (inner is null) return null;
                SkipBlanks();
                if (Current != ')') return Fault($"expected ')' after conditional expression '{_text[start..]}'", start);
                _at++;
                return inner;

            case '0' when _at + 2 < _text.Length && _text[_at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(_text[_at + 2]):
                _at += 2;
                while (char.IsAsciiHexDigit(Current)) _at++;
                return _text.AsSpan(start + 2, _at - start - 2).TrimStart('0').Length > 0;

            case >= '0' and <= '9':
            case '-' or '+' when _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]):
                _at++;
                while (char.IsAsciiDigit(Current)) _at++;
                return _text.AsSpan(start, _at - start).TrimStart("+-0").Length > 0;

            default:
                return Predicate(start);
        }
    }

    private bool? Predicate(int start)
    {
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_') _at++;
        var name = _text[start.._at];
        var wanted = name switch
        {
            "defined" or "feature" or "version_atleast" or "version_before"
                or "openssl_version_atleast" or "openssl_version_before" or "ssllib_name_startswith" => 1,
            "streq" or "strneq" => 2,
            _ => 0,
        };
        if (wanted == 0)
        {
            _at = start;
            return Fault(Unparsable(start), start);
        }

        string[] arguments = [];
        if (Current == '(' && !ReadArguments(name, wanted, out arguments)) return null;
        var first = arguments.Length > 0 ? arguments[0] : "";
        var second = arguments.Length > 1 ? arguments[1] : "";
        return name switch
        {
            "defined" => _environment.IsDefined(first),
            "feature" => Features.Contains(first, StringComparer.Ordinal),
            "streq" => arguments.Length == 2 && first == second,
            "strneq" => arguments.Length == 2 && first != second,
            "version_atleast" => arguments.Length > 0 && VersionNumber.Language >= VersionNumber.Parse(first),
            "version_before" => arguments.Length > 0 && VersionNumber.Language < VersionNumber.Parse(first),
            "openssl_version_atleast" => first.Length > 0 && CompareDotted("3.0", first) >= 0,
            "openssl_version_before" => first.Length > 0 && CompareDotted("3.0", first) < 0,
            _ => "OpenSSL".StartsWith(first, StringComparison.Ordinal),
        };
    }

    private bool ReadArguments(string name, int wanted, out string[] arguments)
    {
        var list = new List<string>();
        arguments = [];
        _at++;
        while (true)
        {
            list.Add(ReadArgument());
            if (Current == ',' && list.Count < wanted)
            {
                _at++;
                continue;
            }

            break;
        }

        string Where() => $"argument 1 of predicate '{name}' used in conditional expression";
        if (list.Count < wanted)
        {
            Fault($"missing arguments (got {list.Count}/{wanted}), type 'string' expected in {Where()}", _at);
            return false;
        }

        if (Current != ')')
        {
            var rest = _text[_at..];
            Fault(rest.Length == 0 ? $"expected ')' in {Where()}" : $"expected ')' before '{rest}' in {Where()}", _at);
            return false;
        }

        _at++;
        arguments = [.. list];
        return true;
    }

    /// <summary>One argument: quotes protect commas and parentheses (configuration.txt 2.2).</summary>
    private string ReadArgument()
    {
        var value = new System.Text.StringBuilder();
        var quote = '\0';
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (c == '\\' && quote != '\'' && _at + 1 < _text.Length && _text[_at + 1] is ' ' or '\\' or '"' or '\'') value.Append(_text[++_at]);
            else if (quote == '\0' && c is ',' or ')') break;
            else value.Append(c);
            _at++;
        }

        return value.ToString();
    }

    private static int CompareDotted(string left, string right)
    {
        var a = left.Split('.');
        var b = right.Split('.');
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var x = i < a.Length && int.TryParse(a[i], CultureInfo.InvariantCulture, out var left1) ? left1 : 0;
            var y = i < b.Length && int.TryParse(b[i], CultureInfo.InvariantCulture, out var right1) ? right1 : 0;
            if (x != y) return x.CompareTo(y);
        }

        return 0;
    }
}
