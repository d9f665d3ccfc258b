namespace ConfParsers.Text;

/// <summary>Writes a file over itself so that it is never half written: beside it, then renamed, with the mode it had.</summary>
public static class FileRewriter
{
    /// <param name="error">Why it could not be written.</param>
    public static bool TryWrite(string path, string text, out string error)
    {
        error = "";

        // A link stays a link: what it points to is written.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var beside = $"{target}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(beside, ByteText.Encode(text));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            File.Move(beside, target, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            error = e.Message;
            return false;
        }
    }
}
