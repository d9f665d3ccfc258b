using System.Diagnostics;
using System.Globalization;
using ConfParsers.Haproxy.Catalog;

namespace ConfParsers.Tests.Expressions;

/// <summary>The signature rows say of each fetch, converter and ACL keyword what <c>haproxy -dK</c> 2.6.12 prints: arguments, types, places.</summary>
public class SignaturesTests
{
    private const string Real = "/usr/sbin/haproxy";
    private const int Places = 22;

    [SkippableFact]
    public void Fetches_are_those_of_the_real_haproxy() => Compare("smp", Signatures.Fetches.Select(fetch => $"[ {Columns(fetch.Places)} ] {fetch}"));

    [SkippableFact]
    public void Converters_are_those_of_the_real_haproxy() => Compare("cnv", Signatures.Converters.Select(converter => converter.ToString()));

    [SkippableFact]
    public void ACL_keywords_are_those_of_the_real_haproxy() => Compare("acl", Signatures.AclKeywords.Select(keyword => keyword.ToString()));

    [Fact]
    public void ACL_keywords_stand_for_fetches_that_there_are() =>
        Assert.All(Signatures.AclKeywords, keyword => Assert.NotNull(Signatures.Fetch(keyword.Fetch)));

    private static string Columns(SamplePlaces places) =>
        string.Join(' ', Enumerable.Range(0, Places).Select(i => ((int)places >> i & 1) == 1 ? 'Y' : '.'));

    private static void Compare(string kind, IEnumerable<string> ours)
    {
        Skip.IfNot(File.Exists(Real), "haproxy is not installed");
        using var process = Process.Start(new ProcessStartInfo(Real, [string.Create(CultureInfo.InvariantCulture, $"-dK{kind}"), "-q", "-c", "-f", "/dev/null"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var real = process.StandardOutput.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).ToArray();
        process.WaitForExit();
        Assert.Equal(real, ours);
    }
}
