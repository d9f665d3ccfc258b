using System.Globalization;
using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>
/// The numbers in tracked files, in the parent process: each is read when it is written, replaced or removed. What is no number counts as 0, as
/// does a file that is not there. (keepalived.conf(5) "TRACK FILE CONFIGURATION")
/// </summary>
public sealed class FileWatch : IDisposable
{
    private readonly Action<string, int> changed;
    private readonly Dictionary<string, List<string>> namesByPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);
    private readonly PathWatch watch;

    /// <param name="changed">Gets a name and its number, at first and whenever it is another one.</param>
    public FileWatch(PollSet polls, DaemonLog log, Action<string, int> changed)
    {
        this.changed = changed;
        watch = new PathWatch(polls, log, Look);
    }

    /// <summary>Another configuration. Files that stay are told again only when their number is another one.</summary>
    public void Adopt(IEnumerable<(string Name, string Path)> files)
    {
        namesByPath.Clear();
        foreach (var (name, path) in files)
        {
            var full = Path.GetFullPath(path);
            if (!namesByPath.TryGetValue(full, out var names)) namesByPath[full] = names = [];
            names.Add(name);
        }

        foreach (var gone in values.Keys.Except(namesByPath.Values.SelectMany(each => each), StringComparer.Ordinal).ToArray()) values.Remove(gone);
        watch.Watch(namesByPath.Keys);
        foreach (var path in namesByPath.Keys) Look(path);
    }

    /// <summary>Tells every number again, to a child that knows of none.</summary>
    public void TellAll()
    {
        foreach (var (name, value) in values) changed(name, value);
    }

    public void Dispose() => watch.Dispose();

    /// <summary>The number at the beginning of a text; 0 without one.</summary>
    public static int NumberIn(ReadOnlySpan<char> text)
    {
        var number = text.TrimStart();
        var length = number is ['-' or '+', ..] ? 1 : 0;
        while (length < number.Length && char.IsAsciiDigit(number[length])) length++;
        if (!long.TryParse(number[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return 0;
        return (int)Math.Clamp(value, int.MinValue, int.MaxValue);
    }

    private void Look(string path)
    {
        if (!namesByPath.TryGetValue(path, out var names)) return;
        var value = ReadNumber(path);
        foreach (var name in names)
        {
            if (values.TryGetValue(name, out var before) && before == value) continue;
            values[name] = value;
            changed(name, value);
        }
    }

    private static int ReadNumber(string path)
    {
        try
        {
            using var file = new StreamReader(path);
            // A number needs no more, and the file is somebody else's.
            Span<char> text = stackalloc char[128];
            return NumberIn(text[..file.ReadBlock(text)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
