using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Daemon.Linux;

namespace HAProxy.Net.Lifecycle;

/// <summary>
/// Listening sockets over a stats socket, from the process that leaves to the one that comes (<c>-x</c>, <c>expose-fd listeners</c>): the request
/// <c>_getsocks</c>, the answer a 32-bit count, then for each socket an empty namespace, an empty interface (a length byte each) and 32 bits of
/// options, with the descriptors beside them. Either side may be the real haproxy. (management.txt 3, 9.3; bytes measured on 2.6.12)
/// </summary>
public static unsafe class ListenerTransfer
{
    public const string Request = "_getsocks";
    private const int BytesOfASocket = 6, MaxSockets = 65536;

    /// <summary>Sends the sockets on a connected unix socket.</summary>
    /// <returns>False when the peer did not take them.</returns>
    public static bool Send(int socket, ReadOnlySpan<int> descriptors)
    {
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, descriptors.Length);
        if (DescriptorPassing.Send(socket, count, []) != 4) return false;
        while (!descriptors.IsEmpty)
        {
            var part = descriptors[..Math.Min(descriptors.Length, DescriptorPassing.MaxDescriptors)];
            var bytes = new byte[part.Length * BytesOfASocket];
            if (DescriptorPassing.Send(socket, bytes, part) != bytes.Length) return false;
            descriptors = descriptors[part.Length..];
        }

        return true;
    }

    /// <summary>Asks the process behind a stats socket for its listeners.</summary>
    /// <param name="path">As <c>-x</c> has it: a path, perhaps with <c>unix@</c> or <c>abns@</c> before it.</param>
    /// <returns>The descriptors, or null with the reason.</returns>
    public static int[]? Fetch(string path, out string error)
    {
        error = "";
        SockAddr address;
        try
        {
            address = path.StartsWith("abns@", StringComparison.Ordinal) ? SockAddr.AbstractUnix(path[5..])
                : SockAddr.Unix(path.StartsWith("unix@", StringComparison.Ordinal) ? path[5..] : path);
        }
        catch (ArgumentException e)
        {
            error = e.Message;
            return null;
        }

        var socket = Sockets.CreateBlocking(address.Family, receiveTimeoutSeconds: 1);
        try
        {
            if (Sockets.Connect(socket, address) != 0)
            {
                error = $"Failed to connect to the old process socket '{path}'";
                return null;
            }

            var request = "_getsocks\n"u8;
            fixed (byte* bytes = request)
            {
                if (Sockets.Send(socket, bytes, request.Length, Sockets.NoSignal) != request.Length)
                {
                    error = "Failed to get the number of sockets to be transferred !";
                    return null;
                }
            }

            return Receive(socket, out error);
        }
        finally
        {
            _ = Libc.Close(socket);
        }
    }

    private static int[]? Receive(int socket, out string error)
    {
        error = "Failed to get the number of sockets to be transferred !";
        var count = 0;
        Span<int> batch = stackalloc int[DescriptorPassing.MaxDescriptors];
        if (DescriptorPassing.Receive(socket, MemoryMarshal.AsBytes(new Span<int>(ref count)), batch, out _) != 4) return null;
        if (count is <= 0 or > MaxSockets) return count == 0 ? [] : null;

        error = "Failed to get listen sockets";
        var descriptors = new List<int>(count);
        var buffer = new byte[64 * 1024];
        while (descriptors.Count < count)
        {
            if (DescriptorPassing.Receive(socket, buffer, batch, out var received) <= 0) return null;
            descriptors.AddRange(batch[..received]);
        }

        error = "";
        return [.. descriptors];
    }
}
