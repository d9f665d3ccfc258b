using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Expressions;

namespace ConfParsers.Haproxy.Features;

/// <summary>
/// Names that a Lua file may have registered: <c>lua.NAME</c> as action, sample fetch, converter, service or filter (lua.txt). The files are not run, so that
/// every such name is taken once a file is loaded; what it does with its arguments is not known.
/// </summary>
internal static class LuaNames
{
    public const string Prefix = "lua.";

    private const RuleSets Sets = RuleSets.TcpContent | RuleSets.TcpResponse | RuleSets.HttpRequest | RuleSets.HttpResponse;

    public static bool IsOne(string name) => name.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a file that has been loaded may have registered the name.</summary>
    public static bool May(ConfigContext context, string name) => IsOne(name) && context.Global.Lua.Scripts.Length > 0;

    /// <summary>The action of that name: its arguments reach to the condition.</summary>
    public static ActionKeyword? Action(ConfigContext context, RuleSets set, string name) =>
        (set & Sets) != 0 && May(context, name) ? new ActionKeyword(name, "[<args>...]", Sets, Read) : null;

    public static FetchSignature Fetch(string name) => new(name, "[string,string,string,string,string]", SampleType.String, SampleSource.Internal);

    public static ConverterSignature Converter(string name) => new(name, "[string,string,string,string,string]", SampleType.String, SampleType.String);

    private static RuleAction? Read(ActionLine line)
    {
        var arguments = new List<string>();
        while (!line.AtCondition) arguments.Add(line.Words.Next().Text);
        return new RuleAction.RunLua(line.Word[Prefix.Length..], [.. arguments]);
    }
}
