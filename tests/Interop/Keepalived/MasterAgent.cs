using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>net-snmp's snmpd on a host, as master agent of keepalived, and snmptrapd for what it passes on (snmpd(8), snmptrapd(8)).</summary>
internal sealed partial class MasterAgent : IDisposable
{
    public const string Keepalived = ".1.3.6.1.4.1.9586.100.5";

    private const string Agent = "127.0.0.1:16101";
    private const string Traps = "127.0.0.1:16201";

    private readonly Segment segment;
    private readonly List<Process> processes = [];

    private MasterAgent(Segment segment) => this.segment = segment;

    /// <summary>What snmptrapd prints.</summary>
    public LineFeed Received { get; } = new();

    public string Socket => "unix:" + Path.Combine(segment.Folder, "agentx");

    public static void SkipWithoutMeans()
    {
        Segment.SkipWithoutMeans();
        foreach (var program in (string[])["/usr/sbin/snmpd", "/usr/sbin/snmptrapd", "/usr/bin/snmpwalk"]) Skip.IfNot(File.Exists(program), $"{program} is not installed");
    }

    public static MasterAgent On(Segment segment) => segment.Own(new MasterAgent(segment));

    public async Task<MasterAgent> Open()
    {
        var folder = segment.Folder;
        File.WriteAllText(Path.Combine(folder, "snmpd.conf"), $"agentaddress udp:{Agent}\nmaster agentx\nagentXSocket {Socket}\nrwcommunity public 127.0.0.1\ntrapsess -v2c -c public {Traps}\n");
        File.WriteAllText(Path.Combine(folder, "snmptrapd.conf"), "disableAuthorization yes\n");
        var traps = Begin("snmptrapd", "-f", "-n", "-On", "-Lo", "-F", "%V|%v\\n", "-C", "-c", Path.Combine(folder, "snmptrapd.conf"), "-p", Path.Combine(folder, "snmptrapd.pid"), $"udp:{Traps}");
        traps.OutputDataReceived += (_, line) => Received.Add(line.Data);
        traps.BeginOutputReadLine();
        await Received.WaitFor("NET-SNMP version");
        Begin("snmpd", "-f", "-Lo", "-C", "-c", Path.Combine(folder, "snmpd.conf"), "-p", Path.Combine(folder, "snmpd.pid"));
        // The first thing it sends is that it has started.
        await Received.WaitFor(".1.3.6.1.6.3.1.1.5.1");
        return this;
    }

    /// <summary>All variables of keepalived's MIBs, line by line.</summary>
    public string[] Walk() =>
        [.. ((string[])[Keepalived, ".1.3.6.1.2.1.68", ".1.3.6.1.2.1.207"]).SelectMany(root => Run("snmpwalk", "-Ox", root).Split('\n')).Where(line => line.StartsWith(".1.", StringComparison.Ordinal)).Select(line => line.TrimEnd())];

    public string Get(string name) => Run("snmpget", name).Trim();

    /// <summary>What became of it: the new value, or the reason.</summary>
    public string Set(string name, char type, string value)
    {
        var output = Run("snmpset", name, type.ToString(), value);
        return Reason().Match(output) is { Success: true } reason ? reason.Groups["word"].Value : output.Trim();
    }

    /// <summary>The notifications so far, without times and with the names of their variables.</summary>
    public string[] Notifications() =>
        [.. Received.All.Split('\n').Where(line => line.Contains(".1.3.6.1.6.3.1.1.4.1.0 = OID: ", StringComparison.Ordinal) && !line.Contains(".1.3.6.1.6.3.1.1.5.", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("OID: ", StringComparison.Ordinal) + 5)..].Replace('\t', ' ').TrimEnd())];

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }

    private string Run(string program, params ReadOnlySpan<string> arguments)
    {
        using var process = Process.Start(Command(program, ["-v2c", "-c", "public", "-On", "-Oe", "-r", "1", "-t", "5", .. arguments[..^ArgumentsBehindAgent(program)], Agent, .. arguments[^ArgumentsBehindAgent(program)..]]))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Length > 0 ? output : error.Result;
    }

    /// <summary>The variable, and what it is set to.</summary>
    private static int ArgumentsBehindAgent(string program) => program == "snmpset" ? 3 : 1;

    private Process Begin(string program, params ReadOnlySpan<string> arguments)
    {
        var process = Process.Start(Command(program, arguments))!;
        _ = process.StandardError.ReadToEndAsync();
        processes.Add(process);
        return process;
    }

    private ProcessStartInfo Command(string program, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("ip") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["netns", "exec", segment.Host(1), program]) start.ArgumentList.Add(word);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // No names: numbers are compared. And nothing is kept outside of the folder.
        start.Environment["MIBS"] = "";
        start.Environment["SNMP_PERSISTENT_DIR"] = Path.Combine(segment.Folder, string.Create(CultureInfo.InvariantCulture, $"snmp{processes.Count}"));
        return start;
    }

    [GeneratedRegex(@"Reason: (?<word>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reason();
}
