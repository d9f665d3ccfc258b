namespace ConfParsers.Keepalived;

/// <summary>What a script's path leads to (keepalived.conf(5) "SCRIPTS").</summary>
public enum ScriptFile
{
    /// <summary>A file that may be run.</summary>
    Usable,

    /// <summary>Nothing there, or it may not be reached.</summary>
    Missing,

    /// <summary>Somebody other than root may write the file or a directory above it.</summary>
    Insecure,
}

/// <summary>
/// All that the reader must know of the machine besides the text: files, network interfaces, users. Tests give their own.
/// </summary>
public interface ISurroundings
{
    /// <summary>The bytes of a regular file, or null when it cannot be read; <paramref name="fault"/> then says why in keepalived's words.</summary>
    byte[]? Read(string path, out string? fault);

    /// <summary>Paths that a pattern with <c>* ? [ ] {,}</c> names, sorted; empty when there are none.</summary>
    IReadOnlyList<string> Glob(string pattern);

    bool HasInterface(string name);

    /// <param name="path">Absolute, or a bare name that is looked for in PATH.</param>
    ScriptFile Script(string path);

    bool HasUser(string name);

    bool HasGroup(string name);

    /// <summary>Whether an interface is of a kind that the daemon itself makes: <c>macvlan</c>, <c>ipvlan</c>.</summary>
    bool IsVirtualLink(string name, string kind) => Host.DeviceType(name) == kind;

    /// <summary>Whether a host name or an address leads anywhere.</summary>
    bool HasHost(string name) => HostNames.Resolves(name);

    /// <summary>The whole path of a directory of the configuration; an empty one is the working directory.</summary>
    string FullPath(string directory) => Path.GetFullPath(directory.Length == 0 ? "." : directory);

    /// <summary>A variable of the environment; null when it is not set.</summary>
    string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>Processors of the machine.</summary>
    int Processors => Environment.ProcessorCount;
}
