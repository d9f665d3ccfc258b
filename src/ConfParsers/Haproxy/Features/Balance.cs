using System.Collections.Frozen;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum BalanceAlgorithm
{
    RoundRobin,
    StaticRoundRobin,
    LeastConn,
    First,
    Source,
    Uri,
    UrlParam,
    Header,
    Random,
    RdpCookie,
    Hash,
}

/// <summary><c>balance</c> (configuration.txt 4.2).</summary>
public sealed record Balance
{
    public BalanceAlgorithm Algorithm { get; init; } = BalanceAlgorithm.RoundRobin;

    /// <summary>What is hashed: the parameter of <c>url_param</c>, the header of <c>hdr</c>, the cookie of <c>rdp-cookie</c>.</summary>
    public string Argument { get; init; } = "";

    /// <summary><c>uri len</c>: bytes that are hashed; 0 is all.</summary>
    public int UriLength { get; init; }

    /// <summary><c>uri depth</c>: directories that are hashed; 0 is all.</summary>
    public int UriDepth { get; init; }

    /// <summary><c>uri whole</c>: with the query string.</summary>
    public bool UriWhole { get; init; }

    /// <summary><c>uri path-only</c>: without scheme and authority.</summary>
    public bool UriPathOnly { get; init; }

    /// <summary><c>url_param check_post</c>: the parameter is looked for in the body of a POST as well.</summary>
    public bool CheckPost { get; init; }

    /// <summary><c>hdr(name) use_domain_only</c>.</summary>
    public bool UseDomainOnly { get; init; }

    /// <summary><c>random(draws)</c>: servers that are drawn, of which the least loaded is taken; at least 1.</summary>
    public int Draws { get; init; } = 2;

    /// <summary><c>hash</c>: what is hashed.</summary>
    public SampleExpression? Expression { get; init; }
}

/// <summary>The keyword <c>balance</c>, one row an algorithm (configuration.txt 4.2).</summary>
internal static class BalanceKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("balance", In.BackSide, "<algorithm> [ <arguments> ]", Choose) { Manual = "4.2" },
    ];

    private delegate Balance? Reader(Words words, ProxyBuilder proxy);

    private static readonly FrozenDictionary<string, Reader> Algorithms = new Dictionary<string, Reader>(StringComparer.Ordinal)
    {
        ["roundrobin"] = (_, _) => new Balance(),
        ["static-rr"] = (_, _) => new Balance { Algorithm = BalanceAlgorithm.StaticRoundRobin },
        ["first"] = (_, _) => new Balance { Algorithm = BalanceAlgorithm.First },
        ["leastconn"] = (_, _) => new Balance { Algorithm = BalanceAlgorithm.LeastConn },
        ["source"] = (_, _) => new Balance { Algorithm = BalanceAlgorithm.Source },
        ["uri"] = Uri,
        ["url_param"] = UrlParam,
        ["hash"] = Hash,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Algorithms that are known by the beginning of their word; what stands behind it is theirs to read.</summary>
    private static readonly (string Name, Reader Read)[] Prefixed = [("random", Random), ("hdr(", Header), ("rdp-cookie", RdpCookie)];

    private static void Choose(Words words, ProxyBuilder proxy)
    {
        var word = words.HasMore ? words.Next().Text : "roundrobin";
        var prefixed = Array.Find(Prefixed, p => word.StartsWith(p.Name, StringComparison.Ordinal));
        var read = Algorithms.GetValueOrDefault(word) ?? prefixed.Read;
        if (read is null)
        {
            words.Alert(DiagnosticKind.BadValue, "balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hdr(name)' and 'rdp-cookie(name)' options.", at: words[1]);
            return;
        }

        if (read(words, proxy) is not { } balance) return;
        if (word != "roundrobin") words.Use(KeywordKind.Value, $"balance {(prefixed.Name ?? word).TrimEnd('(')}", words[1]);
        proxy.Balance = balance;
        proxy.BalancePlace = words.Line;
    }

    private static Balance? Fail(Words words, DiagnosticKind kind, string text)
    {
        words.Alert(kind, "balance " + text, at: words.Last);
        return null;
    }

    private static Balance? Uri(Words words, ProxyBuilder proxy)
    {
        var balance = new Balance { Algorithm = BalanceAlgorithm.Uri };
        while (words.HasMore)
        {
            var parameter = words.Next().Text;
            switch (parameter)
            {
                case "len" or "depth":
                    var number = Words.LooseInt32(words.Current.Text);
                    if (number <= 0) return Fail(words, DiagnosticKind.BadNumber, $"uri : '{parameter}' expects a positive integer (got '{words.Current.Text}').");
                    words.Next();
                    balance = parameter == "len" ? balance with { UriLength = number } : balance with { UriDepth = number };
                    break;
                case "whole": balance = balance with { UriWhole = true }; break;
                case "path-only": balance = balance with { UriPathOnly = true }; break;
                default: return Fail(words, DiagnosticKind.BadValue, $"uri only accepts parameters 'len', 'depth', 'path-only', and 'whole' (got '{parameter}').");
            }
        }

        return balance;
    }

    private static Balance? UrlParam(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore) return Fail(words, DiagnosticKind.MissingArgument, "url_param requires an URL parameter name.");
        var balance = new Balance { Algorithm = BalanceAlgorithm.UrlParam, Argument = words.Next().Text };
        if (!words.HasMore) return balance;
        if (words.Take("check_post")) return balance with { CheckPost = true };
        return Fail(words, DiagnosticKind.BadValue, $"url_param only accepts 'check_post' modifier (got '{words.Current.Text}').");
    }

    /// <summary>The expression is looked at when the whole file is known (<see cref="ResolveHash"/>).</summary>
    private static Balance? Hash(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore) return Fail(words, DiagnosticKind.MissingArgument, "hash requires a sample expression.");
        var balance = new Balance { Algorithm = BalanceAlgorithm.Hash, Argument = words.Next().Text };
        return words.HasMore ? Fail(words, DiagnosticKind.SurplusArgument, $"hash takes no other argument (got '{words.Current.Text}').") : balance;
    }

    private static Balance? Random(Words words, ProxyBuilder proxy)
    {
        var word = words[1].Text;
        var balance = new Balance { Algorithm = BalanceAlgorithm.Random };
        if (!word.StartsWith("random(", StringComparison.Ordinal)) return balance;
        var close = word.IndexOf(')', StringComparison.Ordinal);
        if (close < 0) return Fail(words, DiagnosticKind.Syntax, "random : missing closing parenthesis.");
        var text = word["random(".Length..close];
        if (text.Length == 0) return balance;
        if (BasedNumber.Read(text, out var draws) is { } culprit) return Fail(words, DiagnosticKind.BadNumber, $"random : unexpected character '{culprit}' after argument.");
        return draws < 1 ? Fail(words, DiagnosticKind.OutOfRange, "random : number of draws must be at least 1.") : balance with { Draws = draws };
    }

    private static Balance? Header(Words words, ProxyBuilder proxy)
    {
        var word = words[1].Text;
        var close = word.IndexOf(')', StringComparison.Ordinal);
        if (close <= "hdr(".Length) return Fail(words, DiagnosticKind.MissingArgument, "hdr requires an http header field name.");
        var balance = new Balance { Algorithm = BalanceAlgorithm.Header, Argument = word["hdr(".Length..close] };
        if (!words.HasMore) return balance;
        if (words.Take("use_domain_only")) return balance with { UseDomainOnly = true };
        return Fail(words, DiagnosticKind.BadValue, $"{word} only accepts 'use_domain_only' modifier (got '{words.Current.Text}').");
    }

    private static Balance? RdpCookie(Words words, ProxyBuilder proxy)
    {
        const string bare = "rdp-cookie";
        var word = words[1].Text;
        var balance = new Balance { Algorithm = BalanceAlgorithm.RdpCookie, Argument = "mstshash" };
        if (word == bare) return balance;
        var close = word.IndexOf(')', StringComparison.Ordinal);
        if (word[bare.Length] != '(' || close <= bare.Length + 1) return Fail(words, DiagnosticKind.MissingArgument, "rdp-cookie : missing cookie name.");
        return balance with { Argument = word[(bare.Length + 1)..close] };
    }

    /// <summary>Reads the expression of <c>balance hash</c>, in pass 2 as HAProxy does.</summary>
    /// <returns>HAProxy's message, or null when all is well.</returns>
    public static string? ResolveHash(ProxyBuilder proxy)
    {
        if (proxy.Balance.Algorithm != BalanceAlgorithm.Hash || proxy.Balance.Expression is not null) return null;
        var text = proxy.Balance.Argument;
        var where = $"{proxy.TypeName} '{proxy.Name}' [{proxy.Place}]: ";
        var context = proxy.Expressions(proxy.BalancePlace ?? proxy.Place, SamplePlaces.ServerChoice, "balance hash expression");
        var reading = SampleReader.Read(text, context);
        if (reading.Expression is not { } expression) return $"{where}failed to parse 'balance hash' expression '{text}' in : {reading.Error}.";
        var fetch = Signatures.Fetch(expression.Fetch)!;
        if ((fetch.Places & SamplePlaces.ServerChoice) == SamplePlaces.None)
        {
            return $"{where}error detected while parsing 'balance hash' expression '{text}' which requires information from {fetch.Needs}, which is not available here.";
        }

        proxy.Balance = proxy.Balance with { Expression = expression };
        return null;
    }
}
