namespace Daemon.Transport;

/// <summary>
/// Who is told of an idle connection: between requests no method is suspended and no buffer is held; the loop calls here when something
/// happens. After a call the connection is no longer parked.
/// </summary>
public interface IIdleWatcher
{
    /// <summary>Bytes, the end or an error can be read from it.</summary>
    void OnReadable(LoopTransport transport);

    /// <summary>The timeout set on the transport has passed.</summary>
    void OnIdleTimeout(LoopTransport transport);
}
