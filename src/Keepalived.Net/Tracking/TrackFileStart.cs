using System.Globalization;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>Gives tracked files their first number at a start, where <c>init_file</c> says so. (keepalived.conf(5) "track_file")</summary>
internal static class TrackFileStart
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Initialise(IEnumerable<TrackFile> files, DaemonLog log)
    {
        foreach (var file in files)
        {
            if (file.Init == TrackFileInit.None || (file.Init == TrackFileInit.Create && File.Exists(file.Path))) continue;
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mode;
                using var writer = new StreamWriter(file.Path, options);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{file.InitialValue}\n"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Write($"Unable to initialise track file {file.Name} - {e.Message}");
            }
        }
    }
}
