using System.Globalization;
using System.Text;
using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>A file with one line, the pid (management.txt 3 "-p").</summary>
public static class PidFile
{
    /// <summary>Creates or replaces it with mode 0644.</summary>
    /// <returns>False when it cannot be written.</returns>
    public static bool TryWrite(string path, int pid)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            _ = Libc.Chmod(path, 0b110_100_100);
            file.Write(Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture) + "\n"));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
