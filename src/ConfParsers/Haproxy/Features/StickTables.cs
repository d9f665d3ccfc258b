using System.Collections.Frozen;
using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

public enum StickTableType
{
    IPv4,
    IPv6,
    Integer,
    String,
    Binary,
}

/// <summary><c>stick-table</c> of a proxy (configuration.txt 4.2); the name is the proxy's.</summary>
/// <param name="KeyLength">Longest key of strings and binaries, default 32 bytes.</param>
/// <param name="Size">Entries at most.</param>
public sealed record StickTable(string Name, StickTableType Type, int KeyLength, int Size, Span Place) : INamed
{
    /// <summary>Age at which an unused entry goes; null: never.</summary>
    public TimeSpan? Expire { get; init; }

    /// <summary>A full table takes no new entries instead of dropping the oldest.</summary>
    public bool NoPurge { get; init; }

    /// <summary>To whom entries are sent; of a table in a peers section that section. Null: nobody.</summary>
    public Reference<PeersSection>? Peers { get; init; }

    /// <summary><c>srvkey addr</c>: servers are remembered by address, not by name.</summary>
    public bool ServerKeyIsAddress { get; init; }

    public StickData[] Store { get; init; } = [];

    /// <summary>What samples are turned into before they are looked up.</summary>
    internal SampleType KeyType => Type switch
    {
        StickTableType.IPv4 => SampleType.IPv4,
        StickTableType.IPv6 => SampleType.IPv6,
        StickTableType.Integer => SampleType.Integer,
        StickTableType.String => SampleType.String,
        _ => SampleType.Binary,
    };
}

/// <summary>One thing that entries of a table keep.</summary>
/// <param name="Elements">Of the arrays gpc, gpt and gpc_rate: 1..100; otherwise 1.</param>
/// <param name="Period">Of rates: the sliding window; otherwise zero.</param>
public sealed record StickData(string Name, int Elements, TimeSpan Period);

/// <summary>The keyword <c>stick-table</c>.</summary>
internal static class StickTableKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("stick-table", In.Frontend | In.Listen | In.Backend, "type { ip | integer | string [ len <length> ] | binary [ len <length> ] | ipv6 } size <size> [ expire <expire> ]"
            + " [ nopurge ] [ peers <peersect> ] [ srvkey { name | addr } ] [ store <data type> ]*", Table) { Manual = "4.2", Misplaced = Misplaced.Binder },
    ];

    private enum DataArgument
    {
        None,

        /// <summary>A number of elements.</summary>
        Elements,

        /// <summary>A period.</summary>
        Period,

        /// <summary>A number of elements and a period.</summary>
        Both,
    }

    private static readonly FrozenDictionary<string, StickTableType> Types = new Dictionary<string, StickTableType>(StringComparer.Ordinal)
    {
        ["ip"] = StickTableType.IPv4,
        ["ipv6"] = StickTableType.IPv6,
        ["integer"] = StickTableType.Integer,
        ["string"] = StickTableType.String,
        ["binary"] = StickTableType.Binary,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What <c>store</c> knows (configuration.txt 4.2 "stick-table", data types).</summary>
    private static readonly FrozenDictionary<string, DataArgument> DataTypes = new Dictionary<string, DataArgument>(StringComparer.Ordinal)
    {
        ["server_id"] = DataArgument.None, ["server_key"] = DataArgument.None, ["gpt0"] = DataArgument.None, ["gpt"] = DataArgument.Elements,
        ["gpc0"] = DataArgument.None, ["gpc0_rate"] = DataArgument.Period, ["gpc1"] = DataArgument.None, ["gpc1_rate"] = DataArgument.Period,
        ["gpc"] = DataArgument.Elements, ["gpc_rate"] = DataArgument.Both,
        ["conn_cnt"] = DataArgument.None, ["conn_rate"] = DataArgument.Period, ["conn_cur"] = DataArgument.None,
        ["sess_cnt"] = DataArgument.None, ["sess_rate"] = DataArgument.Period,
        ["http_req_cnt"] = DataArgument.None, ["http_req_rate"] = DataArgument.Period, ["http_err_cnt"] = DataArgument.None, ["http_err_rate"] = DataArgument.Period,
        ["http_fail_cnt"] = DataArgument.None, ["http_fail_rate"] = DataArgument.Period,
        ["bytes_in_cnt"] = DataArgument.None, ["bytes_in_rate"] = DataArgument.Period, ["bytes_out_cnt"] = DataArgument.None, ["bytes_out_rate"] = DataArgument.Period,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static void Table(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, "'stick-table' is not supported in 'defaults' section.", at: words[0]);
            return;
        }

        var other = proxy.StickTable ?? proxy.Context.Proxies.Named(proxy.Name, p => p.StickTable is not null)?.StickTable;
        if (other is not null)
        {
            var owner = proxy.Context.Proxies.Find(p => p.StickTable == other)!;
            words.Alert(DiagnosticKind.Duplicate, $"stick-table name '{proxy.Name}' conflicts with table declared in {owner.TypeName} '{owner.Name}' at {other.Place}.", at: words[0]);
            return;
        }

        if (Read(words, proxy.Name, proxy.Context) is { } table) proxy.StickTable = table;
    }

    /// <summary>Reads the words behind <c>stick-table</c>.</summary>
    public static StickTable? Read(Words words, string name, ConfigContext context)
    {
        StickTableType? type = null;
        var table = new StickTable(name, StickTableType.IPv4, 0, 0, words.Line);
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "size":
                    if (!Argument(words, "size", out var size)) return null;
                    if (!SizeText.TryParse(size.Text, out var entries, out var culprit)) return Fail(words, DiagnosticKind.BadSize, $"unexpected character '{culprit}' in argument of 'size'.");
                    table = table with { Size = (int)Math.Min(entries, int.MaxValue) };
                    break;
                case "type":
                    var kind = words.Next().Text;
                    if (!Types.TryGetValue(kind, out var known)) return Fail(words, DiagnosticKind.BadValue, $"unknown type '{kind}'.");
                    type = known;
                    table = table with { Type = known, KeyLength = KeyLength(known) };
                    if (known is StickTableType.String or StickTableType.Binary && words.Take("len"))
                    {
                        var text = words.Next().Text;
                        var length = Words.LooseInt32(text);
                        if (length <= 0) return Fail(words, DiagnosticKind.BadNumber, $"unknown type '{text}'.");
                        table = table with { KeyLength = length };
                    }

                    break;
                case "expire":
                    if (!Argument(words, "expire", out var age)) return null;
                    var time = words.Time(age);
                    if (time.Fault == TimeFault.BadCharacter) return Fail(words, DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument of 'expire'.");
                    if (time.Fault == TimeFault.Overflow)
                    {
                        words.Alert(DiagnosticKind.BadTime, $"stick-table: timer overflow in argument <{age.Text}> to <expire>, maximum value is 2147483647 ms (~24.8 days).", PlaceForm.ParsingTight, at: age);
                        return null;
                    }

                    table = table with { Expire = time.Value };
                    break;
                case "nopurge":
                    table = table with { NoPurge = true };
                    break;
                case "peers" when words.Keyword == "stick-table":
                    if (!Argument(words, "peers", out var peers)) return null;
                    table = table with { Peers = context.Names.Peers(peers.Text) };
                    break;
                case "srvkey":
                    var key = words.Next().Text;
                    if (key is not ("name" or "addr"))
                    {
                        words.Alert(DiagnosticKind.BadValue, $"stick-table : unknown server key type '{key}'.", at: words.Last);
                        return null;
                    }

                    table = table with { ServerKeyIsAddress = key == "addr" };
                    break;
                case "store":
                    foreach (var data in words.HasMore ? SplitData(words.Next().Text) : [])
                    {
                        if (Data(words, data) is not { } item) return null;
                        if (!table.Store.Any(d => d.Name == item.Name)) table = table with { Store = [.. table.Store, item] };
                        else words.Warning(DiagnosticKind.Duplicate, $"stick-table: store option '{item.Name}' already enabled, ignored.", PlaceForm.ParsingTight, at: words.Last);
                    }

                    break;
                default:
                    return Fail(words, DiagnosticKind.UnknownKeyword, $"unknown argument '{option.Text}'.");
            }
        }

        if (table.Size == 0) return Fail(words, DiagnosticKind.MissingArgument, "missing size.");
        if (type is null) return Fail(words, DiagnosticKind.MissingArgument, "missing type.");
        return Overridden(words, table, "gpt", "gpt0", "gpt0") && Overridden(words, table, "gpc", "gpc[0/1]", "gpc0", "gpc1")
            && Overridden(words, table, "gpc_rate", "gpc[0/1]_rate", "gpc0_rate", "gpc1_rate") ? table : null;
    }

    private static int KeyLength(StickTableType type) => type switch
    {
        StickTableType.IPv4 or StickTableType.Integer => 4,
        StickTableType.IPv6 => 16,
        _ => 32,
    };

    private static StickTable? Fail(Words words, DiagnosticKind kind, string text)
    {
        words.Alert(kind, $"{words.Keyword}: {text}", at: words.Last);
        return null;
    }

    private static bool Argument(Words words, string option, out Lines.Word value)
    {
        value = words.Next();
        if (value.IsEmpty) Fail(words, DiagnosticKind.MissingArgument, $"missing argument after '{option}'.");
        return !value.IsEmpty;
    }

    /// <summary>An array and the single counters that it takes the place of exclude each other.</summary>
    private static bool Overridden(Words words, StickTable table, string array, string singles, params string[] names)
    {
        if (!table.Store.Any(d => d.Name == array) || !table.Store.Any(d => Array.IndexOf(names, d.Name) >= 0)) return true;
        Fail(words, DiagnosticKind.Conflict, $"simultaneous usage of '{array}' and '{singles}' in a same table is not permitted as '{array}' overrides '{singles}'.");
        return false;
    }

    /// <summary>Cuts at the commas outside of parentheses; a comma at the end is nothing.</summary>
    private static IEnumerable<string> SplitData(string text)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0) continue;
            yield return text[start..i];
            start = i + 1;
        }

        if (start < text.Length) yield return text[start..];
    }

    private static StickData? Data(Words words, string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? text : text[..open];
        if (!DataTypes.TryGetValue(name, out var takes))
        {
            Fail(words, DiagnosticKind.BadValue, $"unknown store option '{name}'.");
            return null;
        }

        var close = open < 0 ? -1 : text.IndexOf(')', open);
        if (open >= 0 && close < 0) return Fault("missing closing parenthesis after store option");
        if (takes == DataArgument.None) return open < 0 ? new StickData(name, 1, default) : Fault("unexpected argument to store option");
        if (open < 0) return Fault("missing argument to store option");

        var argument = text[(open + 1)..close];
        var comma = argument.IndexOf(',', StringComparison.Ordinal);
        var (count, period) = takes switch
        {
            DataArgument.Period => (null, argument),
            DataArgument.Elements => (argument, null),
            _ => comma < 0 ? (null, null) : (argument[..comma], argument[(comma + 1)..]),
        };
        if (takes == DataArgument.Both && comma < 0) return Fault("missing argument to store option");

        var elements = count is null ? 1 : Words.LooseInt32(count);
        if (elements is < 1 or > 100) return Fault("array size is out of allowed range (1-100) for store option");
        if (period is null) return new StickData(name, elements, default);
        var time = TimeText.Parse(period);
        return time.Fault == TimeFault.None && time.Value > TimeSpan.Zero ? new StickData(name, elements, time.Value) : Fault("error when processing store option");

        StickData? Fault(string what)
        {
            Fail(words, DiagnosticKind.BadValue, $"{what} '{name}'.");
            return null;
        }
    }
}
