using System.Runtime.InteropServices;
using System.Text;

namespace Keepalived.Net.Process;

/// <summary>What parent and VRRP child tell each other. Over a restart they are of two versions: numbers keep their meaning, new ones go to the end.</summary>
public enum ControlKind : byte
{
    /// <summary>To the child: a track script ended. A: <see cref="Tracking.ScriptOutcome"/>, B: exit code or signal, Text: its name.</summary>
    ScriptResult = 1,

    /// <summary>To the child: the configuration snapshot was written anew.</summary>
    Reload,

    /// <summary>To the child: a tracked file was read. A: its number, Text: its name.</summary>
    FileValue,

    /// <summary>To the child: the processes of a vrrp_track_process. A: how many, B: 1 when the quorum counts as reached, Text: its name.</summary>
    ProcessCount,

    /// <summary>To the child: the operator takes the node out of service (A is 1) or back in (0).</summary>
    Maintenance,

    /// <summary>To the child: the counters start again from 0.</summary>
    ClearStatistics,

    /// <summary>To the child: do nothing more for now, another one goes on from the status page.</summary>
    Yield,

    /// <summary>To a child that waits for it, a new one or one that has yielded: go on, nobody else serves.</summary>
    TakeOver,

    /// <summary>To the child: one gratuitous ARP for each address of an instance that is master. Text: the instance.</summary>
    Announce,

    /// <summary>To the parent: tell scripts, FIFOs and mail. A: <see cref="Vrrp.NotifiedState"/>, B: priority, Text: the instance.</summary>
    Notify,

    /// <summary>The same for a sync group; its priority is 0.</summary>
    NotifyGroup,

    /// <summary>To the parent: somebody sent SIGHUP to the child.</summary>
    ReloadWanted,

    /// <summary>To the parent: every router has begun.</summary>
    Started,

    /// <summary>To the parent: the reload is done, and every router has its state.</summary>
    Reloaded,

    /// <summary>To the parent: this child does nothing more, nothing was given up.</summary>
    Yielded,

    /// <summary>To the parent: another node claims an address of a router that is master. Text: the instance and who.</summary>
    SplitBrain,

    /// <summary>To the parent: the child has everything open and waits for <see cref="TakeOver"/>.</summary>
    Ready,

    /// <summary>To a child that has yielded: the other one serves, end without a word to anybody.</summary>
    Release,

    /// <summary>To the child: a manager set a base priority. A: the priority, Text: the instance.</summary>
    SetPriority,

    /// <summary>To the child: a manager set whether to preempt. A: 1 yes, 2 no, Text: the instance.</summary>
    SetPreemption,
}

/// <summary>One message of the socket between parent and VRRP child: kind, two numbers, a name; borders are kept by the socket.</summary>
public readonly record struct ControlMessage(ControlKind Kind, int A = 0, int B = 0, string Text = "")
{
    public const int MaxLength = 512;

    private const int FixedLength = 9;

    /// <returns>The length used of <paramref name="buffer"/>, which has <see cref="MaxLength"/> bytes. A longer name is cut.</returns>
    public int Encode(Span<byte> buffer)
    {
        buffer[0] = (byte)Kind;
        MemoryMarshal.Write(buffer[1..], A);
        MemoryMarshal.Write(buffer[5..], B);
        Encoding.UTF8.GetEncoder().Convert(Text, buffer[FixedLength..], flush: true, out _, out var used, out _);
        return FixedLength + used;
    }

    public static bool TryDecode(ReadOnlySpan<byte> message, out ControlMessage decoded)
    {
        decoded = default;
        if (message.Length < FixedLength) return false;
        decoded = new((ControlKind)message[0], MemoryMarshal.Read<int>(message[1..]), MemoryMarshal.Read<int>(message[5..]), Encoding.UTF8.GetString(message[FixedLength..]));
        return true;
    }
}
