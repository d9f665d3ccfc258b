using System.Collections.Frozen;
using System.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>What an argument of a fetch or converter is (configuration.txt 7.3).</summary>
public enum ArgumentKind
{
    Integer,
    Text,

    /// <summary><c>scope.name</c>.</summary>
    Variable,

    /// <summary>A number, or a variable that holds one (<c>add</c>, <c>and</c>, ...); nothing counts as 0.</summary>
    IntegerOrVariable,

    /// <summary>true, false, 0 or 1 in any case.</summary>
    Boolean,
    IPv4,
    IPv6,

    /// <summary>A prefix length or a dotted mask.</summary>
    IPv4Mask,
    IPv6Mask,

    /// <summary>Name of a frontend; empty is the current one.</summary>
    Frontend,

    /// <summary>Name of a backend; empty is the current one.</summary>
    Backend,

    /// <summary>Name of a proxy with a stick table, or <c>peers/table</c>; empty is the current proxy.</summary>
    Table,

    /// <summary><c>backend/server</c>, or a server of the current proxy.</summary>
    Server,

    /// <summary>Name of a userlist section.</summary>
    UserList,

    /// <summary>Compiled when all sections are known.</summary>
    Regex,

    /// <summary>Numbers with full stops between them: the way to a field in nested messages.</summary>
    ProtobufField,
}

/// <summary>One argument of a signature.</summary>
public readonly record struct Parameter(ArgumentKind Kind, bool Required = false)
{
    /// <summary>The words of signatures. Several kinds are texts to HAProxy, which types them afterwards.</summary>
    private static readonly FrozenDictionary<string, ArgumentKind> Kinds = new Dictionary<string, ArgumentKind>(StringComparer.Ordinal)
    {
        ["integer"] = ArgumentKind.Integer,
        ["string"] = ArgumentKind.Text,
        ["variable"] = ArgumentKind.Variable,
        ["operand"] = ArgumentKind.IntegerOrVariable,
        ["boolean"] = ArgumentKind.Boolean,
        ["IPv4 address"] = ArgumentKind.IPv4,
        ["IPv6 address"] = ArgumentKind.IPv6,
        ["IPv4 mask"] = ArgumentKind.IPv4Mask,
        ["IPv6 mask"] = ArgumentKind.IPv6Mask,
        ["frontend"] = ArgumentKind.Frontend,
        ["backend"] = ArgumentKind.Backend,
        ["table"] = ArgumentKind.Table,
        ["server"] = ArgumentKind.Server,
        ["user list"] = ArgumentKind.UserList,
        ["regex"] = ArgumentKind.Regex,
        ["Protocol buffers field number"] = ArgumentKind.ProtobufField,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<ArgumentKind, string> Names = Kinds.ToFrozenDictionary(k => k.Value, k => k.Key switch
    {
        "variable" or "operand" or "boolean" => "string",
        var name => name,
    });

    private static readonly Dictionary<string, Parameter[]> Read = new(StringComparer.Ordinal);

    /// <summary>What HAProxy calls the kind, in messages and in <c>-dK</c>.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>Checked while the list of arguments is read, where nothing is a fault of its own; all else is checked when the list is complete.</summary>
    public bool IsScalar => Kind is ArgumentKind.Integer or ArgumentKind.IPv4 or ArgumentKind.IPv6 or ArgumentKind.IPv4Mask
        or ArgumentKind.IPv6Mask or ArgumentKind.ProtobufField;

    public static string NameOf(ArgumentKind kind) => Names[kind];

    /// <summary>Reads <c>integer,string[,table]</c>: what stands in brackets may be left out.</summary>
    public static Parameter[] List(string text)
    {
        lock (Read)
        {
            if (Read.TryGetValue(text, out var known)) return known;
            var required = text.Split('[')[0].Split(',', StringSplitOptions.RemoveEmptyEntries);
            var all = text.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split(',', StringSplitOptions.RemoveEmptyEntries);
            return Read[text] = [.. all.Select((name, i) => new Parameter(Kinds[name], i < required.Length))];
        }
    }

    /// <summary>Writes a list as <c>-dK</c> shows it, with its parentheses; nothing for an empty list.</summary>
    public static string Describe(Parameter[] parameters)
    {
        if (parameters.Length == 0) return "";
        var text = new StringBuilder("(");
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!parameters[i].Required && (i == 0 || parameters[i - 1].Required)) text.Append('[');
            if (i > 0) text.Append(',');
            text.Append(parameters[i].KindName);
        }

        return text.Append(parameters[^1].Required ? ")" : "])").ToString();
    }
}
