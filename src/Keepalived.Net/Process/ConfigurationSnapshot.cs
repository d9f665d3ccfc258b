using System.Text;
using ConfParsers.Keepalived;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// Remembers every file and pattern the reader asked for, so that the VRRP child reads exactly what the parent has read, even when somebody
/// is editing the files. (keepalived hands its child a consolidated copy for the same reason)
/// </summary>
public sealed class RecordingSurroundings(ISurroundings machine) : ISurroundings
{
    private readonly List<(string Path, byte[]? Bytes, string? Fault)> files = [];
    private readonly List<(string Pattern, IReadOnlyList<string> Paths)> patterns = [];

    public byte[]? Read(string path, out string? fault)
    {
        var bytes = machine.Read(path, out fault);
        files.Add((path, bytes, fault));
        return bytes;
    }

    public IReadOnlyList<string> Glob(string pattern)
    {
        var paths = machine.Glob(pattern);
        patterns.Add((pattern, paths));
        return paths;
    }

    public bool HasInterface(string name) => machine.HasInterface(name);

    public ScriptFile Script(string path) => machine.Script(path);

    public bool HasUser(string name) => machine.HasUser(name);

    public bool HasGroup(string name) => machine.HasGroup(name);

    /// <summary>Writes what was read to the file behind the descriptor, from its beginning.</summary>
    public void Save(int descriptor) => PosixProcess.ReplaceContents(descriptor, Contents());

    /// <summary>The file has the same already.</summary>
    public bool IsSavedIn(int descriptor) => PosixProcess.ReadContents(descriptor).AsSpan().SequenceEqual(Contents());

    private byte[] Contents()
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(files.Count);
            foreach (var (path, bytes, fault) in files)
            {
                writer.Write(path);
                writer.Write(bytes is not null);
                if (bytes is not null)
                {
                    writer.Write(bytes.Length);
                    writer.Write(bytes);
                }

                writer.Write(fault ?? "");
            }

            writer.Write(patterns.Count);
            foreach (var (pattern, paths) in patterns)
            {
                writer.Write(pattern);
                writer.Write(paths.Count);
                foreach (var path in paths) writer.Write(path);
            }
        }

        return memory.ToArray();
    }
}

/// <summary>The machine as it was when the parent read the configuration; interfaces and users are looked up now.</summary>
public sealed class SnapshotSurroundings : ISurroundings
{
    private readonly ISurroundings machine;
    private readonly Dictionary<string, (byte[]? Bytes, string? Fault)> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> patterns = new(StringComparer.Ordinal);

    public SnapshotSurroundings(int descriptor, ISurroundings machine)
    {
        this.machine = machine;
        using var reader = new BinaryReader(new MemoryStream(PosixProcess.ReadContents(descriptor)), Encoding.UTF8);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var path = reader.ReadString();
            var bytes = reader.ReadBoolean() ? reader.ReadBytes(reader.ReadInt32()) : null;
            var fault = reader.ReadString();
            files[path] = (bytes, fault.Length == 0 ? null : fault);
        }

        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var pattern = reader.ReadString();
            var paths = new string[reader.ReadInt32()];
            for (var i = 0; i < paths.Length; i++) paths[i] = reader.ReadString();
            patterns[pattern] = paths;
        }
    }

    public byte[]? Read(string path, out string? fault)
    {
        var (bytes, because) = files.GetValueOrDefault(path, (null, $"Config files missing '{path}'."));
        fault = because;
        return bytes;
    }

    public IReadOnlyList<string> Glob(string pattern) => patterns.GetValueOrDefault(pattern, []);

    public bool HasInterface(string name) => machine.HasInterface(name);

    public ScriptFile Script(string path) => machine.Script(path);

    public bool HasUser(string name) => machine.HasUser(name);

    public bool HasGroup(string name) => machine.HasGroup(name);
}
