using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Bench;

/// <summary>The rows "check" and "check-section": how long <c>-c</c> takes on a large file, and how much memory it needs at most.</summary>
internal static class ConfigurationCheck
{
    /// <param name="CpuMs">User and system time.</param>
    /// <param name="WallMs">From the start to the end of the process.</param>
    /// <param name="PeakMegabytes">Largest resident set.</param>
    public readonly record struct Cost(double CpuMs, double WallMs, double PeakMegabytes);

    /// <summary>A file of a hosting company: for each customer a frontend with ACLs and rules, and a backend with ten servers.</summary>
    public static void Write(string path, int lines)
    {
        var text = new StringBuilder("""
            global
                maxconn 10000
                log 127.0.0.1:514 local0
            defaults
                mode http
                log global
                option httplog
                timeout connect 5s
                timeout client 30s
                timeout server 30s

            """);
        var written = 10;
        for (var i = 1; written < lines; i++)
        {
            var before = text.Length;
            text.Append(CultureInfo.InvariantCulture, $"""
                frontend fe{i}
                    bind 127.0.0.1:{1024 + (i % 60000)}
                    acl host hdr(host) -i www{i}.example.com
                    acl api path_beg /api/{i}/
                    http-request set-header X-Forwarded-Proto https if host
                    http-request deny if api !host
                    use_backend be{i} if host
                    default_backend be{i}

                # customer {i}
                backend be{i}
                    balance roundrobin
                    option httpchk GET /health
                    http-response set-header Server be{i}
                    cookie SRV insert indirect nocache

                """);
            for (var s = 0; s < 10; s++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    server s{s} 10.{i / 250 % 250}.{i % 250}.{s + 1}:8080 check inter 5s rise 2 fall 3 weight {s + 1} maxconn 100 cookie s{s}\n");
            }

            written += text.ToString(before, text.Length - before).AsSpan().Count('\n');
        }

        File.WriteAllText(path, text.ToString());
    }

    /// <summary>One section with everything: an ACL and a rule each, and twice as many servers. A quarter of the lines are ACLs.</summary>
    public static void WriteSection(string path, int lines)
    {
        var text = new StringBuilder("""
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
            listen all
                bind 127.0.0.1:8080

            """);
        for (var i = 0; i < lines / 4; i++) text.Append(CultureInfo.InvariantCulture, $"    acl a{i} path_beg /a{i}/\n    http-request deny if a{i}\n");
        for (var i = 0; i < lines / 2; i++) text.Append(CultureInfo.InvariantCulture, $"    server s{i} 10.{i / 62500}.{i / 250 % 250}.{(i % 250) + 1}:80\n");
        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Runs the program once and waits for it.</summary>
    public static unsafe Cost Run(string program, string path)
    {
        string[] arguments = [program, "-c", "-q", "-f", path];
        var pointers = stackalloc byte*[arguments.Length + 1];
        for (var i = 0; i < arguments.Length; i++) pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        pointers[arguments.Length] = null;
        var begin = Stopwatch.GetTimestamp();
        var spawned = Native.Spawn(out var pid, program, null, null, pointers, null);
        for (var i = 0; i < arguments.Length; i++) Marshal.FreeCoTaskMem((nint)pointers[i]);
        if (spawned != 0) throw new InvalidOperationException($"{program} does not start");
        Native.Usage usage;
        if (Native.Wait(pid, out var status, 0, &usage) != pid || status != 0) throw new InvalidOperationException($"{program} does not find {path} valid");
        var wall = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return new Cost(((usage.UserSeconds + usage.SystemSeconds) * 1000.0) + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1000.0), wall, usage.PeakKilobytes / 1024.0);
    }
}
