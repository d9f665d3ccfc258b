using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>A named pipe to write lines into, whether somebody reads at the moment or not. (fifo(7))</summary>
public sealed partial class NamedPipe : IDisposable
{
    private const int ReadWrite = 2;
    private const int NonBlock = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoFollow = 0x20000;
    private const int AlreadyExists = 17;
    private const uint OwnerOnly = 0b110_000_000;

    private readonly string path;

    private NamedPipe(string path, int descriptor, bool made)
    {
        this.path = path;
        Descriptor = descriptor;
        IsMade = made;
    }

    public int Descriptor { get; }

    /// <summary>There was none before, and there shall be none after us.</summary>
    public bool IsMade { get; set; }

    /// <summary>Opens the pipe, and makes it when there is none: for its owner only.</summary>
    /// <param name="error">errno when null is returned; 0: what stands there is no pipe.</param>
    public static NamedPipe? Open(string path, uint user, uint group, out int error)
    {
        var made = mkfifo(path, OwnerOnly) == 0;
        if (made) _ = chown(path, user, group);
        else if (Marshal.GetLastPInvokeError() is var failure and not AlreadyExists)
        {
            error = failure;
            return null;
        }

        // Open for reading too: then it never breaks, and lines wait for the next reader.
        var descriptor = open(path, ReadWrite | NonBlock | CloseOnExec | NoFollow, 0);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor < 0) return null;
        if (FileOwner.IsPipe(descriptor)) return new NamedPipe(path, descriptor, made);
        PosixProcess.Close(descriptor);
        return null;
    }

    /// <summary>True: the line went in as a whole. False: the pipe is full.</summary>
    public bool TryWrite(ReadOnlySpan<byte> line) => PosixProcess.Write(Descriptor, line) == line.Length;

    /// <summary>Removes it when this process has made it.</summary>
    public void Dispose()
    {
        PosixProcess.Close(Descriptor);
        if (IsMade) _ = unlink(path);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, uint user, uint group);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);
}
