using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Haproxy.Expressions;

/// <summary>
/// Pattern and map files, and the ids of ACLs, that a configuration has named so far. HAProxy keeps one reference for each: a file stays what it was at its
/// first use, with one column (<c>-f</c>) or with two (<c>-M -f</c>, the map converters), and a fault of it that was told is not told again (observed;
/// management.txt 9.3 "show acl").
/// </summary>
public sealed class PatternReferences
{
    private readonly Dictionary<string, bool> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly HashSet<(string Path, MatchMethod Method, SampleType Value)> _maps = [];
    private readonly HashSet<int> _ids = [];

    /// <summary>A file is about to be read.</summary>
    /// <returns>What is wrong, in HAProxy's words, or null.</returns>
    public string? Name(string path, bool isMap)
    {
        if (_files.TryAdd(path, isMap) || _files[path] == isMap) return null;
        return $"The file \"{path}\" is already used as {Columns(!isMap)} column file and cannot be used by as {Columns(isMap)} column file.";
    }

    /// <summary>The file cannot be read, which is told once: from then on it counts as empty.</summary>
    public void Unreadable(string path) => _unreadable.Add(path);

    public bool IsUnreadable(string path) => _unreadable.Contains(path);

    /// <summary>Converters of one kind share one map.</summary>
    /// <returns>False when it has been read before.</returns>
    public bool IsNewMap(string path, MatchMethod method, SampleType value) => _maps.Add((path, method, value));

    /// <summary><c>-u</c>: whether an ACL has this id.</summary>
    public bool HasId(int id) => _ids.Contains(id);

    public void TakeId(int id) => _ids.Add(id);

    private static string Columns(bool isMap) => isMap ? "two" : "one";
}
