namespace Daemon.Transport;

/// <summary>
/// Why a direction of a connection moves no (more) bytes. Abnormal ends are values: nothing of the data path throws for them.
/// From <see cref="Eof"/> to <see cref="Closed"/> an end is final; the others concern the present call only.
/// </summary>
public enum TransportEnd : byte
{
    /// <summary>Not at its end.</summary>
    None,

    /// <summary>The peer has finished sending, properly.</summary>
    Eof,

    /// <summary>The peer has reset the connection (ECONNRESET, EPIPE).</summary>
    Reset,

    /// <summary>Another error of the socket; its number is in <see cref="LoopTransport.ErrorNumber"/>.</summary>
    Error,

    /// <summary>The TLS layer refused what came; its text is in <c>TlsTransport.ErrorText</c>.</summary>
    Tls,

    /// <summary>Closed or shut down from our side.</summary>
    Closed,

    /// <summary>The timeout passed while waiting. The next call may wait again.</summary>
    TimedOut,

    /// <summary>The wait was cancelled. The next call may wait again.</summary>
    Cancelled,

    /// <summary>The buffer is full of bytes nobody has consumed: what is being received is longer than <c>tune.bufsize</c>.</summary>
    BufferFull,
}
