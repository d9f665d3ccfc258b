using System.Globalization;

namespace Testing;

/// <summary>What the kernel accounts of a process. (proc_pid_schedstat(5), proc_pid_status(5))</summary>
public static class ProcessFigures
{
    /// <summary>Time on a processor of all its threads so far, in nanoseconds.</summary>
    public static long CpuNanoseconds(int process)
    {
        long sum = 0;
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            try
            {
                var text = File.ReadAllText(thread + "/schedstat");
                sum += long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // the thread ended between the listing and the reading
            }
        }

        return sum;
    }

    /// <summary>All memory that is resident, in bytes.</summary>
    public static long ResidentBytes(int process) => Bytes(process, "VmRSS:");

    /// <summary>Of that what belongs to nobody else and to no file, in bytes.</summary>
    public static long PrivateBytes(int process) => Bytes(process, "RssAnon:");

    private static long Bytes(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(each => each.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(name.Length, line.Length - name.Length - " kB".Length), CultureInfo.InvariantCulture) * 1024;
    }
}
