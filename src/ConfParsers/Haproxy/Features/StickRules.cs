using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What a <c>stick</c> line does.</summary>
[Flags]
public enum StickActions
{
    /// <summary>The entry of the request's key says the server.</summary>
    Match = 1,

    /// <summary>The chosen server is kept under the request's key.</summary>
    StoreRequest = 2,

    /// <summary>The chosen server is kept under a key of the response.</summary>
    StoreResponse = 4,
}

/// <summary><c>stick on</c>, <c>match</c>, <c>store-request</c>, <c>store-response</c> (configuration.txt 4.2).</summary>
/// <param name="Key">What entries are found by, turned into the table's type.</param>
/// <param name="Table">The rule's own proxy's where none was written.</param>
/// <param name="Condition">Null: always.</param>
public sealed record StickRule(StickActions Actions, SampleExpression Key, Reference<StickTable> Table, Condition? Condition, Span Place);

/// <summary>The keyword <c>stick</c>.</summary>
internal static class StickKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("stick", In.Listen | In.Backend, "{ on | match | store-request | store-response } <pattern> [ table <table> ] [ { if | unless } <condition> ]", Stick)
        {
            Manual = "4.2", Since = "1.4", Misplaced = Misplaced.Skipped,
        },
    ];

    private static void Stick(Words words, ProxyBuilder proxy)
    {
        StickActions? actions = words.Next().Text switch
        {
            "on" => StickActions.Match | StickActions.StoreRequest,
            "match" => StickActions.Match,
            "store-request" => StickActions.StoreRequest,
            "store-response" => StickActions.StoreResponse,
            _ => null,
        };
        if (actions is not { } known)
        {
            words.Alert(DiagnosticKind.BadValue, "'stick' expects 'on', 'match', or 'store'.", at: words[1]);
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'stick' expects a fetch method.");
            return;
        }

        var response = known == StickActions.StoreResponse;
        var where = response ? SamplePlaces.StickStore : SamplePlaces.ServerChoice;
        if (Key(words, proxy, response, where) is not { } key) return;

        proxy.LooksAtHttp |= ProxyBuilder.IsAboutHttp(key);
        var table = words.Take("table") ? words.Next().Text : proxy.Name;
        Condition? condition = null;
        if (RuleConditions.Follows(words))
        {
            condition = RuleConditions.Read(words, proxy, where, out var error);
            if (condition is null)
            {
                words.Alert(DiagnosticKind.BadCondition, $"'stick': error detected while parsing sticking condition : {error}.");
                return;
            }
        }
        else if (words.HasMore)
        {
            words.Alert(DiagnosticKind.SurplusArgument, $"'stick': unknown keyword '{words.Current.Text}'.");
            return;
        }

        words.Use(KeywordKind.Value, $"stick {words[1].Text}", words[1]);
        proxy.StickRules.Add(new StickRule(known, key, proxy.Context.Names.Table(table), condition, words.Line));
    }

    private static SampleExpression? Key(Words words, ProxyBuilder proxy, bool response, SamplePlaces where)
    {
        var word = words.Next();
        var reading = SampleReader.Read(word.Text, proxy.Expressions(words.Line, where, "stick rule expression"));
        if (reading.Expression is not { } key)
        {
            words.Alert(DiagnosticKind.BadExpression, $"'stick': {reading.Error}", at: word);
            return null;
        }

        var fetch = Signatures.Fetch(key.Fetch)!;
        if ((fetch.Places & where) != SamplePlaces.None) return key;
        var when = response ? "for 'store-response'" : "during request";
        words.Alert(DiagnosticKind.BadExpression, $"'stick': fetch method '{key.Fetch}' extracts information from '{fetch.Needs}', none of which is available {when}.", at: word);
        return null;
    }
}
