using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Testing;

namespace Failover;

/// <summary>Which programs stand on both nodes.</summary>
internal enum PairOf
{
    Ours,

    /// <summary>keepalived.net with the real haproxy: what of a difference is keepalived's.</summary>
    OurKeepalived,
    Originals,
}

/// <summary>The user's files and the programs. What is changed in the files is changed here, and docs/failover.md says why.</summary>
internal static class Sources
{
    public static string CheckScript => Path.Combine(Binaries.Root, "samples/conf/keepalived/check_http.sh");

    public static (string HAProxy, string Keepalived) Programs(PairOf pair) =>
        (pair == PairOf.Ours ? Ours("HAPROXY_NET", "haproxy.net") : "/usr/sbin/haproxy",
         pair == PairOf.Originals ? "/usr/sbin/keepalived" : Ours("KEEPALIVED_NET", "keepalived.net"));

    /// <summary>
    /// The check of keepalived asks 127.0.0.1:80, where the user's haproxy does not listen. Real haproxy 2.6 refuses <c>nbproc</c>.
    /// </summary>
    public static string HAProxyText(bool real)
    {
        var text = File.ReadAllText(Path.Combine(Binaries.Root, "samples/conf/haproxy/haproxy.cfg"));
        if (!text.Contains("bind 127.0.0.1:80", StringComparison.Ordinal)) text = text.Replace("    bind 192.168.1.100:80\n", "    bind 192.168.1.100:80\n    bind 127.0.0.1:80\n", StringComparison.Ordinal);
        // 50,000 connections need 100,034 descriptors; a machine whose hard limit is lower starts neither program.
        if (DescriptorLimit() < 100_100) text = text.Replace("maxconn 50000", "maxconn 5000", StringComparison.Ordinal);
        return real ? string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("nbproc", StringComparison.Ordinal))) : text;
    }

    /// <summary>The real keepalived ignores a vrrp_script that is declared after its use: there the block moves to the front.</summary>
    public static string KeepalivedText(bool real, bool master)
    {
        var text = File.ReadAllText(Path.Combine(Binaries.Root, "samples/conf/keepalived", master ? "keepalived-master.conf" : "keepalived-backup.conf"));
        if (!real) return text;
        var block = text.IndexOf("vrrp_script ", StringComparison.Ordinal);
        return text[block..] + "\n" + text[..block];
    }

    /// <summary>A self-signed certificate with its key for <c>bind ... ssl crt</c>, made once a run.</summary>
    public static string Certificate(string folder)
    {
        var path = Path.Combine(folder, "cert.pem");
        if (File.Exists(path)) return path;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=www.example.org", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return path;
    }

    private static long DescriptorLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(each => each.StartsWith("Max open files", StringComparison.Ordinal));
        return long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], System.Globalization.CultureInfo.InvariantCulture, out var hard) ? hard : long.MaxValue;
    }

    /// <summary>What users get, no JIT build: the user's file has a <c>chroot</c>, which that refuses.</summary>
    private static string Ours(string variable, string name) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : Path.Combine(Binaries.Root, "artifacts/publish", name);
}
