using Daemon.Linux;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tracking;

/// <summary>Calls back when one of some files is written, made, replaced or removed; their directories are watched, so that a file need not be there yet.</summary>
public sealed class PathWatch(PollSet polls, DaemonLog log, Action<string> happened) : IDisposable
{
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);
    private readonly HashSet<string> directories = new(StringComparer.Ordinal);
    private Inotify? inotify;

    /// <param name="wanted">Full paths, all of them.</param>
    public void Watch(IEnumerable<string> wanted)
    {
        paths.Clear();
        paths.UnionWith(wanted);
        foreach (var path in paths)
        {
            var directory = Path.GetDirectoryName(path) ?? "/";
            if (!directories.Add(directory)) continue;
            if (inotify is null)
            {
                inotify = new Inotify();
                polls.Add(inotify.Descriptor, OnEvents);
            }

            var error = inotify.WatchDirectory(directory);
            if (error == 0) continue;
            directories.Remove(directory);
            log.Write($"Unable to monitor directory {directory} - errno {error}");
        }
    }

    public void Dispose()
    {
        if (inotify is null) return;
        polls.Remove(inotify.Descriptor);
        inotify.Dispose();
    }

    private void OnEvents()
    {
        foreach (var path in inotify!.Read().ToArray())
        {
            if (path is null)
            {
                // Events were lost: any of them may have changed.
                foreach (var each in paths.ToArray()) happened(each);
            }
            else if (paths.Contains(path))
            {
                happened(path);
            }
        }
    }
}
