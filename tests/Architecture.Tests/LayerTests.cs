using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md, "The house"): the rules that keep the tree readable, checked on its text.</summary>
public sealed partial class LayerTests
{
    [Fact]
    public void Programs_reference_both_libraries_and_libraries_reference_none_of_ours()
    {
        var references = Source.References();

        Assert.Equal(["ConfParsers", "Daemon", "HAProxy.Net", "Keepalived.Net"], references.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(references["ConfParsers"]);
        Assert.Empty(references["Daemon"]);
        Assert.Equal(["ConfParsers", "Daemon"], references["HAProxy.Net"]);
        Assert.Equal(["ConfParsers", "Daemon"], references["Keepalived.Net"]);
    }

    [Fact]
    public void ConfParsers_needs_no_package_but_Pidgin() => Assert.Equal(["Pidgin"], Source.Packages("ConfParsers"));

    [Fact]
    public void Native_calls_are_declared_in_Daemon_Linux_and_Daemon_Tls_only() =>
        Assert.Empty(Source.Uses(NativeImport(), path => path.StartsWith("Daemon/Linux/", StringComparison.Ordinal) || path.StartsWith("Daemon/Tls/", StringComparison.Ordinal)));

    [Fact]
    public void The_console_is_written_at_the_edges_only() =>
        Assert.Empty(Source.Uses(ConsoleUse(), path =>
            Path.GetFileName(path) is "Program.cs" or "StartupLog.cs" || path.Contains("/CommandLine/", StringComparison.Ordinal)));

    [Fact]
    public void ConfParsers_opens_no_socket_and_starts_no_thread() =>
        Assert.Empty(Source.Uses(SocketOrThread(), path => !path.StartsWith("ConfParsers/", StringComparison.Ordinal)));

    [Fact]
    public void Protocols_know_only_buffers() =>
        Assert.Empty(Source.Uses(AboveProtocols(), path => !path.StartsWith("HAProxy.Net/Protocols/", StringComparison.Ordinal)));

    [Fact]
    public void The_keepalived_state_machine_touches_no_socket_and_no_clock() =>
        Assert.Empty(Source.Uses(SocketOrClock(), path => path is not "Keepalived.Net/Vrrp/StateMachine.cs"));

    [Fact]
    public void Nothing_needs_reflection_or_code_made_at_run_time() => Assert.Empty(Source.Uses(RuntimeCode(), _ => false));

    [Fact]
    public void A_file_is_one_idea_of_less_than_400_lines()
    {
        var tooLong = Source.Files()
            .Select(file => (file.Path, Lines: File.ReadLines(Path.Combine(Source.Folder, file.Path)).Count()))
            .Where(file => file.Lines >= 400)
            .Select(file => $"{file.Path}: {file.Lines}");
        Assert.Empty(tooLong);
    }

    [GeneratedRegex(@"\[\s*(LibraryImport|DllImport)\b|NativeLibrary\.(Load|GetExport|TryLoad)|\bextern\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NativeImport();

    [GeneratedRegex(@"\bConsole\.\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"new (Socket|TcpClient|UdpClient|TcpListener|Thread)\(|\bDns\.|Task\.Run\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SocketOrThread();

    [GeneratedRegex(@"using (Daemon|HAProxy\.Net\.(Streams|Runtime|Rules|LoadBalancing|Stats|Cli|Checks|AccessLog|Lifecycle))\b[^;]*;|System\.Net\.Sockets", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AboveProtocols();

    [GeneratedRegex(@"System\.Net\.Sockets|UtcNow|Stopwatch|Environment\.TickCount|using Daemon\b[^;]*;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SocketOrClock();

    [GeneratedRegex(@"System\.Reflection\.Emit|Expression\.Compile|Activator\.CreateInstance|Assembly\.Load|\bdynamic\s+\w+\s*=|\.GetMethod\(|Type\.GetType\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RuntimeCode();
}
