namespace Daemon.Tls;

/// <summary>What a <c>server ... ssl</c> line or a check connects with (configuration.txt 5.2 "ssl", "verify", "ca-file", "sni").</summary>
public sealed unsafe class TlsClientContext : TlsContext
{
    private nint _context;

    /// <exception cref="TlsException">A certificate or setting is not usable.</exception>
    public TlsClientContext(TlsClientSettings settings)
    {
        Settings = settings;
        _context = Create(LibSsl.ClientMethod(), settings);
        try
        {
            const int verifyNone = 0, verifyPeer = 1;
            LibSsl.ContextSetVerify(_context, settings.Verify ? verifyPeer : verifyNone, 0);
            if (settings.Authorities is not null) TrustAll(settings.Authorities);
            else if (settings.Verify) _ = LibSsl.ContextSetDefaultVerifyPaths(_context);
            if (settings.Certificate is not null)
            {
                using var bundle = PemBundle.Read(settings.Certificate);
                UseBundle(_context, bundle, "crt");
            }
            var alpn = AlpnWire(settings.Alpn);
            if (alpn.Length == 0) return;
            fixed (byte* wire = alpn) _ = LibSsl.ContextSetAlpn(_context, wire, (uint)alpn.Length);
        }
        catch (TlsException)
        {
            Dispose();
            throw;
        }
    }

    public TlsClientSettings Settings { get; }

    internal override nint Handle => _context;

    public override void Dispose()
    {
        if (_context != 0) LibSsl.ContextFree(_context);
        _context = 0;
    }

    private void TrustAll(byte[] pem)
    {
        using var bundle = PemBundle.Read(pem);
        if (bundle.Certificates.Count == 0) throw new TlsException("no certificate authority found");
        var store = LibSsl.ContextCertificateStore(_context);
        foreach (var certificate in bundle.Certificates) _ = LibCrypto.StoreAdd(store, certificate);
        LibCrypto.ClearErrors(); // the same authority twice is no failure
    }
}
