using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// The few descriptors of a process that mostly sleeps, and how long to sleep: ppoll with nanoseconds, because a master down
/// timer of tenths of a second must not be rounded to milliseconds. Waiting allocates nothing. (poll(2))
/// </summary>
public sealed unsafe partial class PollSet
{
    private const short Readable = 1;

    private Entry[] entries = new Entry[8];
    private Action[] handlers = new Action[8];
    private int count;

    public void Add(int descriptor, Action whenReadable)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, count * 2);
            Array.Resize(ref handlers, count * 2);
        }

        entries[count] = new Entry { Descriptor = descriptor, Events = Readable };
        handlers[count++] = whenReadable;
    }

    public void Remove(int descriptor)
    {
        for (var i = 0; i < count; i++)
        {
            if (entries[i].Descriptor != descriptor) continue;
            // Not moved while handlers run: the slot is ignored by the kernel and dropped before the next wait.
            entries[i].Descriptor = -1;
            entries[i].Returned = 0;
        }
    }

    /// <summary>Waits until something is readable or the time is over, and runs the handlers.</summary>
    /// <param name="timeoutUs">Microseconds; negative counts as 0, <see cref="long.MaxValue"/> is for ever.</param>
    public void Wait(long timeoutUs)
    {
        Compact();
        var time = new TimeSpec { Seconds = Math.Max(0, timeoutUs) / 1_000_000, Nanoseconds = Math.Max(0, timeoutUs) % 1_000_000 * 1000 };
        int ready;
        fixed (Entry* first = entries) ready = ppoll(first, (nuint)count, timeoutUs == long.MaxValue ? null : &time, null);
        var seen = count;
        for (var i = 0; ready > 0 && i < seen; i++)
        {
            if (entries[i].Returned == 0) continue;
            ready--;
            if (entries[i].Descriptor >= 0) handlers[i]();
        }
    }

    private void Compact()
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (entries[i].Descriptor < 0) continue;
            entries[kept] = entries[i];
            handlers[kept++] = handlers[i];
        }

        Array.Clear(handlers, kept, count - kept);
        count = kept;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int ppoll(Entry* entries, nuint count, TimeSpec* timeout, byte* mask);
}
