using System.Runtime.InteropServices;
using Daemon.Linux;

namespace Keepalived.Net.Process;

/// <summary>
/// Signals of the parent process as bytes to poll for. The parent was started by somebody else with any signal mask, so it takes them
/// through the runtime's handlers, which only write here.
/// </summary>
public sealed class SignalQueue : IDisposable
{
    private readonly int reader;
    private readonly int writer;
    private readonly List<PosixSignalRegistration> registrations = [];

    public SignalQueue(params ReadOnlySpan<int> signals)
    {
        (reader, writer) = PosixProcess.MessagePair();
        foreach (var number in signals)
        {
            var one = (byte)number;
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                PosixProcess.Write(writer, [one]);
            }));
        }
    }

    public int Descriptor => reader;

    /// <summary>The next signal's number, 0 when there is none.</summary>
    public int Next()
    {
        Span<byte> number = stackalloc byte[1];
        return PosixProcess.Read(reader, number) == 1 ? number[0] : 0;
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        PosixProcess.Close(reader);
        PosixProcess.Close(writer);
    }
}
