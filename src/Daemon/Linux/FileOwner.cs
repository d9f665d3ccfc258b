using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Who owns a file; the class library does not tell. (statx(2), whose layout is the same on every architecture)</summary>
public static unsafe partial class FileOwner
{
    private const int CurrentDirectory = -100;
    private const uint WantUser = 8;
    private const uint WantGroup = 16;
    private const uint WantType = 1;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int EmptyPath = 0x1000;
    private const int TypeMask = 0xf000;
    private const int TypePipe = 0x1000;

    /// <returns>The user id, or null when the file cannot be looked at.</returns>
    public static uint? UserOf(string path)
    {
        byte* buffer = stackalloc byte[256];
        return statx(CurrentDirectory, path, 0, WantUser, buffer) == 0 ? *(uint*)(buffer + UserOffset) : null;
    }

    /// <returns>The group id, or null when the file cannot be looked at.</returns>
    public static uint? GroupOf(string path)
    {
        byte* buffer = stackalloc byte[256];
        return statx(CurrentDirectory, path, 0, WantGroup, buffer) == 0 ? *(uint*)(buffer + GroupOffset) : null;
    }

    /// <summary>The open file is a FIFO.</summary>
    public static bool IsPipe(int descriptor)
    {
        byte* buffer = stackalloc byte[256];
        return statx(descriptor, "", EmptyPath, WantType, buffer) == 0 && (*(ushort*)(buffer + ModeOffset) & TypeMask) == TypePipe;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, byte* buffer);
}
