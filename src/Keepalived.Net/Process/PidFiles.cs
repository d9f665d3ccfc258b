using System.Globalization;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>A pid file as keepalived writes it: the number and a line feed.</summary>
public static class PidFiles
{
    /// <summary>True when the file names a process that lives; a stale file is removed.</summary>
    public static bool IsRunning(string path)
    {
        try
        {
            if (!File.Exists(path)) return false;
            if (int.TryParse(File.ReadAllText(path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && processId > 0 && processId != Environment.ProcessId && PosixProcess.Kill(processId, 0)) return true;
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An unreadable file proves nothing.
        }

        return false;
    }

    /// <returns>False: it cannot be written.</returns>
    public static bool Write(string path)
    {
        try
        {
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is stale then, and the next start removes it.
        }
    }
}
