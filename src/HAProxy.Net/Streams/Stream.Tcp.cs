using Daemon.Loop;
using Daemon.Transport;

namespace HAProxy.Net.Streams;

/// <summary>
/// The life of a connection in TCP mode: a backend is chosen, a server reached, and bytes pass both ways untouched until both sides
/// have ended. (configuration.txt 4 "mode tcp"; 4.2 "timeout client-fin", "option tcplog")
/// </summary>
internal sealed partial class Stream
{
    public async LoopTask ServeTcpAsync(ClientSession session)
    {
        Attach(session);
        Begin();
        Id = _worker.Process.NextStreamId();
        TraceAccepted();
        LogAt(LogMoment.Start);
        if (Frontend.Settings.Client > 0) _client.SetInactivityTimeout(Frontend.Settings.Client);
        else _client.ClearTimeout();
        var backend = Frontend.Switch?.Choose(this) ?? Frontend.DefaultBackend;
        if (backend is null)
        {
            Termination.Set(TerminationCause.Server, TerminationPhase.Connect);
        }
        else
        {
            EnterBackend(backend);
            if (await ReachServerAsync(backend, wanted: null, mayReuse: false))
            {
                _tracedServer = _connection!.Transport.Descriptor;
                LogAt(LogMoment.Connected);
                await RelayAsync(_connection!.Transport);
            }
        }

        End();
        session.Close();
        Detach();
    }

    private async LoopTask RelayAsync(LoopTransport server)
    {
        if (Backend!.Settings.Server > 0) server.SetInactivityTimeout(Backend.Settings.Server);
        await TunnelBothWaysAsync(server);
    }
}
