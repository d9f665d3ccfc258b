using System.Text.Json.Serialization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Sections;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>A <c>filter</c> line of a proxy (configuration.txt 9): filters see a stream's data in the order of their lines.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(StreamFilter.Cache), "cache")]
[JsonDerivedType(typeof(StreamFilter.Compression), "compression")]
[JsonDerivedType(typeof(StreamFilter.FcgiApp), "fcgiApp")]
[JsonDerivedType(typeof(StreamFilter.LuaFilter), "lua")]
[JsonDerivedType(typeof(StreamFilter.Spoe), "spoe")]
[JsonDerivedType(typeof(StreamFilter.Trace), "trace")]
public abstract record StreamFilter
{
    /// <summary>Events are written to standard error (configuration.txt 9.1).</summary>
    /// <param name="RandomForwarding">Data is passed on in pieces of random size.</param>
    public sealed record Trace(string? Name, bool RandomForwarding, bool HexDump, bool Quiet) : StreamFilter;

    /// <summary>configuration.txt 9.2; the algorithms stand in <c>compression</c> lines.</summary>
    public sealed record Compression : StreamFilter;

    /// <summary>configuration.txt 9.4</summary>
    public sealed record Cache(Reference<CacheSection> Section) : StreamFilter;

    /// <summary>configuration.txt 9.5</summary>
    public sealed record FcgiApp(Reference<FcgiAppSection> Section) : StreamFilter;

    /// <summary>Stream processing by agents (configuration.txt 9.3).</summary>
    public sealed record Spoe(SpoeEngine Engine) : StreamFilter;

    /// <summary>What a Lua file registered (lua.txt "core.register_filter").</summary>
    /// <param name="Name">Without <c>lua.</c>.</param>
    public sealed record LuaFilter(string Name, string[] Arguments) : StreamFilter;
}

/// <summary>The keyword <c>filter</c>.</summary>
internal static class FilterKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("filter", In.Frontend | In.Listen | In.Backend, "<name> [param*]", Filter) { Listed = true, Manual = "9", Since = "1.7", Misplaced = Misplaced.Binder },
    ];

    public static readonly string[] Names = ["trace", "compression", "cache", "fcgi-app", "spoe"];

    private const string Registered = """
         Registered keywords :
            [CACHE] cache
            [COMP] compression
            [FCGI] fcgi-app
            [  OT] opentracing
            [SPOE] spoe
            [TRACE] trace
        """;

    private static void Filter(Words words, ProxyBuilder proxy)
    {
        // HAProxy says the place twice here.
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, $"parsing [{words.Line}] : filter is not allowed in a 'default' section.", at: words[0]);
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"parsing [{words.Line}] : missing argument for 'filter' in {proxy.TypeName} '{proxy.Name}'.");
            return;
        }

        var name = words.Next();
        words.Use(KeywordKind.Filter, name.Text, name);
        StreamFilter? filter;
        switch (name.Text)
        {
            case "trace": filter = Trace(words); break;
            case "compression": filter = Compression(words, proxy); break;
            case "cache": filter = Named(words, proxy, n => new StreamFilter.Cache(proxy.Context.Names.Cache(n))); break;
            case "fcgi-app": filter = Named(words, proxy, n => new StreamFilter.FcgiApp(proxy.Context.Names.FcgiApp(n))); break;
            case "spoe": filter = Spoe(words, proxy); break;
            case "opentracing":
                words.Alert(DiagnosticKind.Unsupported, "'filter' : opentracing is not supported: its library is not part of this program.", at: name);
                return;
            default:
                if (LuaNames.May(proxy.Context, name.Text))
                {
                    proxy.Filters.Add((new StreamFilter.LuaFilter(name.Text[LuaNames.Prefix.Length..], words.RemainingTexts()), words.Line));
                    return;
                }

                words.Alert(DiagnosticKind.UnknownKeyword, $"'filter' : unknown keyword '{name.Text}'.{Registered}", at: name);
                return;
        }

        if (filter is null) return;
        if (words.HasMore) words.Alert(DiagnosticKind.SurplusArgument, $"'filter {name.Text}' : unknown keyword '{words.Current.Text}'.");
        else proxy.Filters.Add((filter, words.Line));
    }

    private static StreamFilter? Fault(Words words, string text, DiagnosticKind kind = DiagnosticKind.MissingArgument)
    {
        words.Alert(kind, $"'filter' : '{text}'", at: words.Last);
        return null;
    }

    private static StreamFilter? Trace(Words words)
    {
        var trace = new StreamFilter.Trace(null, RandomForwarding: false, HexDump: false, Quiet: false);
        while (words.HasMore)
        {
            if (words.Take("name"))
            {
                if (!words.HasMore) return Fault(words, "'trace' : 'name' option without value");
                trace = trace with { Name = words.Next().Text };
            }
            else if (words.Take("random-forwarding"))
            {
                trace = trace with { RandomForwarding = true };
            }
            else if (words.Take("hexdump"))
            {
                trace = trace with { HexDump = true };
            }
            else if (words.Take("quiet"))
            {
                trace = trace with { Quiet = true };
            }
            else if (!words.Take("random-parsing"))
            {
                // random-parsing was an option before 2.0 and is passed over.
                break;
            }
        }

        return trace;
    }

    private static StreamFilter? Compression(Words words, ProxyBuilder proxy) => proxy.Filters.Exists(f => f.Filter is StreamFilter.Compression)
        ? Fault(words, $"{proxy.Name}: Proxy supports only one compression filter\n", DiagnosticKind.Duplicate)
        : new StreamFilter.Compression();

    private static StreamFilter? Named(Words words, ProxyBuilder proxy, Func<string, StreamFilter> make)
    {
        var keyword = words[1].Text;
        if (!words.HasMore) return Fault(words, $"{keyword} : expects a <name> argument");
        var filter = make(words.Next().Text);
        return filter is StreamFilter.Cache { Section: var name } && proxy.Filters.Exists(f => f.Filter == filter)
            ? Fault(words, $"{proxy.Name}: multiple explicit declarations of the cache filter '{name}'", DiagnosticKind.Duplicate)
            : filter;
    }

    private static StreamFilter? Spoe(Words words, ProxyBuilder proxy)
    {
        string? engine = null;
        string? file = null;
        while (words.HasMore)
        {
            var option = words.Next();
            if (option.Text is not ("config" or "engine")) return Fault(words, $"unknown keyword '{option.Text}'", DiagnosticKind.UnknownKeyword);
            if (!words.HasMore) return Fault(words, $"'spoe' : '{option.Text}' option without value");
            if (option.Text == "config") file = words.Next().Text;
            else engine = words.Next().Text;
        }

        if (file is null) return Fault(words, "'spoe' : missing config file");
        return SpoeFile.Read(file, engine, proxy, out var fault) is { } read ? new StreamFilter.Spoe(read) : Fault(words, fault, DiagnosticKind.BadValue);
    }
}
