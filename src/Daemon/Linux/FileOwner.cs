using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Who owns a file; the class library does not tell. (statx(2), whose layout is the same on every architecture)</summary>
public static unsafe partial class FileOwner
{
    private const int CurrentDirectory = -100;
    private const uint WantUser = 8;
    private const int UserOffset = 20;

    /// <returns>The user id, or null when the file cannot be looked at.</returns>
    public static uint? UserOf(string path)
    {
        byte* buffer = stackalloc byte[256];
        return statx(CurrentDirectory, path, 0, WantUser, buffer) == 0 ? *(uint*)(buffer + UserOffset) : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, byte* buffer);
}
