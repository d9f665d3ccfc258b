using ConfParsers.Text;
using ConfParsers.Text.Reports;

namespace HAProxy.Net.Tools;

/// <summary>Writes a file over itself, whole or the part of it that is generated.</summary>
public static class InPlace
{
    /// <returns>False when it could not be written; standard error says why.</returns>
    public static bool Write(string path, string text)
    {
        if (FileRewriter.TryWrite(path, text, out var error)) return true;
        Console.Error.WriteLine($"{path}: {error}");
        return false;
    }

    /// <summary>Renews the generated part of a page.</summary>
    /// <returns>False when it has none or could not be written; standard error says why.</returns>
    public static bool Renew(string page, GeneratedPart part, string content)
    {
        if (!FileSystem.Instance.TryRead(page, out var bytes, out var error)) error = $": {error}";
        else if (part.Renew(ByteText.Decode(bytes.Span), content) is { } renewed) return Write(page, renewed);
        else error = $" has no line '{part.Begin}'.";
        Console.Error.WriteLine(page + error);
        return false;
    }
}
