using System.Runtime.InteropServices;
using System.Text;
using Daemon.Linux;
using Daemon.Loop;
using Daemon.Transport;

namespace Daemon.Tls;

/// <summary>
/// A TLS connection on a loop. OpenSSL works on the socket itself (SSL_set_fd), so that read-ahead is its own affair; for the layers above it is
/// a transport like any other once <see cref="HandshakeAsync"/> is done. (SSL_read(3), SSL_write(3), SSL_get_error(3))
/// </summary>
public sealed unsafe class TlsTransport : LoopTransport
{
    private const int MaxRecord = 16384;

    /// <summary>Less than OpenSSL's read-ahead buffer by a good margin, and what a record costs beside its payload at most.</summary>
    private const int SurelyShort = 8192, RecordOverhead = 64;

    [ThreadStatic]
    private static byte[]? t_record;

    private nint _ssl;
    private ulong _errorCode;
    private int _sinceEmpty;
    private bool _handshaking = true;
    private bool _readWantsWrite;
    private bool _writeWantsRead;
    private bool _failed;
    private byte* _lastProtocol;
    private byte* _lastCipher;

    private TlsTransport(EventLoop loop, int fd, nint ssl)
        : base(loop, fd) => _ssl = ssl;

    public override bool IsSecure => true;

    /// <summary>The handshake has been done.</summary>
    public bool IsEstablished => !_handshaking && !_failed;

    /// <summary>OpenSSL's reason for <see cref="TransportEnd.Tls"/>; empty without one.</summary>
    public string ErrorText => OpenSsl.Reason(_errorCode);

    /// <summary><c>TLSv1.3</c> (<c>ssl_fc_protocol</c>).</summary>
    public string Protocol => Text(IsClosed ? _lastProtocol : LibSsl.Version(_ssl));

    /// <summary><c>TLS_AES_256_GCM_SHA384</c> (<c>ssl_fc_cipher</c>); empty before the handshake.</summary>
    public string Cipher => (IsClosed ? _lastCipher : CipherName(_ssl)) is var name && name == null ? "" : Text(name);

    /// <summary>The name the client asked for (<c>ssl_fc_sni</c>), or null.</summary>
    public string? ServerName => LibSsl.ServerName(_ssl, 0) is var name && name == null ? null : Text(name);

    /// <summary>The session was resumed.</summary>
    public bool IsResumed => LibSsl.SessionReused(_ssl) == 1;

    /// <summary>The result of the certificate's verification, an X509_V_ERR number; 0: good, or nothing to verify.</summary>
    public int VerifyResult => (int)LibSsl.VerifyResult(_ssl);

    /// <summary>The protocol agreed by ALPN; empty without.</summary>
    public ReadOnlySpan<byte> Alpn
    {
        get
        {
            byte* protocol;
            uint length;
            LibSsl.SelectedAlpn(_ssl, &protocol, &length);
            return new ReadOnlySpan<byte>(protocol, (int)length);
        }
    }

    /// <summary>Takes over an accepted socket as the server's side. On failure it is closed and null comes back.</summary>
    public static TlsTransport? Accept(EventLoop loop, int fd, TlsServerContext context)
    {
        var ssl = LibSsl.New(context.Handle);
        if (ssl != 0) LibSsl.SetAcceptState(ssl);
        return Over(loop, fd, ssl);
    }

    /// <summary>Takes over a connected plain transport as the client's side; the plain one is not to be used any more.</summary>
    /// <param name="serverName">Asked for by SNI, and expected in the certificate when it is verified; null for none.</param>
    public static TlsTransport? Connect(SocketTransport plain, TlsClientContext context, string? serverName)
    {
        var ssl = LibSsl.New(context.Handle);
        if (ssl != 0)
        {
            LibSsl.SetConnectState(ssl);
            if (serverName is not null)
            {
                var bytes = Encoding.ASCII.GetBytes(serverName + "\0");
                fixed (byte* name = bytes) _ = LibSsl.Control(ssl, LibSsl.ControlSetHostName, 0, name);
            }
            var expected = context.Settings.VerifyHost ?? serverName;
            if (context.Settings.Verify && expected is not null) _ = LibSsl.SetExpectedHost(ssl, expected);
        }
        var loop = plain.Loop;
        return Over(loop, plain.Release(), ssl);
    }

    /// <summary>Does the handshake. None: it is done; otherwise why not. Limited by the timeout set on the transport.</summary>
    public ValueTask<TransportEnd> HandshakeAsync()
    {
        if (_handshaking) Shake();
        return _handshaking ? Output.WaitForHandshake() : new ValueTask<TransportEnd>(WriteEnd);
    }

    private protected override bool Intercept()
    {
        if (_handshaking)
        {
            Shake();
            if (!_handshaking) Output.OnHandshake();
            return true;
        }
        if (_readWantsWrite && MayWrite)
        {
            _readWantsWrite = false;
            MayRead = true;
        }
        if (_writeWantsRead && MayRead)
        {
            _writeWantsRead = false;
            MayWrite = true;
        }
        return false;
    }

    private protected override int ReceiveCore(byte* memory, int length)
    {
        var total = 0;
        while (total < length)
        {
            var read = LibSsl.Read(_ssl, memory + total, length - total);
            if (read <= 0)
            {
                OnReadStopped(read);
                break;
            }
            total += read;
            _sinceEmpty += read + RecordOverhead;
            if (LibSsl.HasPending(_ssl) != 0) continue;
            // All that OpenSSL took from the socket is used. Was it less than it had asked for, the socket is empty: asking again would cost a system call for nothing.
            if (_sinceEmpty < SurelyShort && !PeerFinished) MayRead = false;
            _sinceEmpty = 0;
            if (total < MaxRecord) break;
            if (!MayRead) break;
        }
        return total;
    }

    private protected override long SendCore(IoVector* parts, int count, long total)
    {
        long sent = 0;
        var part = 0;
        nint used = 0;
        while (sent < total)
        {
            var wanted = (int)Math.Min(total - sent, MaxRecord);
            var written = parts[part].Length - used >= wanted
                ? LibSsl.Write(_ssl, parts[part].Base + used, wanted)
                : WriteGathered(parts + part, used, wanted);
            if (written <= 0)
            {
                OnWriteStopped(written);
                break;
            }
            sent += written;
            used += written;
            while (part < count && used >= parts[part].Length) used -= parts[part++].Length;
        }
        return sent;
    }

    private protected override void ShutdownWriteCore()
    {
        SendCloseNotify();
        _ = Sockets.Shutdown(Descriptor, Sockets.ShutdownWrite);
    }

    private protected override void BeforeClose()
    {
        if (WriteEnd == TransportEnd.None) SendCloseNotify();
        // The log is written after the end; OpenSSL's names are constants of the library.
        _lastProtocol = LibSsl.Version(_ssl);
        _lastCipher = CipherName(_ssl);
        LibSsl.Free(_ssl);
        _ssl = 0;
    }

    private static byte* CipherName(nint ssl) => LibSsl.CurrentCipher(ssl) is var cipher and not 0 ? LibSsl.CipherName(cipher) : null;

    private static TlsTransport? Over(EventLoop loop, int fd, nint ssl)
    {
        if (ssl == 0 || LibSsl.SetDescriptor(ssl, fd) != 1)
        {
            if (ssl != 0) LibSsl.Free(ssl);
            _ = Libc.Close(fd);
            return null;
        }
        var transport = new TlsTransport(loop, fd, ssl) { MayWrite = true, LastActivityMs = loop.NowMs };
        if (loop.Register(fd, transport) == 0) return transport;
        transport.Close();
        return null;
    }

    private static string Text(byte* text) => Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Several small parts become one record, and one system call.</summary>
    private int WriteGathered(IoVector* parts, nint used, int wanted)
    {
        var record = t_record ??= GC.AllocateUninitializedArray<byte>(MaxRecord, pinned: true);
        var length = 0;
        for (; length < wanted; parts++, used = 0)
        {
            var part = (int)Math.Min(parts->Length - used, wanted - length);
            new ReadOnlySpan<byte>(parts->Base + used, part).CopyTo(record.AsSpan(length));
            length += part;
        }
        fixed (byte* bytes = record) return LibSsl.Write(_ssl, bytes, wanted);
    }

    private void Shake()
    {
        var result = LibSsl.Handshake(_ssl);
        if (result == 1)
        {
            _handshaking = false;
            MayRead = true; // read-ahead may hold bytes already
            return;
        }
        var errno = Libc.Errno;
        switch (LibSsl.GetError(_ssl, result))
        {
            case LibSsl.WantRead when ReadEnd == TransportEnd.None:
                MayRead = false;
                return;
            case LibSsl.WantWrite:
                MayWrite = false;
                return;
            default:
                ReadEnd = WriteEnd = Failure(errno);
                _handshaking = false;
                return;
        }
    }

    private void OnReadStopped(int result)
    {
        var errno = Libc.Errno;
        switch (LibSsl.GetError(_ssl, result))
        {
            case LibSsl.WantRead:
                MayRead = false;
                _sinceEmpty = 0;
                return;
            case LibSsl.WantWrite:
                MayRead = false;
                _readWantsWrite = true;
                return;
            case LibSsl.ZeroReturn:
                ReadEnd = TransportEnd.Eof;
                return;
            default:
                ReadEnd = Failure(errno);
                return;
        }
    }

    private void OnWriteStopped(int result)
    {
        var errno = Libc.Errno;
        switch (LibSsl.GetError(_ssl, result))
        {
            case LibSsl.WantWrite:
                MayWrite = false;
                return;
            case LibSsl.WantRead:
                MayWrite = false;
                _writeWantsRead = true;
                return;
            default:
                WriteEnd = Failure(errno);
                return;
        }
    }

    private TransportEnd Failure(int errno)
    {
        _failed = true;
        _errorCode = LibCrypto.LastError();
        LibCrypto.ClearErrors();
        if (_errorCode != 0) return TransportEnd.Tls;
        return errno == 0 ? TransportEnd.Reset : EndOf(errno);
    }

    private void SendCloseNotify()
    {
        if (_handshaking || _failed) return;
        if (LibSsl.Shutdown(_ssl) < 0) LibCrypto.ClearErrors();
    }
}
