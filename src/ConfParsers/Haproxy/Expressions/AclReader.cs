using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// One ACL test: an expression, flags, patterns (configuration.txt 7.1). The first word may be an ACL keyword, which brings
/// its match method with it as long as no converter follows.
/// </summary>
public static class AclReader
{
    private const string NoPattern =
        "  no pattern to match against were provided, so this ACL will never match.\n" +
        "  If this is what you intended, please add '--' to get rid of this warning.\n" +
        "  If you intended to match only for existence, please use '-m found'.\n" +
        "  If you wanted to force an int to match as a bool, please use '-m bool'.";

    /// <param name="words">From the expression to the last pattern.</param>
    /// <param name="error">In HAProxy's words, without final period.</param>
    /// <returns>The test, or null with an error.</returns>
    public static AclTest? Read(ReadOnlySpan<string> words, ExpressionContext context, out string error)
    {
        var text = words.IsEmpty ? "" : words[0];
        if (ReadSample(text, context, out error, out var method) is not { } sample) return null;

        var flags = new Flags { Method = method };
        var files = new List<string>();
        var at = 1;
        for (; at < words.Length && words[at].StartsWith('-'); at++)
        {
            if (words[at] == "--")
            {
                at++;
                break;
            }

            var value = at + 1 < words.Length ? words[at + 1] : "";
            error = flags.Take(words[at], value, files);
            if (error.Length > 0) return null;
            if (words[at] is "-m" or "-f") at++;
        }

        if (flags.Method is not { } match)
        {
            error = $"matching method must be specified first (using '-m') when using a sample fetch of this type ('{sample.Fetch}')";
            return null;
        }

        if (words.Length == 1 && match is not (MatchMethod.Boolean or MatchMethod.Found))
        {
            context.Diagnostics.Warning(DiagnosticKind.MissingArgument, context.Place, PlaceForm.None,
                $"parsing acl keyword '{text}' :\n{NoPattern}");
        }

        var patterns = new PatternReader(match, flags.IgnoreCase, context);
        foreach (var file in files)
        {
            if (patterns.AddFile(file) is not { } fault) continue;
            error = fault;
            return null;
        }

        for (; at < words.Length; at++)
        {
            if (patterns.Add(words[at]) is not { } fault) continue;
            error = fault;
            return null;
        }

        // "method" compares methods, which have a case of their own; "method -m str" compares strings (measured).
        var ignoreCase = flags.IgnoreCase && !(text == "method" && !flags.MethodIsSet);
        return new AclTest(sample, match, ignoreCase, patterns.Patterns, context.Place);
    }

    private static SampleExpression? ReadSample(string text, ExpressionContext context, out string error, out MatchMethod? method)
    {
        var name = text[..NameLength(text)];
        var keyword = Signatures.Acl(name);
        var reading = keyword is null ? SampleReader.Read(text, context) : SampleReader.ReadAcl(text, keyword, context);
        error = reading.Error;
        method = null;
        if (reading.Expression is not { } sample)
        {
            if (keyword is null) error += $" in ACL expression '{text}'";
            return null;
        }

        method = keyword is not null && sample.Converters.Length == 0 ? keyword.Method : sample.Output switch
        {
            SampleType.Boolean => MatchMethod.Boolean,
            SampleType.Integer => MatchMethod.Integer,
            SampleType.Address or SampleType.IPv4 or SampleType.IPv6 => MatchMethod.Ip,
            SampleType.String => MatchMethod.String,
            _ => null,
        };
        return sample;
    }

    private static int NameLength(string text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '.' or '-')) length++;
        return length;
    }

    private struct Flags
    {
        public MatchMethod? Method;
        public bool IgnoreCase;
        public bool MethodIsSet;

        public string Take(string flag, string value, List<string> files)
        {
            switch (flag)
            {
                case "-i":
                    IgnoreCase = true;
                    return "";
                case "-n":
                    return "";
                case "-f":
                    files.Add(value);
                    return "";
                case "-m":
                    return TakeMethod(value);
                case "-M" or "-u":
                    return $"the flag '{flag}' is known to HAProxy 2.6 but not built yet";
                default:
                    return $"'{flag}' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'";
            }
        }

        private string TakeMethod(string name)
        {
            MatchMethod? method = name switch
            {
                "found" => MatchMethod.Found,
                "bool" => MatchMethod.Boolean,
                "int" => MatchMethod.Integer,
                "ip" => MatchMethod.Ip,
                "len" => MatchMethod.Length,
                "str" => MatchMethod.String,
                "beg" => MatchMethod.Beginning,
                "end" => MatchMethod.End,
                "sub" => MatchMethod.Substring,
                "dir" => MatchMethod.Directory,
                "dom" => MatchMethod.Domain,
                "reg" => MatchMethod.Regex,
                _ => null,
            };
            MethodIsSet = true;
            if (method is not null) Method = method;
            else if (name is "bin" or "regm") return $"matching method '{name}' is known to HAProxy 2.6 but not built yet";
            else return $"unknown matching method '{name}' when parsing ACL expression";
            return "";
        }
    }
}
