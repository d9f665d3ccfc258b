using ConfParsers.Keepalived;

namespace ConfParsers.Tests.Keepalived;

/// <summary>
/// The machine the cases are written for: interfaces lo, eth0 and eth1; users and groups root and nobody; files relative to one directory.
/// </summary>
internal sealed class LabSurroundings(string directory) : ISurroundings
{
    private readonly Host _host = new();

    public byte[]? Read(string path, out string? fault)
    {
        var bytes = _host.Read(Path.Combine(directory, path), out fault);
        fault = fault?.Replace(directory + "/", "", StringComparison.Ordinal);
        return bytes;
    }

    public IReadOnlyList<string> Glob(string pattern) =>
        [.. _host.Glob(Path.Combine(directory, pattern)).Select(path => Path.GetRelativePath(directory, path))];

    public string FullPath(string path) => Path.Combine(directory, path);

    /// <summary>The laboratory is root's, whoever runs the tests.</summary>
    public string? Variable(string name) => name == "HOME" ? "/root" : null;

    public bool HasInterface(string name) => name is "lo" or "eth0" or "eth1";

    public ScriptFile Script(string path) => path switch
    {
        "true" or "/bin/true" or "/bin/false" => ScriptFile.Usable,
        _ when path.EndsWith("/open.sh", StringComparison.Ordinal) => ScriptFile.Insecure,
        _ when path.EndsWith("/safe.sh", StringComparison.Ordinal) => ScriptFile.Usable,
        _ => ScriptFile.Missing,
    };

    public bool HasUser(string name) => name is "root" or "nobody";

    public bool HasGroup(string name) => name is "root" or "nogroup";
}
