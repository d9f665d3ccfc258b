using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ConfParsers.Haproxy.Features;
using ConfParsers.Haproxy.Lines;

namespace HAProxy.Net.CommandLine;

/// <summary>
/// The texts of <c>-v</c> and <c>-vv</c>. Test drivers and packaging scripts search them ("HAProxy version", "OPTIONS", "Feature list",
/// "Available services"), so lines keep HAProxy's shape while they tell what this program has. (measured on 2.6.12)
/// </summary>
public static class VersionText
{
    // In the order of the original's list, which is that of the alphabet. What is built in has a plus sign.
    private static readonly string[] AllFeatures =
    [
        "51DEGREES", "ACCEPT4", "BACKTRACE", "CLOSEFROM", "CPU_AFFINITY", "CRYPT_H", "DEVICEATLAS", "DL", "ENGINE", "EPOLL", "EVPORTS", "GETADDRINFO",
        "KQUEUE", "LIBCRYPT", "LINUX_SPLICE", "LINUX_TPROXY", "LUA", "MEMORY_PROFILING", "NETFILTER", "NS", "OBSOLETE_LINKER", "OPENSSL", "OT", "PCRE",
        "PCRE2", "PCRE2_JIT", "PCRE_JIT", "POLL", "PRCTL", "PROCCTL", "PROMEX", "QUIC", "RT", "SLZ", "STATIC_PCRE", "STATIC_PCRE2", "SYSTEMD", "TFO",
        "THREAD", "THREAD_DUMP", "TPROXY", "WURFL", "ZLIB",
    ];

    /// <summary>Four lines that end with LF: also the head of the usage text.</summary>
    public static string Banner() =>
        $"""
        HAProxy version {ProductVersion.Full} {ProductVersion.ReleaseDate} - https://haproxy.org/
        Status: haproxy.net {ProductVersion.Own}, which reads and runs configurations of HAProxy {ProductVersion.Level}.
        Known bugs: differences from HAProxy are listed in docs/compatibility.md
        Running on: {UnameLine()}

        """;

    /// <summary>What follows the banner under <c>-vv</c>.</summary>
    public static string BuildOptions()
    {
        var tuning = new Tuning();
        var features = string.Join(' ', AllFeatures.Select(name => (BuildCondition.Features.Contains(name, StringComparer.Ordinal) ? "+" : "-") + name));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            Build options :
              TARGET  = linux-glibc
              CPU     = {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}
              CC      = {RuntimeInformation.FrameworkDescription}{(Hosting.IsNative ? " NativeAOT" : "")}
              OPTIONS = USE_PCRE2=1 USE_PCRE2_JIT=1 USE_OPENSSL=1 USE_SYSTEMD=1
              DEBUG   =

            Feature list : {features}

            Default settings :
              bufsize = {tuning.BufferSize}, maxrewrite = {tuning.MaxRewrite}, maxpollevents = 200

            Built with multi-threading support (MAX_THREADS=64, default={Environment.ProcessorCount}).
            Built without compression support (neither USE_ZLIB nor USE_SLZ are set).

            Available polling systems :
                  epoll : pref=300,  test result OK
            Total: 1 (1 usable), will use epoll.

            Available multiplexer protocols :
            (protocols marked as <default> cannot be specified using 'proto' keyword)
              <default> : mode=HTTP  side=FE|BE  mux=H1    flags=
                     h1 : mode=HTTP  side=FE|BE  mux=H1    flags=NO_UPG
              <default> : mode=TCP   side=FE|BE  mux=PASS  flags=
                   none : mode=TCP   side=FE|BE  mux=PASS  flags=NO_UPG

            Available services : none

            Available filters : none

            """);
        return text.ToString();
    }

    private static string UnameLine()
    {
        try
        {
            var release = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
            var version = File.ReadAllText("/proc/sys/kernel/version").Trim();
            return $"Linux {release} {version} {(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}";
        }
        catch (IOException)
        {
            return RuntimeInformation.OSDescription;
        }
    }
}
