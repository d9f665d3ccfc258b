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
        "  If you wanted to force an int to match as a bool, please use '-m bool'.\n";

    /// <param name="words">From the expression to the last pattern.</param>
    /// <param name="error">In HAProxy's words, without final period.</param>
    /// <param name="at">Index of the word that is faulty.</param>
    /// <returns>The test, or null with an error.</returns>
    public static AclTest? Read(ReadOnlySpan<string> words, ExpressionContext context, out string error, out int at)
    {
        at = 0;
        var text = words.IsEmpty ? "" : words[0];
        if (ReadSample(text, context, out error, out var keyword) is not { } sample) return null;

        var flags = new Flags { Method = keyword is not null && sample.Converters.Length == 0 ? keyword.Method : MatchMethods.Default(sample.Output) };
        var asKeyword = keyword is not null && sample.Converters.Length == 0;
        List<AclPattern>? fromFiles = null;
        for (at = 1; at < words.Length && words[at].StartsWith('-'); at++)
        {
            if (words[at] == "--")
            {
                at++;
                break;
            }

            var value = at + 1 < words.Length ? words[at + 1] : "";
            error = words[at] == "-f" ? Load(value, sample, flags, asKeyword && keyword!.Dotted, context, fromFiles ??= []) : flags.Take(words[at], value, context.Patterns);
            if (words[at] is "-m" or "-f" or "-u" && at + 1 < words.Length) at++;
            if (error.Length > 0) return null;
        }

        var firstPattern = at;
        at = 0;
        if (flags.Method is not { } match)
        {
            error = NoMethod(sample);
            return null;
        }

        if (flags.MethodIsSet && !SampleTypes.CanCast(sample.Output, MatchMethods.Compared(match)))
        {
            error = $"matching method '{MatchMethods.NameOf(match)}' cannot be used with fetch keyword '{sample.Fetch}'";
            return null;
        }

        if (words.Length == 1 && match is not (MatchMethod.Boolean or MatchMethod.Found))
        {
            context.Diagnostics.Warning(DiagnosticKind.MissingArgument, context.Place, PlaceForm.None,
                $"parsing acl keyword '{text}' :\n{NoPattern}");
        }

        if (flags.UniqueId is { } id) context.Patterns.TakeId(id);
        asKeyword &= !flags.MethodIsSet;
        var reader = new PatternReader(match, flags.IgnoreCase, context) { NoResolution = flags.NoResolution, Dotted = asKeyword && keyword!.Dotted };
        for (at = firstPattern; at < words.Length; at++)
        {
            if (reader.Add(words[at]) is not { } fault) continue;
            error = fault;
            return null;
        }

        context.Uses.Add(KeywordKind.Match, MatchMethods.NameOf(match), context.Place);

        // "method" compares methods, which have a case of their own; "method -m str" compares strings (measured).
        var ignoreCase = flags.IgnoreCase && !(text == "method" && !flags.MethodIsSet);
        AclPattern[] patterns = fromFiles is null ? reader.Patterns : [.. fromFiles, .. reader.Patterns];
        var test = new AclTest(sample, match, ignoreCase, patterns, context.Place)
        {
            Groups = asKeyword && keyword!.Groups && sample.Arguments is [SampleArgument.UserList { List: var list }]
                ? [.. patterns.OfType<AclPattern.Text>().Select(group => context.Scope.Names.Group(list.Name, group.Value))]
                : [],
            UniqueId = flags.UniqueId,
        };
        if (sample.Fetch == "http_auth_group") context.Scope.GroupTests.Add((context.AclName, test));
        return test;
    }

    private static SampleExpression? ReadSample(string text, ExpressionContext context, out string error, out AclKeyword? keyword)
    {
        keyword = Signatures.Acl(text[..NameLength(text)]);
        var reading = keyword is null ? SampleReader.Read(text, context) : SampleReader.ReadAcl(text, keyword, context);
        error = reading.Error;
        if (reading.Expression is null && keyword is null) error += $" in ACL expression '{text}'";
        return reading.Expression;
    }

    /// <summary><c>-f file</c>: read with the flags that stand before it.</summary>
    private static string Load(string file, SampleExpression sample, Flags flags, bool dotted, ExpressionContext context, List<AclPattern> patterns)
    {
        if (flags.Method is not { } match) return NoMethod(sample);
        var reader = new PatternReader(match, flags.IgnoreCase, context) { NoResolution = flags.NoResolution, Dotted = dotted && !flags.MethodIsSet };
        if (reader.AddFile(file, flags.FilesAreMaps) is { } fault) return fault;
        patterns.AddRange(reader.Patterns);
        return "";
    }

    private static string NoMethod(SampleExpression sample) =>
        $"matching method must be specified first (using '-m') when using a sample fetch of this type ('{sample.Fetch}')";

    private static int NameLength(string text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '_' or '.' or '-' or '+')) length++;
        return length;
    }

    private struct Flags
    {
        public MatchMethod? Method;
        public bool IgnoreCase;
        public bool MethodIsSet;
        public bool NoResolution;
        public bool FilesAreMaps;
        public int? UniqueId;

        public string Take(string flag, string value, PatternReferences references)
        {
            switch (flag)
            {
                case "-i":
                    IgnoreCase = true;
                    return "";
                case "-n":
                    NoResolution = true;
                    return "";
                case "-M":
                    FilesAreMaps = true;
                    return "";
                case "-u":
                    if (value.Length > 0 && !ArgumentReader.TryReadNumber(value, out _)) return "the argument of -u must be an integer";
                    UniqueId = Words.LooseInt32(value);
                    return references.HasId(UniqueId.Value) ? "the id is already used" : "";
                case "-m":
                    MethodIsSet = true;
                    if (MatchMethods.Find(value) is not { } method) return $"unknown matching method '{value}' when parsing ACL expression";
                    Method = method;
                    return "";
                default:
                    return $"'{flag}' is not a valid ACL option. Please use '--' before any pattern beginning with a '-'";
            }
        }
    }
}
