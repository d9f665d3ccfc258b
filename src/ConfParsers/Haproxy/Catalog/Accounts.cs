using System.Globalization;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Looks a user or group up in the machine's account files. Where these cannot be read, every name is believed: the start will tell.</summary>
internal static class Accounts
{
    public const string Users = "/etc/passwd";
    public const string Groups = "/etc/group";

    public static bool Exists(IFiles files, string path, string name)
    {
        if (name.Length == 0) return false;
        return !files.TryRead(path, out var bytes, out _) || Line(bytes, name) is not null;
    }

    /// <summary>The number, or null when it is not known.</summary>
    public static int? Id(IFiles files, string path, string name) =>
        files.TryRead(path, out var bytes, out _) && Line(bytes, name)?.Split(':') is [_, _, var id, ..]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Line(ReadOnlyMemory<byte> accounts, string name) =>
        ByteText.Decode(accounts.Span).Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
