using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Testing;

namespace HAProxy.Net.Tests.CommandLine;

/// <summary>
/// Argument vectors: exit code, standard output and standard error are those that were recorded from the real haproxy, which is asked again where it is installed.
/// </summary>
public sealed class BesideTheRealOneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("argv").FullName;

    public BesideTheRealOneTests()
    {
        const string timeouts = "  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\n";
        Write("ok.cfg", $"defaults\n{timeouts}frontend f\n  bind 127.0.0.1:26001\n  default_backend b\nbackend b\n  server s1 127.0.0.1:26002\n");
        Write("warn.cfg", "frontend f\n  mode http\n  bind 127.0.0.1:26001\n");
        Write("bad.cfg", "foo bar\n");
        Write("quiet.cfg", $"global\n  foo\n  quiet\n  bar\ndefaults\n{timeouts}frontend f\n  bind 127.0.0.1:26001\n");
        Write("quiet-warn.cfg", "global\n  quiet\nfrontend f\n  bind 127.0.0.1:26001\n");
        Write("quiet-nolistener.cfg", "global\n  quiet\nbackend f\n");
        Write("nolistener.cfg", $"defaults\n{timeouts}");
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder, "dir"));
        Write("dir/2.cfg", "backend b\n  mode http\n  timeout server 1s\n  timeout connect 1s\n  server s1 127.0.0.1:26002\n");
        Write("junk.pem", "junk\n");
        Write("certificate.cfg", $"defaults\n{timeouts}frontend f\n  bind 127.0.0.1:26001 ssl crt junk.pem\n");
        var (certificate, key) = SelfSigned();
        Write("ok.pem", certificate + key);
        Write("mixed.pem", certificate + SelfSigned().Key);
        Write("list", "mixed.pem\n");
        Write("tls-files.cfg", $"defaults\n{timeouts}frontend f\n  bind :26001 ssl crt mixed.pem\n  bind :26001 ssl crt-list list\n  bind :26001 ssl crt ok.pem\n");
        Write("tls-lists.cfg", $"defaults\n{timeouts}frontend f\n  bind :26001 ssl crt ok.pem ciphers x\n  bind :26001 ssl crt ok.pem ciphersuites x curves x\n"
            + "  bind :26001 ssl crt ok.pem ecdhe x\n  bind :26001 ssl crt ok.pem ciphers HIGH curves P-256 ciphersuites TLS_AES_128_GCM_SHA256\n"
            + "backend b\n  server s 127.0.0.1:26002 ssl verify none ciphers x ciphersuites x\n  server t 127.0.0.1:26002 ssl verify none crt mixed.pem\n");
        Write("dir/1.cfg", "foo\n");
        Write("dir/.3.cfg", "bar\n");
        Write("dir/4.txt", "baz\n");
    }

    public static TheoryData<string> Vectors { get; } =
    [
        "-c -f ok.cfg", "-c -V -f ok.cfg", "-c -q -f warn.cfg", "-c -f warn.cfg", "-c -f bad.cfg", "-c -f nolistener.cfg", "-c -f nope.cfg", "-f", "-n",
        "-n abc -c -f ok.cfg", "-C /nope -c -f ok.cfg", "-dM0x50 -c -f ok.cfg", "-dZ -c -f ok.cfg", "-Z", "foo", "-h", "-x", "-L", "-S", "-D", "-",
        "-W -c -f ok.cfg", "-c -f ok.cfg -sf 1 -V", "-c -f ok.cfg -st 1 x", "-c -fok.cfg", "-cf ok.cfg", "-c -f warn.cfg --", "-c -- ok.cfg", "-c -f ok.cfg -sx",
        "-cc 1 -c", "-cc streq(a,b)", "-cc foo(", "-cc true", "-cc version_atleast(2.5-dev0)", "-cc feature(OPENSSL)", "-dW -c -f warn.cfg", "-c -f empty",
        "-c -f dir", "-c -S /tmp/x -f warn.cfg", "-f bad.cfg -q", "-f bad.cfg -D", "-f bad.cfg -W", "-f nolistener.cfg -db", "-c -V -q -f ok.cfg", "-f /dev/null -c", "-c -f ok.cfg -f bad.cfg",
        "-c -f quiet.cfg", "-c -V -f quiet.cfg", "-c -f quiet-warn.cfg", "-c -V -f quiet-warn.cfg", "-c -f quiet-nolistener.cfg", "-c -dW -f quiet-warn.cfg",
        "-c -f certificate.cfg", "-db -f certificate.cfg", "-c -f tls-files.cfg", "-c -f tls-lists.cfg",
    ];

    [SkippableTheory]
    [MemberData(nameof(Vectors))]
    public async Task Answers_as_the_real_one(string vector)
    {
        Skip.If(Binaries.HAProxyNet is null, "haproxy.net is not built");
        Assert.Equal(Recorded(vector), await Run(Binaries.HAProxyNet, vector));
    }

    [SkippableFact]
    public async Task The_real_haproxy_gives_every_recorded_answer()
    {
        Skip.If(Binaries.RealHAProxy is null, "the real haproxy is not installed");
        var answers = new StringBuilder();
        foreach (string vector in Vectors) answers.Append(Head(vector)).Append(await Run(Binaries.RealHAProxy, vector));
        Golden.Compare(answers.ToString(), RecordedFile());
    }

    private static string Head(string vector) => $"=== {vector}\n";

    private static string Recorded(string vector)
    {
        var all = File.ReadAllText(RecordedFile());
        var start = all.IndexOf(Head(vector), StringComparison.Ordinal) + Head(vector).Length;
        var end = all.IndexOf("=== ", start, StringComparison.Ordinal);
        return end < 0 ? all[start..] : all[start..end];
    }

    private static string RecordedFile([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "vectors-2.6.12.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (string Certificate, string Key) SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private async Task<string> Run(string program, string vector)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var word in vector.Split(' ')) start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program + " did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        var text = $"--- stdout\n{Mask(output, program)}--- stderr\n{Mask(await errors, program)}";
        await process.WaitForExitAsync();
        return $"exit {process.ExitCode}\n{text}";
    }

    // What must differ: what is not built yet, pid, version, path, the lines of the banner, and our own options and tools.
    private static string Mask(string text, string program)
    {
        text = Regex.Replace(text, @"(?m)^\[NOTICE\].* is understood, but not built yet: .*\n", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"\(\d+\) :", "(PID) :", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"2\.6\.12[^ \n]*", "VERSION", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"(?m)^(?<head>HAProxy version VERSION|Status:|Known bugs:|Running on:).*$", "${head}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"(?m)^Usage : \S+", "Usage : PROGRAM", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"(?m)^( +--(strict|explain|format)|Tools :).*\n", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"path to executable is .*", "path to executable is PATH", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, @"Usage : [^ ]+ ", "Usage : NAME ", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return text.Replace(program, "PROGRAM", StringComparison.Ordinal);
    }
}
