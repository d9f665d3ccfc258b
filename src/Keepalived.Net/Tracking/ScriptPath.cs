namespace Keepalived.Net.Tracking;

/// <summary>Which file the first word of a script is. (keepalived.conf(5) "SCRIPTS")</summary>
public static class ScriptPath
{
    private const int MaxLinks = 40;

    /// <summary>A bare name is looked for in PATH. Null: there is no such file.</summary>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return File.Exists(name) ? name : null;
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(directory, name))) return Path.Combine(directory, name);
        }

        return null;
    }

    /// <summary>The same in its real directory, without symbolic links; the file itself may be one, which tells what it is called by. Null: there is no such file.</summary>
    public static string? Resolve(string name)
    {
        if (Find(name) is not { } found) return null;
        var full = Path.GetFullPath(found);
        return Path.Combine(Real(Path.GetDirectoryName(full)!), Path.GetFileName(full));
    }

    private static string Real(string directory)
    {
        var links = 0;
        var real = "/";
        var rest = new Stack<string>(Parts(directory));
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target || links++ == MaxLinks)
            {
                real = next;
                continue;
            }

            foreach (var each in Parts(Path.GetFullPath(Path.Combine(real, target)))) rest.Push(each);
            real = "/";
        }

        return real;
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
}
