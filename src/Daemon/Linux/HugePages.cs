using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>Memory in pages of 2 MB, where the kernel leaves it to programs to ask for them (madvise(2), MADV_HUGEPAGE).</summary>
public static unsafe partial class HugePages
{
    private const int Advice = 14;
    private const long PageSize = 2 << 20;

    /// <summary>
    /// Asks for them on both sides of an address, which need not be in use yet. It is advice: a kernel without such pages and addresses that
    /// are nobody's make no difference.
    /// </summary>
    public static void AdviseAround(void* address, long bytes)
    {
        var first = Math.Max(0, (long)address - bytes) / PageSize * PageSize;
        _ = AdviseCore((void*)first, (nuint)(2 * bytes), Advice);
    }

    [LibraryImport(Libc.Library, EntryPoint = "madvise")]
    private static partial int AdviseCore(void* address, nuint length, int advice);
}
