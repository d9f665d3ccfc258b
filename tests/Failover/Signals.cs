using System.Runtime.InteropServices;

namespace Failover;

/// <summary>kill(2)</summary>
internal static partial class Signals
{
    private const int Kill9 = 9;
    private const int Term = 15;

    public static void Terminate(int process) => Send(process, Term);

    /// <summary>All in a row, so that none can mourn another.</summary>
    public static void Kill(params ReadOnlySpan<int> processes)
    {
        foreach (var process in processes) Send(process, Kill9);
    }

    // The answer does not matter: a process that is already gone is what was wanted.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial void Send(int process, int signal);
}
