using System.Runtime.CompilerServices;

namespace HAProxy.Net.CommandLine;

/// <summary>How this very program runs: its names, and whether it is the native build.</summary>
public static class Hosting
{
    /// <summary>True for the NativeAOT build, which alone can work inside a chroot.</summary>
    public static bool IsNative => !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>The path behind "path to executable is".</summary>
    public static string Executable { get; } = Environment.ProcessPath ?? "haproxy.net";

    /// <summary>The program as it was called, for the usage text and the alerts of main().</summary>
    public static string CalledAs { get; } = FirstWord();

    private static string FirstWord()
    {
        try
        {
            var line = File.ReadAllBytes("/proc/self/cmdline");
            var end = Array.IndexOf(line, (byte)0);
            return end > 0 ? System.Text.Encoding.UTF8.GetString(line, 0, end) : Executable;
        }
        catch (IOException)
        {
            return Executable;
        }
    }
}
