using System.Globalization;

namespace Keepalived.Net.Tracking;

/// <summary>Processes as /proc shows them. (proc(5))</summary>
internal static class ProcessList
{
    public static IEnumerable<int> All()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) yield return id;
        }
    }

    /// <summary>Its name and, when wanted, its command line. False: it has gone, or is a zombie.</summary>
    public static bool TryRead(int id, bool withCommandLine, out string name, out byte[] commandLine)
    {
        commandLine = [];
        name = "";
        try
        {
            // pid (comm) state ...: the name may hold anything, the last bracket ends it.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var (open, close) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
            if (open < 0 || close < open || stat.AsSpan(close + 1).TrimStart() is ['Z' or 'X', ..]) return false;
            name = stat[(open + 1)..close];
            if (withCommandLine) commandLine = File.ReadAllBytes($"/proc/{id}/cmdline");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
