using ConfParsers.Keepalived;

namespace ConfParsers.Tests.Keepalived.Tools;

/// <summary>A machine with one file, the interfaces eth0 and eth1, and scripts that are all in order.</summary>
internal sealed class TextSurroundings(byte[] text) : ISurroundings
{
    public byte[]? Read(string path, out string? fault)
    {
        fault = null;
        return text;
    }

    public IReadOnlyList<string> Glob(string pattern) => [];

    public bool HasInterface(string name) => name is "eth0" or "eth1";

    public ScriptFile Script(string path) => ScriptFile.Usable;

    public bool HasUser(string name) => name is "root" or "nobody";

    public bool HasGroup(string name) => name is "root";
}
