using ConfParsers.Haproxy.Lines;

namespace ConfParsers.Haproxy.Migration;

/// <summary>
/// The header rules of old, <c>req*</c> and <c>rsp*</c> with a regular expression over whole lines of the head, as <c>http-request</c> and
/// <c>http-response</c> rules (configuration.txt of 1.4, "reqrep" and its kin). What an expression means is rewritten only where it names one header
/// or begins as a request line does; any other line stays.
/// </summary>
internal static class HeaderRules
{
    private const string Removed = "removed in 2.1";

    public static Rewrite? Of(WrittenLine line)
    {
        var keyword = line.Keyword;
        if (!keyword.StartsWith("req", StringComparison.Ordinal) && !keyword.StartsWith("rsp", StringComparison.Ordinal)) return null;
        var side = keyword.StartsWith("req", StringComparison.Ordinal) ? "http-request" : "http-response";
        var ignoreCase = keyword.Length > 3 && keyword[3] == 'i' && keyword is not "reqin";
        var verb = ignoreCase ? keyword[4..] : keyword[3..];
        if (line.Words.Count < 2 && verb is "add" or "del" or "rep" or "deny" or "tarpit" or "allow") return Rewrite.Stays("its argument is missing");
        return verb switch
        {
            "add" => Add(line, side),
            "del" => Delete(line, side, ignoreCase),
            "rep" => Replace(line, side, ignoreCase),
            "deny" => Final(line, side, "deny", ignoreCase),
            "tarpit" when side == "http-request" => Final(line, side, "tarpit", ignoreCase),
            "allow" when side == "http-request" => Final(line, side, "allow", ignoreCase),
            "pass" when side == "http-request" => Rewrite.Stays("write 'http-request' rules with conditions instead"),
            _ => null,
        };
    }

    private static Rewrite Add(WrittenLine line, string side)
    {
        var header = line.Words[1].Text;
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return Rewrite.Stays($"'{line.Words[1].Written}' is no header: write '{side} add-header NAME VALUE'");
        // The value is a log-format string now.
        var value = header[(colon + 1)..].Trim().Replace("%", "%%", StringComparison.Ordinal);
        return Written($"{side} add-header {header[..colon].Trim()} {Quoting.Quote(value)}", line, 2);
    }

    private static Rewrite Delete(WrittenLine line, string side, bool ignoreCase)
    {
        if (OldExpression.Header(line.Words[1].Text) is not { } header) return Rewrite.Stays($"write '{side} del-header NAME', or a regular expression of the name with '-m reg'");
        if (header.Pattern.Length > 0 && header.Pattern.TrimEnd('$') is not (".*" or "")) return Rewrite.Stays($"write '{side} del-header {header.Name}' with a condition on its value");
        // Names of headers have no case, whatever the rule said.
        return Written($"{side} del-header {header.Name}", line, 2);
    }

    private static Rewrite Replace(WrittenLine line, string side, bool ignoreCase)
    {
        if (line.Words.Count < 3) return Rewrite.Stays("the replacement is missing");
        var pattern = line.Words[1].Text;
        var replacement = line.Words[2].Text;
        if (OldExpression.Header(pattern) is { } header && replacement.StartsWith(header.Name + ":", StringComparison.OrdinalIgnoreCase))
        {
            var value = replacement[(header.Name.Length + 1)..].TrimStart(' ');
            return Written($"{side} replace-header {header.Name} {Quoting.Quote(OldExpression.Case(header.Pattern, ignoreCase))} {Quoting.Quote(Format(value))}", line, 3);
        }

        if (OldExpression.Extended(pattern, replacement) is { } extended)
        {
            return Written($"{side} replace-header {extended.Name} {Quoting.Quote(OldExpression.Case(extended.Pattern, ignoreCase))} {Quoting.Quote(Format(extended.Replacement))}", line, 3);
        }

        if (side == "http-request" && OldExpression.RequestLine(pattern, replacement) is { } uri)
        {
            return Written($"http-request replace-uri {Quoting.Quote(OldExpression.Case(uri.Pattern, ignoreCase))} {Quoting.Quote(Format(uri.Replacement))}", line, 3);
        }

        return Rewrite.Stays($"write '{side} replace-header', 'replace-value', 'replace-path' or 'replace-uri'");
    }

    private static Rewrite Final(WrittenLine line, string side, string action, bool ignoreCase)
    {
        if (OldExpression.Header(line.Words[1].Text) is not { } header) return Rewrite.Stays($"write '{side} {action} if CONDITION'");
        var fetch = side == "http-request" ? "req.hdr" : "res.hdr";
        var test = header.Pattern.Length == 0 ? "-m found" : $"-m reg {(ignoreCase ? "-i " : "")}-- {Quoting.Quote(header.Pattern)}";
        var rest = line.Words.Skip(2).ToArray();
        if (rest.Length > 0 && (rest[0].Text != "if" || rest.Any(word => word.Text is "or" or "||"))) return Rewrite.Stays($"write '{side} {action}' with one condition");
        var more = string.Concat(rest.Skip(1).Select(word => " " + word.Written));
        return new([$"{side} {action} if {{ {fetch}({header.Name}) {test} }}{more}"], Removed);
    }

    // In a log-format string a percent sign is written twice.
    private static string Format(string replacement) => replacement.Replace("%", "%%", StringComparison.Ordinal);

    private static Rewrite Written(string rule, WrittenLine line, int conditionAt)
    {
        var condition = string.Concat(line.Words.Skip(conditionAt).Select(word => " " + word.Written));
        return new([rule + condition], Removed);
    }
}
