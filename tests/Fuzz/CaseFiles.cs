using ConfParsers.Tests.Haproxy;
using ConfParsers.Text;

namespace Fuzz;

/// <summary>The files of a case beside those of the machine, as the real program sees them: relative paths lead into the folder of the case.</summary>
internal sealed class CaseFiles : IFiles
{
    private readonly InMemoryFiles _folder = new();

    public CaseFiles(ConfigCase wanted)
    {
        _folder.Add("haproxy.cfg", wanted.Config);
        foreach (var (path, bytes) in wanted.Files) _folder.Add(path, bytes);
    }

    public bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error) => Of(path).TryRead(path, out bytes, out error);

    public IReadOnlyList<string>? List(string path) => Of(path).List(path);

    private IFiles Of(string path) => path.StartsWith('/') ? FileSystem.Instance : _folder;
}
