using System.Diagnostics;
using HAProxy.Net.CommandLine;
using Testing;

namespace HAProxy.Net.Tests.Tools;

/// <summary>What <c>-dK</c> lists is what the real one lists.</summary>
public sealed class KeywordDumpTests
{
    /// <summary>OpenTracing is a library of another project that Debian's build of HAProxy is linked with.</summary>
    private static readonly string[] NotOurs = ["opentracing [OT]"];

    [SkippableTheory]
    [InlineData("acl")]
    [InlineData("cfg")]
    [InlineData("cli")]
    [InlineData("cnv")]
    [InlineData("flt")]
    [InlineData("smp")]
    [InlineData("svc")]
    [InlineData("help")]
    [InlineData("svc,nope,flt")]
    public void Dump_lists_what_the_real_one_lists(string classes)
    {
        Skip.If(Binaries.RealHAProxy is null, "the real haproxy is not installed");
        using var process = Process.Start(new ProcessStartInfo(Binaries.RealHAProxy, [$"-dK{classes}", "-q", "-c", "-f", "/dev/null"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var real = process.StandardOutput.ReadToEnd().Split('\n').Except(NotOurs, StringComparer.Ordinal);
        process.WaitForExit();
        using var ours = new StringWriter();
        KeywordDump.Print(classes, ours);
        Assert.Equal(real, ours.ToString().Split('\n').Distinct(StringComparer.Ordinal));
    }
}
