using ConfParsers.Text;
using Daemon.Linux;
using Microsoft.Win32.SafeHandles;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// What a master read while it loaded the configuration, so that its worker reads the very same bytes and opens no path: the configuration, certificates,
/// error files, pattern files. Handed over in a memory file. (docs/architecture.md, processes and privileges)
/// </summary>
public sealed class FileSnapshot : IFiles
{
    private readonly IFiles? _source;
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Bytes, string Error)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]?> _folders = new(StringComparer.Ordinal);

    /// <summary>Reads through to another source and remembers.</summary>
    public FileSnapshot(IFiles source) => _source = source;

    private FileSnapshot()
    {
    }

    public bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error)
    {
        if (!_files.TryGetValue(path, out var entry))
        {
            if (_source is null) entry = (default, "No such file or directory");
            else entry = _source.TryRead(path, out var read, out var fault) ? (read, "") : (default, fault);
            _files[path] = entry;
        }

        (bytes, error) = entry;
        return error.Length == 0;
    }

    public IReadOnlyList<string>? List(string path)
    {
        if (_folders.TryGetValue(path, out var names)) return names;
        names = _source?.List(path) is { } list ? [.. list] : null;
        _folders[path] = names;
        return names;
    }

    /// <summary>Everything so far as a memory file, which is inherited unless it is closed.</summary>
    public int ToDescriptor()
    {
        var fd = Processes.CreateMemoryFile("haproxy.net configuration");
        if (fd < 0) throw new IOException(Libc.ErrorText(Libc.Errno));
        using var handle = new SafeFileHandle(fd, ownsHandle: false);
        using var stream = new FileStream(handle, FileAccess.Write);
        using var writer = new BinaryWriter(stream);
        writer.Write(_files.Count);
        foreach (var (path, (bytes, error)) in _files)
        {
            writer.Write(path);
            writer.Write(error);
            writer.Write(bytes.Length);
            writer.Write(bytes.Span);
        }

        writer.Write(_folders.Count);
        foreach (var (path, names) in _folders)
        {
            writer.Write(path);
            writer.Write(names?.Length ?? -1);
            foreach (var name in names ?? []) writer.Write(name);
        }

        return fd;
    }

    /// <summary>The other way round; closes the descriptor.</summary>
    public static FileSnapshot FromDescriptor(int descriptor)
    {
        var snapshot = new FileSnapshot();
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        using var stream = new FileStream(handle, FileAccess.Read);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var path = reader.ReadString();
            var error = reader.ReadString();
            snapshot._files[path] = (reader.ReadBytes(reader.ReadInt32()), error);
        }

        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var path = reader.ReadString();
            var count = reader.ReadInt32();
            snapshot._folders[path] = count < 0 ? null : [.. Enumerable.Range(0, count).Select(_ => reader.ReadString())];
        }

        return snapshot;
    }
}
