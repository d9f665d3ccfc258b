using System.Text;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>
/// The <c>$NAME=VALUE</c> definitions read so far. A value may use other definitions; a name without a definition stays in
/// the text as it is. (keepalived.conf(5) "Definitions")
/// </summary>
/// <param name="predefined">Names that are always there.</param>
internal sealed class Definitions(Predefined predefined)
{
    /// <summary>Definitions that use each other in a ring, or double themselves, must end somewhere.</summary>
    private const int MaxDepth = 32;
    private const int MaxLength = 64 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public void Set(string name, string value) => _values[name] = value;

    /// <summary>The line with its definitions put in; several lines, separated by LF, when a definition has several.</summary>
    /// <param name="line">One line of the file.</param>
    /// <param name="expanded">False when nothing was put in.</param>
    /// <returns>Null when the definitions do not come to an end.</returns>
    public string? Expand(string line, out bool expanded)
    {
        expanded = false;
        for (var depth = 0; line.Contains('$', StringComparison.Ordinal); depth++)
        {
            if (depth == MaxDepth || line.Length > MaxLength) return null;
            if (!ExpandOnce(ref line)) return line;
            expanded = true;
        }

        return line;
    }

    private string? Value(string name, string arguments) =>
        arguments.Length == 0 && _values.TryGetValue(name, out var value) ? value : predefined.Value(name, arguments);

    private bool ExpandOnce(ref string line)
    {
        var any = false;
        var text = new StringBuilder();
        foreach (var piece in DefinitionGrammar.Cut(line))
        {
            var value = piece.Name is null ? null : Value(piece.Name, piece.Arguments);
            text.Append(value ?? piece.Text);
            any |= value is not null;
            if (text.Length > MaxLength) break;
        }

        line = text.ToString();
        return any;
    }
}
