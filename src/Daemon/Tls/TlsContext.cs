using System.Text;

namespace Daemon.Tls;

/// <summary>An SSL_CTX with what both sides have in common. It may be used by all loops at once (openssl-threads(7)).</summary>
public abstract unsafe class TlsContext : IDisposable
{
    private protected TlsContext()
    {
    }

    /// <summary>Makes the OpenSSL object that new connections start with; 0 when disposed.</summary>
    internal abstract nint Handle { get; }

    public abstract void Dispose();

    /// <summary>A context with modes, versions and ciphers set.</summary>
    /// <exception cref="TlsException">OpenSSL does not know a cipher or version.</exception>
    private protected static nint Create(nint method, TlsSettings settings)
    {
        var context = LibSsl.ContextNew(method);
        if (context == 0) throw OpenSsl.Failure("unable to allocate an SSL context");
        // Partial writes and moving buffers: the rest of a write may be copied elsewhere before it is tried again. Released buffers keep idle connections small.
        _ = LibSsl.ContextControl(context, LibSsl.ControlMode, LibSsl.ModePartialWrite | LibSsl.ModeMovingWriteBuffer | LibSsl.ModeReleaseBuffers, null);
        _ = LibSsl.ContextControl(context, LibSsl.ControlReadAhead, 1, null); // one recv for many records
        _ = LibSsl.ContextSetOptions(context, LibSsl.OptionIgnoreUnexpectedEof | LibSsl.OptionNoCompression | LibSsl.OptionNoRenegotiation);
        try
        {
            Require(LibSsl.ContextControl(context, LibSsl.ControlMinimumVersion, (nint)settings.Minimum, null) == 1, "unable to set the minimum TLS version");
            Require(LibSsl.ContextControl(context, LibSsl.ControlMaximumVersion, (nint)settings.Maximum, null) == 1, "unable to set the maximum TLS version");
            if (settings.Ciphers is not null) Require(LibSsl.ContextSetCiphers(context, settings.Ciphers) == 1, $"unable to set SSL cipher list to '{settings.Ciphers}'");
            if (settings.CipherSuites is not null) Require(LibSsl.ContextSetCipherSuites(context, settings.CipherSuites) == 1, $"unable to set TLS 1.3 cipher suites to '{settings.CipherSuites}'");
        }
        catch (TlsException)
        {
            LibSsl.ContextFree(context);
            throw;
        }
        return context;
    }

    private protected static void Require(bool done, string what)
    {
        if (!done) throw OpenSsl.Failure(what);
    }

    /// <summary>Certificate, chain and key of a bundle into a context.</summary>
    private protected static void UseBundle(nint context, PemBundle bundle, string name)
    {
        if (bundle.Certificates.Count == 0) throw new TlsException($"unable to load certificate from file '{name}'");
        if (bundle.Key == 0) throw new TlsException($"No Private Key found in '{name}.key'");
        Require(LibSsl.ContextUseCertificate(context, bundle.Certificates[0]) == 1, $"unable to load SSL certificate into SSL Context '{name}'");
        const nint shared = 1; // add1: the context takes a reference of its own
        foreach (var certificate in bundle.Certificates.Skip(1))
        {
            Require(LibSsl.ContextControl(context, LibSsl.ControlChainCertificate, shared, (void*)certificate) == 1, $"unable to load chain certificate into SSL Context '{name}'");
        }
        if (LibSsl.ContextUsePrivateKey(context, bundle.Key) != 1 || LibSsl.ContextCheckPrivateKey(context) != 1)
        {
            LibCrypto.ClearErrors();
            throw new TlsException($"inconsistencies between private key and certificate loaded '{name}'");
        }
    }

    /// <summary>Protocol names with a length byte before each (RFC 7301 §3.1).</summary>
    private protected static byte[] AlpnWire(string[] protocols)
    {
        var wire = new List<byte>();
        foreach (var protocol in protocols)
        {
            var bytes = Encoding.ASCII.GetBytes(protocol);
            wire.Add((byte)bytes.Length);
            wire.AddRange(bytes);
        }
        return [.. wire];
    }
}
