using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Tls;

/// <summary>
/// A PEM file's contents as OpenSSL objects: certificate, chain, private key and Diffie-Hellman parameters, in any order; the first certificate is the
/// server's own. (configuration.txt 5.1 "crt"; PEM_read_bio_X509(3))
/// </summary>
internal sealed unsafe class PemBundle : IDisposable
{
    private PemBundle(List<nint> certificates, nint key, nint dh)
    {
        Certificates = certificates;
        Key = key;
        DhParameters = dh;
    }

    /// <summary>The server's certificate, then its chain.</summary>
    public List<nint> Certificates { get; }

    /// <summary>0: none in the file.</summary>
    public nint Key { get; private set; }

    /// <summary>0: none in the file.</summary>
    public nint DhParameters { get; private set; }

    /// <summary>Reads whatever is in the bytes; what is missing is the caller's concern.</summary>
    public static PemBundle Read(ReadOnlySpan<byte> pem)
    {
        var certificates = new List<nint>();
        nint key, dh;
        fixed (byte* bytes = pem)
        {
            var bio = LibCrypto.BioOver(bytes, pem.Length);
            for (nint certificate; (certificate = LibCrypto.ReadCertificate(bio, 0, &NoPassword, 0)) != 0;) certificates.Add(certificate);
            _ = LibCrypto.BioFree(bio);
            bio = LibCrypto.BioOver(bytes, pem.Length);
            key = LibCrypto.ReadPrivateKey(bio, 0, &NoPassword, 0);
            _ = LibCrypto.BioFree(bio);
            // An "EC PARAMETERS" block would be taken for parameters as well, so look for the right label.
            var at = pem.IndexOf("-----BEGIN DH PARAMETERS-----"u8);
            dh = 0;
            if (at >= 0)
            {
                bio = LibCrypto.BioOver(bytes + at, pem.Length - at);
                dh = LibCrypto.ReadParameters(bio, 0);
                _ = LibCrypto.BioFree(bio);
            }
        }
        LibCrypto.ClearErrors(); // each reading ends with "no start line"
        return new PemBundle(certificates, key, dh);
    }

    /// <summary>The parameters now belong to somebody else.</summary>
    public nint TakeDhParameters()
    {
        var taken = DhParameters;
        DhParameters = 0;
        return taken;
    }

    /// <summary>The DNS names of the certificate: its alternative names and its common names, in lower case.</summary>
    public IEnumerable<string> Names()
    {
        var found = new List<string>();
        if (Certificates.Count == 0) return found;
        var names = LibCrypto.CertificateExtension(Certificates[0], LibCrypto.SubjectAltName, null, null);
        if (names != 0)
        {
            for (var i = 0; i < LibCrypto.StackCount(names); i++)
            {
                const int dnsName = 2;
                var name = (GeneralName*)LibCrypto.StackItem(names, i);
                if (name->Type == dnsName) found.Add(Text(name->Value));
            }
            LibCrypto.NamesFree(names);
        }
        var subject = LibCrypto.SubjectName(Certificates[0]);
        for (var at = -1; (at = LibCrypto.NameIndex(subject, LibCrypto.CommonName, at)) >= 0;)
        {
            found.Add(Text(LibCrypto.NameEntryText(LibCrypto.NameEntry(subject, at))));
        }
        return found;
    }

    public void Dispose()
    {
        foreach (var certificate in Certificates) LibCrypto.CertificateFree(certificate);
        Certificates.Clear();
        if (Key != 0) LibCrypto.KeyFree(Key);
        if (DhParameters != 0) LibCrypto.KeyFree(DhParameters);
        Key = DhParameters = 0;
    }

    private static string Text(nint text) =>
        Encoding.ASCII.GetString(LibCrypto.StringData(text), LibCrypto.StringLength(text)).ToLowerInvariant();

    /// <summary>A key with a pass phrase would make OpenSSL ask on the terminal; answering with an error keeps it from that.</summary>
    [UnmanagedCallersOnly]
    private static int NoPassword(byte* buffer, int size, int writing, nint argument) => -1;

    [StructLayout(LayoutKind.Sequential)]
    private struct GeneralName
    {
        public int Type;
        public nint Value;
    }
}
