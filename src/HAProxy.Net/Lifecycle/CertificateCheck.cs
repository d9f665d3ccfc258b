using ConfParsers.Haproxy;
using ConfParsers.Haproxy.Features;
using Daemon.Tls;

namespace HAProxy.Net.Lifecycle;

/// <summary>What the reader of the configuration asks about certificates: loads one as a listener would (configuration.txt 5.1 "crt").</summary>
internal static class CertificateCheck
{
    /// <summary>Whether the TLS library takes a list of ciphers or curves.</summary>
    public static bool Accepts(TlsParameter parameter, string value) => parameter switch
    {
        TlsParameter.Ciphers => TlsParameters.AcceptsCiphers(value),
        TlsParameter.CipherSuites => TlsParameters.AcceptsCipherSuites(value),
        _ => TlsParameters.AcceptsGroups(value),
    };

    /// <returns>HAProxy's words, or null when the bundle can be served.</returns>
    public static string? Check(CertificateBundle bundle)
    {
        try
        {
            using var context = new TlsServerContext(new TlsServerSettings { Certificates = [bundle.Pem], CertificateNames = [bundle.Path] });
            return null;
        }
        catch (TlsException e)
        {
            return e.Message + ".";
        }
    }
}
