using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Testing;

/// <summary>
/// Compares a text with the file <c>Class.Method.verified.txt</c> beside the test: Verify.Xunit's file names, so that the
/// files stay when that package can be restored. A missing or different file fails, and what was received is written beside it.
/// </summary>
public static class Golden
{
    /// <param name="received">The text the test produced, compared byte by byte as UTF-8.</param>
    /// <param name="variant">Distinguishes several texts of one test: <c>Class.Method_variant.verified.txt</c>.</param>
    public static void Verify(string received, string? variant = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{method}{(variant is null ? "" : "_" + variant)}";
        Compare(received, Path.Combine(Path.GetDirectoryName(file)!, name + ".verified.txt"));
    }

    /// <summary>The same comparison against a file named by the caller.</summary>
    public static void Compare(string received, string verifiedPath)
    {
        var receivedPath = verifiedPath.EndsWith(".verified.txt", StringComparison.Ordinal)
            ? verifiedPath[..^".verified.txt".Length] + ".received.txt"
            : verifiedPath + ".received.txt";
        var expected = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : null;
        if (expected == received)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.True(expected is not null, $"{verifiedPath} is missing; received text is in {receivedPath}");
        Assert.Equal(expected, received);
    }
}
