using ConfParsers.Text;

namespace HAProxy.Net.Tools;

/// <summary>Writes a file over itself.</summary>
public static class InPlace
{
    /// <returns>False when it could not be written; standard error says why.</returns>
    public static bool Write(string path, string text)
    {
        if (FileRewriter.TryWrite(path, text, out var error)) return true;
        Console.Error.WriteLine($"{path}: {error}");
        return false;
    }
}
