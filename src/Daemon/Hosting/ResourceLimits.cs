using Daemon.Linux;

namespace Daemon.Hosting;

/// <summary>Descriptors that the process may have open.</summary>
public static class ResourceLimits
{
    /// <summary>Sees to it that <paramref name="wanted"/> descriptors may be open.</summary>
    /// <returns>0, or the limit that is in force although it is too low.</returns>
    public static long RaiseOpenFiles(long wanted)
    {
        var (soft, hard) = Limits.GetOpenFiles();
        if (soft >= wanted) return 0;
        if (Limits.SetOpenFiles(wanted, Math.Max(hard, wanted)) == 0) return 0;
        // Without the privilege the hard limit is the end.
        if (soft < hard) _ = Limits.SetOpenFiles(hard, hard);
        return Limits.GetOpenFiles().Soft >= wanted ? 0 : Limits.GetOpenFiles().Soft;
    }

    /// <summary>Descriptors that may be open now.</summary>
    public static long OpenFiles => Limits.GetOpenFiles().Soft;
}
