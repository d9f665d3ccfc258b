using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Looks a user or group up in the machine's account files. Where these cannot be read, every name is believed: the start will tell.</summary>
internal static class Accounts
{
    public static bool Exists(IFiles files, string path, string name)
    {
        if (name.Length == 0) return false;
        if (!files.TryRead(path, out var bytes, out _)) return true;
        return ByteText.Decode(bytes.Span).Split('\n').Any(l => l.StartsWith(name + ":", StringComparison.Ordinal));
    }
}
