using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Daemon.Tests.Tls;

/// <summary>Certificates made for a test: self-signed, with DNS names.</summary>
internal static class Certificates
{
    /// <summary>Key and certificate as PEM, the key first.</summary>
    public static byte[] Pem(string commonName, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names) alternatives.AddDnsName(name);
            alternatives.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(alternatives.Build());
        }
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
    }
}
