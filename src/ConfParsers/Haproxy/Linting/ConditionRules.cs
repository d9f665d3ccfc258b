using System.Text.RegularExpressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Linting;

/// <summary>Conditions that never hold, or hold now and then, and are right by the letter (configuration.txt 7).</summary>
internal static partial class ConditionRules
{
    public static readonly LintRule[] All =
    [
        new("operator-in-patterns", "An operator within an ACL is a pattern like any other word.", Operators),
        new("path-without-slash", "A path begins with a slash: other patterns never match.", Paths),
        new("counter-not-stored", "A counter is asked for that the stick table does not store: it is always 0.", Counters),
        new("content-without-delay", "What the client sends first is looked at before it may have come.", Impatient),
        new("sni-of-other-layer", "The server name is looked for where the TLS of this port does not bring it.", ServerNames),
    ];

    /// <summary>The words of each ACL test, named or between braces: expression, flags, patterns.</summary>
    private static IEnumerable<(LintedLine Line, int From, int To)> Tests(LintedConfiguration configuration)
    {
        foreach (var line in configuration.ProxyLines)
        {
            if (line.Keyword == "acl") yield return (line, 2, line.Words.Count);
            for (var i = 1; i < line.Words.Count; i++)
            {
                if (line.Words[i].Text is not ("{" or "!{")) continue;
                var from = i + 1;
                while (i < line.Words.Count && line.Words[i].Text != "}") i++;
                yield return (line, from, i);
            }
        }
    }

    private static IEnumerable<LintFinding> Operators(LintedConfiguration configuration) =>
        from test in Tests(configuration)
        from index in Enumerable.Range(test.From + 1, Math.Max(0, test.To - test.From - 1))
        let word = test.Line.Words[index]
        where word.Written is "||" or "&&" || (word.Written is "or" or "and" && index + 1 < test.To && Catalog.Signatures.Fetch(test.Line.Words[index + 1].Text.Split('(')[0]) is not null)
        select new LintFinding(word.Place, $"'{word.Text}' is a pattern here and joins nothing", "patterns are alternatives by themselves; join ACLs as in '{ path /a } || { path /b }'");

    private static IEnumerable<LintFinding> Paths(LintedConfiguration configuration)
    {
        foreach (var (line, from, to) in Tests(configuration))
        {
            if (from >= to || line.Words[from].Text is not ("path" or "path_beg" or "path,lower" or "path_beg,lower")) continue;
            var at = from + 1;
            var method = "";
            for (; at < to && line.Words[at].Text.StartsWith('-'); at++)
            {
                if (line.Words[at].Text == "-m") method = line.Word(++at);
                else if (line.Words[at].Text is "-f" or "-u") at++;
            }

            if (method is not ("" or "str" or "beg")) continue;
            for (; at < to; at++)
            {
                var pattern = line.Words[at].Text;
                if (pattern.Length == 0 || pattern[0] is '/' or '*' || pattern is "||" or "&&" || line.Words[at].Written.Contains('$', StringComparison.Ordinal)) continue;
                yield return new LintFinding(line.Words[at].Place, $"no path begins with '{pattern}'", $"write '/{pattern}', or use path_end, path_sub or path_dir");
            }
        }
    }

    /// <summary>Counters of a tracked entry (<c>sc0_x</c>, <c>sc_x(0)</c>) and of the source address (<c>src_x</c>), with the table where one is named.</summary>
    private static IEnumerable<LintFinding> Counters(LintedConfiguration configuration)
    {
        var tables = (configuration.Model?.Proxies ?? []).Where(proxy => proxy.StickTable is not null).ToDictionary(proxy => proxy.Name, proxy => proxy.StickTable!, StringComparer.Ordinal);
        foreach (var proxy in configuration.Model?.Proxies.Where(proxy => !proxy.Disabled) ?? [])
        {
            var lines = configuration.LinesOf(proxy).ToArray();
            var tracked = lines.Select(line => (Match: Track().Match(string.Join(' ', line.Words.Select(word => word.Text))), line)).Where(each => each.Match.Success).ToArray();
            foreach (var line in lines)
            {
                foreach (var word in line.Words)
                {
                    foreach (Match use in Counter().Matches(word.Text))
                    {
                        var arguments = use.Groups["arguments"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                        var isSource = use.Groups["source"].Success;
                        var number = isSource ? "" : use.Groups["number"].Success ? use.Groups["number"].Value : arguments.FirstOrDefault("");
                        var named = arguments.Skip(isSource || use.Groups["number"].Success ? 0 : 1).FirstOrDefault();
                        // Counters that are tracked elsewhere, as by the frontend of this backend, are kept in a table that is not seen from here.
                        string[] names = named is not null ? [named] : isSource ? [proxy.Name] : [.. tracked.Where(each => each.Match.Groups["number"].Value == number).Select(each => each.Match.Groups["table"].Success ? each.Match.Groups["table"].Value : proxy.Name)];
                        var data = use.Groups["data"].Value;
                        if (names.Length == 0 || names.Any(name => !tables.TryGetValue(name, out var table) || Stores(table, data))) continue;
                        yield return new LintFinding(word.Place, $"the stick table '{names[0]}' does not store {data}, which is always 0", $"add 'store {data}' to the table", (tables[names[0]].Place, "the table"));
                    }
                }
            }
        }
    }

    /// <summary>A rate is kept for itself; the general counters also as arrays.</summary>
    private static bool Stores(StickTable table, string data) => Array.Exists(table.Store, stored => stored.Name == data
        || (data is "gpc0" or "gpc1" && stored.Name == "gpc") || (data is "gpc0_rate" or "gpc1_rate" && stored.Name == "gpc_rate") || (data == "gpt0" && stored.Name == "gpt"));

    private static IEnumerable<LintFinding> Impatient(LintedConfiguration configuration) =>
        from proxy in configuration.Model?.Proxies.Where(proxy => proxy is { Disabled: false, HasFrontend: true, Mode: ProxyMode.Tcp }) ?? []
        let lines = configuration.LinesOf(proxy).ToArray()
        where lines.All(line => line.Keyword != "tcp-request" || line.Word(1) != "inspect-delay")
        where !Inherits(configuration, proxy, "inspect-delay")
        from found in lines.Where(line => line.Keyword is "use_backend" or "tcp-request" or "acl").SelectMany(line => line.Words).Where(word => FirstBytes().IsMatch(word.Text)).Take(1)
        select new LintFinding(found.Place, $"'{found.Text}' looks at bytes that may still be on their way: without 'tcp-request inspect-delay' it finds nothing now and then",
            "add 'tcp-request inspect-delay 5s' and wait for the bytes: 'tcp-request content accept if { req.ssl_hello_type 1 }'");

    private static bool Inherits(LintedConfiguration configuration, ProxyModel proxy, string word) =>
        configuration.Lines.Where(line => line.Section == "defaults" && (line.Written.Place.Line < proxy.Place.Line || line.Written.Place.Source.Path != proxy.Place.Source.Path)).Any(line => line.Word(1) == word);

    private static IEnumerable<LintFinding> ServerNames(LintedConfiguration configuration) =>
        from proxy in configuration.Model?.Proxies.Where(proxy => proxy is { Disabled: false, Binds.Length: > 0 }) ?? []
        let allTls = Array.TrueForAll(proxy.Binds, bind => bind.Tls is not null)
        let noTls = Array.TrueForAll(proxy.Binds, bind => bind.Tls is null)
        where allTls || noTls
        from line in configuration.LinesOf(proxy)
        from word in line.Words.Skip(1)
        let name = SniFetch().Match(word.Text).Value
        where name.Length > 0 && (name == "ssl_fc_sni" ? noTls : allTls)
        select new LintFinding(word.Place, name == "ssl_fc_sni" ? "no port of this proxy has 'ssl': 'ssl_fc_sni' finds nothing" : $"the TLS of this proxy's ports ends here: '{name}' finds nothing",
            name == "ssl_fc_sni" ? "use 'req.ssl_sni' where TLS is passed through" : "use 'ssl_fc_sni'");

    [GeneratedRegex(@"track-sc(?<number>\d) \S+( table (?<table>\S+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Track();

    [GeneratedRegex(@"(?<![\w.-])((?<source>src)|sc(?<number>[0-2])?)_(get_)?(?<data>conn_cnt|conn_cur|conn_rate|gpc0|gpc1|gpc0_rate|gpc1_rate|gpt0|http_err_cnt|http_err_rate|http_fail_cnt|http_fail_rate|http_req_cnt|http_req_rate|sess_cnt|sess_rate|bytes_in_rate|bytes_out_rate)(?![\w-])(\((?<arguments>[^)]*)\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counter();

    [GeneratedRegex(@"^(req[._]ssl_(sni|hello_type|ver|alpn)|req\.ssl_ec_ext|req\.payload|req\.payload_lv|payload|payload_lv)(?![\w.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstBytes();

    [GeneratedRegex(@"(?<![\w.])(req[._]ssl_sni|req[._]ssl_hello_type|ssl_fc_sni)(?![\w.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SniFetch();
}
