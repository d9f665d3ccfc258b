using System.Globalization;

namespace ConfParsers.Haproxy.Lines;

/// <summary>
/// The environment of the moment: <c>setenv</c>, <c>presetenv</c>, <c>unsetenv</c> and <c>resetenv</c> on one line change
/// what the next lines see (configuration.txt 2.3, 3.1). Pseudo-variables begin with a dot and name the place being read.
/// </summary>
public sealed class ConfigEnvironment
{
    private readonly Dictionary<string, string> _variables;

    public ConfigEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        _variables = new Dictionary<string, string>(variables, StringComparer.Ordinal);

    /// <summary><c>.FILE</c></summary>
    public string File { get; set; } = "";

    /// <summary><c>.LINE</c></summary>
    public int Line { get; set; }

    /// <summary><c>.SECTION</c>: name of the section, or its type when it has none.</summary>
    public string Section { get; set; } = "";

    /// <summary>What setenv and its kin have done so far; the caller may hand it to children.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    public bool IsDefined(string name) => _variables.ContainsKey(name);

    public string? Get(string name) => name switch
    {
        ".FILE" => File,
        ".LINE" => Line.ToString(CultureInfo.InvariantCulture),
        ".SECTION" => Section,
        _ => _variables.GetValueOrDefault(name),
    };

    public void Set(string name, string value) => _variables[name] = value;

    public void Unset(string name) => _variables.Remove(name);

    /// <summary><c>resetenv</c>: only the named variables stay.</summary>
    public void KeepOnly(IReadOnlyCollection<string> names)
    {
        foreach (var name in _variables.Keys.Where(n => !names.Contains(n, StringComparer.Ordinal)).ToArray()) _variables.Remove(name);
    }
}
