using System.Runtime.Versioning;

namespace ConfParsers.Keepalived;

/// <summary>
/// The machine the reader runs on. Users and groups come from the local files, interfaces from the network namespace of the process.
/// </summary>
public class Host : ISurroundings
{
    /// <summary>Larger files are refused: a configuration is text that people write.</summary>
    private const long MaxFileBytes = 16 * 1024 * 1024;

    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public byte[]? Read(string path, out string? fault)
    {
        fault = null;
        try
        {
            if (Directory.Exists(path))
            {
                fault = $"Configuration file '{path}{(path.EndsWith('/') ? "" : "/")}' is a directory - skipping";
                return null;
            }

            var file = new FileInfo(path);
            if (!file.Exists)
            {
                fault = $"Config files missing '{path}'.";
                return null;
            }

            if (file.Attributes.HasFlag(FileAttributes.Device) || file.Length > MaxFileBytes || (file.Length == 0 && path.StartsWith("/dev/", StringComparison.Ordinal)))
            {
                fault = $"Configuration file '{path}' is not a regular non-executable file - skipping";
                return null;
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = $"Unable to open configuration file '{path}': {e.Message}";
            return null;
        }
    }

    public IReadOnlyList<string> Glob(string pattern) => FilePattern.Expand(pattern);

    public bool HasInterface(string name) => name.Length > 0 && LinesOf("/proc/self/net/dev").Any(line =>
        line.AsSpan().TrimStart().StartsWith(name + ":", StringComparison.Ordinal));

    /// <summary>What the kernel calls the kind of an interface; null: a plain one, or none.</summary>
    internal static string? DeviceType(string name) => LinesOf($"/sys/class/net/{name}/uevent")
        .FirstOrDefault(line => line.StartsWith("DEVTYPE=", StringComparison.Ordinal))?["DEVTYPE=".Length..];

    public ScriptFile Script(string path)
    {
        if (path.Length == 0) return ScriptFile.Missing;
        if (!path.Contains('/', StringComparison.Ordinal))
        {
            var found = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(directory => directory + "/" + path)
                .FirstOrDefault(File.Exists);
            if (found is null) return ScriptFile.Missing;
            path = found;
        }

        try
        {
            if (!File.Exists(path)) return ScriptFile.Missing;
            return OperatingSystem.IsWindows() ? ScriptFile.Usable : Permissions(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ScriptFile.Missing;
        }
    }

    public bool HasUser(string name) => HasEntry("/etc/passwd", name);

    public bool HasGroup(string name) => HasEntry("/etc/group", name);

    /// <summary>True when root owns the path. The library cannot ask the kernel; the daemon does.</summary>
    protected virtual bool IsRoots(string path) => true;

    /// <summary>True when root's group has the path: then its members may write it. The library cannot ask the kernel; the daemon does.</summary>
    protected virtual bool IsRootsGroup(string path) => false;

    private static bool HasEntry(string file, string name) => name.Length > 0 && LinesOf(file).Any(line =>
    {
        var fields = line.Split(':');
        return fields.Length > 2 && string.Equals(fields[0], name, StringComparison.Ordinal);
    });

    private static string[] LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The path with every symbolic link in it followed (realpath(3)).</summary>
    private static string WithoutLinks(string path)
    {
        const int MaxLinks = 40;
        var (rest, done, links) = (new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()), "/", 0);
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(done, part);
            if (links == MaxLinks || new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            links++;
            var whole = Path.GetFullPath(target, done);
            done = "/";
            foreach (var each in whole.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(each);
        }

        return done;
    }

    /// <summary>Every part of the path behind its links must be root's and not writable by others, sticky directories excepted.</summary>
    [UnsupportedOSPlatform("windows")]
    private ScriptFile Permissions(string path)
    {
        for (var part = WithoutLinks(path); part is not null; part = Path.GetDirectoryName(part))
        {
            var mode = File.GetUnixFileMode(part);
            var sticky = Directory.Exists(part) && mode.HasFlag(UnixFileMode.StickyBit);
            var writers = mode & OthersMayWrite;
            if (IsRootsGroup(part)) writers &= ~UnixFileMode.GroupWrite;
            if (!IsRoots(part) || (writers != UnixFileMode.None && !sticky)) return ScriptFile.Insecure;
        }

        return ScriptFile.Usable;
    }
}
