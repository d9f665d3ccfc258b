using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>Leaving the terminal: what remains of "going into the background" when the process already is a session of its own.</summary>
public static class Background
{
    /// <summary>Standard input, output and error become /dev/null.</summary>
    public static void DetachStandardStreams()
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        var descriptor = (int)nothing.DangerousGetHandle();
        for (var standard = 0; standard <= 2; standard++) _ = Processes.Duplicate(descriptor, standard);
    }
}
