using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>fcgi-app</c>: how requests become FastCGI parameters (configuration.txt 10.1.1).</summary>
public sealed record FcgiAppSection(string Name, string DocumentRoot, Span Place) : INamed
{
    /// <summary>Added to a path that ends with a slash.</summary>
    public string? Index { get; init; }

    /// <summary>Regular expression that cuts a path into SCRIPT_NAME and PATH_INFO.</summary>
    public string? PathInfo { get; init; }

    public bool GetValues { get; init; }

    /// <summary>Connections are kept between requests, default true.</summary>
    public bool KeepConnection { get; init; } = true;

    /// <summary>Several requests at once share a connection.</summary>
    public bool Multiplex { get; init; }

    /// <summary>Requests at once on one connection, default 1.</summary>
    public int MaxRequests { get; init; } = 1;

    /// <summary>Where the application's own error lines go.</summary>
    public LogTarget[] ErrorLog { get; init; } = [];

    public FcgiRule[] Rules { get; init; } = [];
}

/// <summary><c>pass-header</c> (no value) or <c>set-param</c>, in the order of the lines.</summary>
/// <param name="Name">Header or parameter.</param>
/// <param name="Value">Made for each request; null for pass-header. Without items when it cannot be read, which HAProxy only tells of an application that is used.</param>
/// <param name="Condition">Null: always.</param>
public sealed record FcgiRule(string Name, LogFormat? Value, Condition? Condition, Span Place);

/// <summary>An fcgi-app section while it is read. Its ACLs are kept as those of a backend.</summary>
internal sealed class FcgiAppBuilder(ConfigContext context, string name, Span place)
{
    public string Name { get; } = name;

    public Span Place { get; } = place;

    public ProxyBuilder Acls { get; } = new(context, In.Backend, name, place, null);

    public string? DocumentRoot { get; set; }

    public FcgiAppSection Options { get; set; } = new(name, "", place);

    /// <summary><c>option max-reqs</c> was given.</summary>
    public bool MaxRequestsGiven { get; set; }

    public FcgiAppSection Build() => Options with
    {
        DocumentRoot = DocumentRoot ?? "",
        Rules = [.. Options.Rules.Select(rule => rule.Value is { } written ? rule with { Value = Read(written) } : rule)],
        ErrorLog = Acls.LogsTo,
    };

    /// <summary>What keeps the parameters from being made in a proxy, in HAProxy's words: the first that cannot be read.</summary>
    public string? FaultIn(ProxyBuilder proxy)
    {
        foreach (var written in Options.Rules.Select(rule => rule.Value).OfType<LogFormat>())
        {
            if (LogFormatReader.Read(written.Text, proxy.Expressions(written.Place, SamplePlaces.BackendRequest, isHttpFormat: true), out var fault) is null) return fault;
        }

        return null;
    }

    private LogFormat Read(LogFormat written)
    {
        // Nothing is told: the proxies that use the application have said it already.
        var scope = new ExpressionScope { Diagnostics = new(), Names = context.Names, Files = context.Files };
        return LogFormatReader.Read(written.Text, new ExpressionContext(scope, written.Place) { Where = SamplePlaces.BackendRequest }, out _) ?? written;
    }
}

/// <summary>The section <c>fcgi-app</c>. <c>hide-header</c> and <c>unset-param</c> stand in the manual, but 2.6.12 does not know them.</summary>
internal static class FcgiAppSectionKeywords
{
    public static readonly SectionKeyword<FcgiAppBuilder> Section = new("fcgi-app", "<name>", Enter,
    [
        new("acl", "<aclname> <criterion> [flags] [operator] <value> ...", (w, f) => AclKeywords.Rows[0].Bind(w, f.Acls)) { Manual = "10.1.1" },
        new("docroot", "<path>", (w, f) => Text(w, "path", v => f.DocumentRoot = v)) { Manual = "10.1.1" },
        new("index", "<script-name>", (w, f) => Text(w, "filename", v => f.Options = f.Options with { Index = v })) { Manual = "10.1.1" },
        new("log-stderr", "{ global | <target> [len <length>] [format <format>] [sample <ranges>:<sample_size>] <facility> [<level> [<minlevel>]] }", (w, f) => LoggingKeywords.Log(w, f.Acls)) { Manual = "10.1.1" },
        new("option", "{ get-values | keep-conn | max-reqs <reqs> | mpxs-conns }", Option) { Manual = "10.1.1" },
        new("pass-header", "<name> [ { if | unless } <condition> ]", PassHeader) { Manual = "10.1.1" },
        new("path-info", "<regex>", PathInfo) { Manual = "10.1.1" },
        new("set-param", "<name> <fmt> [ { if | unless } <condition> ]", SetParameter) { Manual = "10.1.1" },
    ])
    {
        Manual = "10.1.1",
        Since = "2.1",
        Unknown = (words, _) => words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{words.Keyword}' in 'fcgi-app' section", PlaceForm.ParsingTight, at: words[0]),
    };

    private static FcgiAppBuilder Enter(Words head, ConfigContext context)
    {
        var section = new FcgiAppBuilder(context, head[1].Text, head.Line);
        if (!SectionHeads.NothingBehind(head)) return section;
        if (head[1].IsEmpty)
        {
            head.Alert(DiagnosticKind.MissingArgument, "'fcgi-app' expects <name> as argument.", PlaceForm.ParsingTight, at: head[0]);
            return section;
        }

        if (!SectionHeads.ValidName(head, PlaceForm.ParsingTight)) return section;
        foreach (var other in Enumerable.Reverse(context.Sections.FcgiApps).Where(f => f.Name == section.Name))
        {
            head.Alert(DiagnosticKind.Duplicate, $"fcgi-app section '{section.Name}' has the same name as another one declared at {other.Place}.", PlaceForm.ParsingCapital, at: head[1]);
        }

        context.Sections.FcgiApps.Add(section);
        return section;
    }

    private static bool Nothing(Words words, string argument)
    {
        words.Keyword = $"{words.Keyword} {argument}";
        return words.End();
    }

    private static void Text(Words words, string expects, Action<string> set)
    {
        if (words.NextArg($"<{expects}> as argument.", out var text) && Nothing(words, text.Text)) set(text.Text);
    }

    private static void PathInfo(Words words, FcgiAppBuilder app)
    {
        if (!words.NextArg("<regex> as argument.", out var regex) || !Nothing(words, regex.Text)) return;
        if (app.Acls.Context.Options.CheckRegex?.Invoke(regex.Text, arg2: false) is { } fault)
        {
            words.Alert(DiagnosticKind.BadExpression, $"'{regex.Text}' : regex '{regex.Text}' is invalid ({fault}).", at: regex);
            return;
        }

        app.Options = app.Options with { PathInfo = regex.Text };
    }

    private static void Option(Words words, FcgiAppBuilder app)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'option' expects an option name.", PlaceForm.ParsingTight);
            return;
        }

        var name = words.Next().Text;
        words.Keyword = $"option {name}";
        switch (name)
        {
            case "get-values" when words.End(): app.Options = app.Options with { GetValues = !words.Negated }; break;
            case "keep-conn" when words.End(): app.Options = app.Options with { KeepConnection = !words.Negated }; break;
            case "mpxs-conns" when words.End(): app.Options = app.Options with { Multiplex = !words.Negated }; break;
            case "max-reqs": MaxRequests(words, app); break;
            case "get-values" or "keep-conn" or "mpxs-conns": break;
            default: words.Alert(DiagnosticKind.UnknownKeyword, $"unknown option '{name}'.", at: words[1]); break;
        }
    }

    private static void MaxRequests(Words words, FcgiAppBuilder app)
    {
        if (words.Negated || words.Defaulted)
        {
            words.Alert(DiagnosticKind.Syntax, "negation/default is not supported for option 'max-reqs'.", PlaceForm.ParsingTight);
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "option 'max-reqs' expects an integer argument.", PlaceForm.ParsingTight);
            return;
        }

        var count = Words.LooseInt32(words.Next().Text);
        if (!words.End()) return;
        if (count <= 0)
        {
            words.Alert(DiagnosticKind.OutOfRange, "option 'max-reqs' expects a strictly positive integer argument.", PlaceForm.ParsingTight);
            return;
        }

        app.MaxRequestsGiven = count > 1;
        app.Options = app.Options with { MaxRequests = count };
    }

    private static void PassHeader(Words words, FcgiAppBuilder app)
    {
        if (words.NextArg("<name> as arguments.", out var name)) Rule(words, app, name.Text, null);
    }

    private static void SetParameter(Words words, FcgiAppBuilder app)
    {
        if (words.Count < 3) words.Alert(DiagnosticKind.MissingArgument, "'set-param' expects <name> and <value> as arguments.");
        else Rule(words, app, words.Next().Text, words.Next().Text);
    }

    private static void Rule(Words words, FcgiAppBuilder app, string name, string? value)
    {
        Condition? condition = null;
        var error = "";
        if (RuleConditions.Follows(words)) condition = RuleConditions.Read(words, app.Acls, SamplePlaces.BackendRequest, out error);
        // What follows and is no condition leaves HAProxy without words.
        else if (words.HasMore) error = "(null)";
        if (error.Length > 0) words.Alert(DiagnosticKind.BadExpression, $"'{name}' : {error}.");
        else app.Options = app.Options with { Rules = [.. app.Options.Rules, new FcgiRule(name, value is null ? null : new LogFormat([], value, words.Line), condition, words.Line)] };
    }
}
