using System.IO.Pipelines;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace HAProxy.Net.Cli;

/// <summary>
/// Connections of the control plane, the stats sockets and the master's, as pipes on the thread pool (docs/architecture.md, the engine).
/// </summary>
internal static class ControlSocket
{
    /// <summary>
    /// A writer may be one byte ahead of the kernel at most: so a flush is done when the kernel has everything, and a connection may be disposed of
    /// right after it. With the usual thresholds the last answer would be lost then.
    /// </summary>
    private static readonly PipeOptions s_sending = new(
        readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.ThreadPool, pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false);

    private static readonly PipeOptions s_receiving = new(
        readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.ThreadPool, useSynchronizationContext: false);

    /// <summary>Takes a connected socket over; disposing of the connection closes it.</summary>
    public static SocketConnection Over(Socket socket) => SocketConnection.Create(socket, s_sending, s_receiving);
}
