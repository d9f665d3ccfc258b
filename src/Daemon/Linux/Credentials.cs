using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// Users, groups and the root directory. <c>setuid</c> and its kin go through glibc, which applies them to every thread of the
/// process; a raw system call would change only the calling one. (setuid(2), nptl(7), chroot(2))
/// </summary>
public static unsafe partial class Credentials
{
    private const int InitialBuffer = 4096;

    /// <summary>A line of passwd(5): user and primary group.</summary>
    public readonly record struct User(uint Id, uint GroupId);

    [LibraryImport(Libc.Library, EntryPoint = "getuid")]
    public static partial uint GetUserId();

    [LibraryImport(Libc.Library, EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport(Libc.Library, EntryPoint = "getgid")]
    public static partial uint GetGroupId();

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "setuid")]
    public static partial int SetUserId(uint id);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "setgid")]
    public static partial int SetGroupId(uint id);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "chroot", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chroot(string path);

    /// <summary>0, or -1 with errno.</summary>
    [LibraryImport(Libc.Library, EntryPoint = "chdir", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Chdir(string path);

    /// <summary>Replaces the supplementary groups; empty drops them all. 0, or -1 with errno.</summary>
    public static int SetGroups(ReadOnlySpan<uint> groups)
    {
        fixed (uint* ids = groups) return SetGroupsCore(groups.Length, ids);
    }

    /// <summary>The user's ids by name; null when there is none of this name.</summary>
    public static User? FindUser(string name)
    {
        Passwd entry;
        Passwd* found;
        for (var size = InitialBuffer; ; size *= 2)
        {
            var buffer = new byte[size];
            int error;
            fixed (byte* text = buffer) error = FindUserCore(name, &entry, text, size, &found);
            if (error == RangeError && size < 1 << 20) continue;
            return error == 0 && found != null ? new User(entry.UserId, entry.GroupId) : null;
        }
    }

    /// <summary>The group's id by name; null when there is none of this name.</summary>
    public static uint? FindGroup(string name)
    {
        Group entry;
        Group* found;
        for (var size = InitialBuffer; ; size *= 2)
        {
            var buffer = new byte[size];
            int error;
            fixed (byte* text = buffer) error = FindGroupCore(name, &entry, text, size, &found);
            if (error == RangeError && size < 1 << 20) continue;
            return error == 0 && found != null ? entry.GroupId : null;
        }
    }

    private const int RangeError = 34;

    [StructLayout(LayoutKind.Sequential)]
    private struct Passwd
    {
        public byte* Name;
        public byte* Password;
        public uint UserId;
        public uint GroupId;
        public byte* Gecos;
        public byte* Directory;
        public byte* Shell;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Group
    {
        public byte* Name;
        public byte* Password;
        public uint GroupId;
        public byte** Members;
    }

    [LibraryImport(Libc.Library, EntryPoint = "setgroups")]
    private static partial int SetGroupsCore(nint count, uint* groups);

    [LibraryImport(Libc.Library, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindUserCore(string name, Passwd* entry, byte* buffer, nint size, Passwd** found);

    [LibraryImport(Libc.Library, EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindGroupCore(string name, Group* entry, byte* buffer, nint size, Group** found);
}
