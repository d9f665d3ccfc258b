namespace ConfParsers.Text;

/// <summary>
/// The only way by which a reader of configurations reaches files: the configuration itself and everything it names
/// (certificates, error pages, patterns). After reading, the model holds all bytes and no path has to be opened again.
/// </summary>
public interface IFiles
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="error">In the words of strerror(3), such as "No such file or directory"; empty on success.</param>
    bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error);

    /// <summary>Names within a directory in the order of the C locale, or null when the path is no directory.</summary>
    IReadOnlyList<string>? List(string path);
}

/// <summary>The files of the machine.</summary>
public sealed class FileSystem : IFiles
{
    public static readonly FileSystem Instance = new();

    public bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error)
    {
        bytes = default;
        try
        {
            if (Directory.Exists(path))
            {
                error = "Is a directory";
                return false;
            }

            bytes = File.ReadAllBytes(path);
            error = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = e switch
            {
                UnauthorizedAccessException => "Permission denied",
                FileNotFoundException or DirectoryNotFoundException or ArgumentException => "No such file or directory",
                PathTooLongException => "File name too long",
                _ => "Input/output error",
            };
            return false;
        }
    }

    public IReadOnlyList<string>? List(string path)
    {
        try
        {
            if (!Directory.Exists(path)) return null;
            var names = Directory.GetFileSystemEntries(path).Select(p => Path.GetFileName(p)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>Files that exist only in memory: for tests and for tools that hold unsaved text.</summary>
/// <param name="beneath">Where paths are looked for that are not in memory; null: nowhere.</param>
public sealed class InMemoryFiles(IFiles? beneath = null) : IFiles
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);

    public InMemoryFiles Add(string path, ReadOnlyMemory<byte> bytes)
    {
        _files[Normal(path)] = bytes;
        return this;
    }

    public InMemoryFiles Add(string path, string text) => Add(path, ByteText.Encode(text));

    public bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error)
    {
        var found = _files.TryGetValue(Normal(path), out bytes);
        if (!found && beneath is not null) return beneath.TryRead(path, out bytes, out error);
        error = found ? "" : List(path) is null ? "No such file or directory" : "Is a directory";
        return found;
    }

    public IReadOnlyList<string>? List(string path)
    {
        if (path.Length == 0) return null;
        if (beneath?.List(path) is { } others) return others;
        var folder = Normal(path);
        var prefix = folder.Length == 0 || folder.EndsWith('/') ? folder : folder + "/";
        var names = _files.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => k[prefix.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) return null;
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>Without <c>.</c> and <c>..</c>, as the system finds the file.</summary>
    private static string Normal(string path)
    {
        if (!path.Contains("./", StringComparison.Ordinal) && path != "." && !path.EndsWith("/.", StringComparison.Ordinal) && !path.EndsWith("..", StringComparison.Ordinal)) return path;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is ".." && parts.Count > 0 && parts[^1] is not (".." or "")) parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
