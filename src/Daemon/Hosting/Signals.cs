using System.Runtime.InteropServices;

namespace Daemon.Hosting;

/// <summary>The signals by which operators steer a daemon (signal(7); the numbers are the same on x64 and arm64).</summary>
public enum DaemonSignal
{
    HangUp = 1,
    Interrupt = 2,
    Quit = 3,
    User1 = 10,
    User2 = 12,
    Terminate = 15,
    TerminalInput = 21,
    TerminalOutput = 22,
}

/// <summary>
/// Signals as callbacks on an ordinary thread, one at a time and in the order in which they came. The runtime takes them for the whole process
/// whichever thread they hit, therefore no mask is needed and children are unaffected.
/// </summary>
public sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly System.Threading.Channels.Channel<DaemonSignal> _queue = System.Threading.Channels.Channel.CreateUnbounded<DaemonSignal>();

    /// <summary>From here on the signals no longer end the process; they wait until <see cref="Deliver"/> is called.</summary>
    public Signals(params ReadOnlySpan<DaemonSignal> signals)
    {
        _registrations = new PosixSignalRegistration[signals.Length];
        for (var i = 0; i < signals.Length; i++)
        {
            var signal = signals[i];
            // A positive number is taken as the raw signal.
            _registrations[i] = PosixSignalRegistration.Create((PosixSignal)(int)signal, context =>
            {
                context.Cancel = true;
                _queue.Writer.TryWrite(signal);
            });
        }
    }

    /// <summary>Calls back with each signal, the waiting ones first, until disposal.</summary>
    public async Task Deliver(Func<DaemonSignal, Task> handler)
    {
        await foreach (var signal in _queue.Reader.ReadAllAsync()) await handler(signal);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _queue.Writer.TryComplete();
    }
}
