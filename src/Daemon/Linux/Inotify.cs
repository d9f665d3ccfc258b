using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>
/// Tells which names in some directories were written, created, moved or deleted. Directories are watched rather than files, so that a file that is
/// replaced, or not there yet, is still the one of its name. (inotify(7))
/// </summary>
public sealed partial class Inotify : IDisposable
{
    private const int NonBlock = 0x800;
    private const int CloseOnExec = 0x80000;
    private const uint CloseWrite = 0x8;
    private const uint MovedFrom = 0x40;
    private const uint MovedTo = 0x80;
    private const uint Created = 0x100;
    private const uint Deleted = 0x200;
    private const int HeaderLength = 16;

    private readonly Dictionary<int, string> directories = [];
    private readonly byte[] buffer = new byte[16 * 1024];

    public Inotify()
    {
        Descriptor = inotify_init1(NonBlock | CloseOnExec);
        if (Descriptor < 0) throw new IOException("inotify: " + Marshal.GetLastPInvokeErrorMessage());
    }

    public int Descriptor { get; }

    /// <returns>0, or errno: it does not exist, or there are too many watches.</returns>
    public int WatchDirectory(string path)
    {
        var watch = inotify_add_watch(Descriptor, path, CloseWrite | MovedFrom | MovedTo | Created | Deleted);
        if (watch < 0) return Marshal.GetLastPInvokeError();
        directories[watch] = path;
        return 0;
    }

    /// <summary>The full names of what happened since the last call; null stands for events that were lost.</summary>
    public IEnumerable<string?> Read()
    {
        while (true)
        {
            var length = PosixProcess.Read(Descriptor, buffer);
            if (length <= 0) yield break;
            for (var at = 0; at + HeaderLength <= length;)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
                var nameLength = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12));
                var name = Encoding.UTF8.GetString(buffer, at + HeaderLength, nameLength).TrimEnd('\0');
                at += HeaderLength + nameLength;
                if (watch < 0) yield return null;
                else if (directories.TryGetValue(watch, out var directory)) yield return Path.Combine(directory, name);
            }
        }
    }

    public void Dispose() => PosixProcess.Close(Descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int descriptor, string path, uint mask);
}
