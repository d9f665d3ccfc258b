using System.Globalization;
using Daemon.Hosting;
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
        // Where nobody has said otherwise the files lie in a directory of their own, which may be missing.
        if (Path.GetDirectoryName(path) == DaemonPaths.PidDirectory) Directory.CreateDirectory(DaemonPaths.PidDirectory);
        return PidFile.TryWrite(path, Environment.ProcessId);
    }

    /// <summary>Removes the file unless another process has put its own number there.</summary>
    public static void RemoveOwn(string path)
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var owner) || owner == Environment.ProcessId) Remove(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone already.
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
