using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Interop.Keepalived;

/// <summary>A message bus of the tests' own in the place of the system's, and everything that is said on it (dbus-daemon(1), dbus-monitor(1)).</summary>
internal sealed partial class SystemBus : IDisposable
{
    private readonly string folder;
    private readonly List<Process> processes = [];

    private SystemBus(string folder) => this.folder = folder;

    /// <summary>What dbus-monitor prints.</summary>
    public LineFeed Said { get; } = new();

    private string Address => "unix:path=" + Path.Combine(folder, "bus");

    public static void SkipWithoutMeans()
    {
        Segment.SkipWithoutMeans();
        foreach (var program in (string[])["dbus-daemon", "dbus-send", "dbus-monitor"]) Skip.IfNot(File.Exists("/usr/bin/" + program), $"{program} is not installed");
    }

    /// <summary>The daemons of the segment find it from now on, whether it is there yet or not.</summary>
    public static SystemBus For(Segment segment)
    {
        var bus = segment.Own(new SystemBus(segment.Folder));
        segment.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.Address;
        return bus;
    }

    public async Task<SystemBus> Open()
    {
        var configuration = Path.Combine(folder, "bus.conf");
        File.WriteAllText(configuration, $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
            <type>system</type><listen>{Address}</listen><auth>EXTERNAL</auth>
            <policy context="default">
            <allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/><allow eavesdrop="true"/>
            <allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>
            </policy>
            </busconfig>
            """);
        var daemon = Begin("dbus-daemon", $"--config-file={configuration}", "--nofork", "--print-address");
        await daemon.StandardOutput.ReadLineAsync();
        _ = daemon.StandardOutput.ReadToEndAsync();
        var monitor = Begin("dbus-monitor", "--system");
        monitor.OutputDataReceived += (_, line) => Said.Add(line.Data);
        monitor.BeginOutputReadLine();
        // Its own arrival is the first thing it hears.
        await Said.WaitFor("member=NameAcquired");
        return this;
    }

    /// <summary>A method call, and what came of it: the values, or the error.</summary>
    public async Task<string> Call(string path, string method, params string[] arguments)
    {
        using var send = Begin("dbus-send", ["--system", "--print-reply", "--dest=org.keepalived.Vrrp1", path, method, .. arguments]);
        var error = send.StandardError.ReadToEndAsync();
        var output = await send.StandardOutput.ReadToEndAsync() + await error;
        await send.WaitForExitAsync();
        return Envelope().Replace(output, "");
    }

    /// <summary>The signals of keepalived so far: path, name, value.</summary>
    public string[] Signals()
    {
        var signals = new List<string>();
        var lines = Said.All.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Signal().Match(lines[i]) is not { Success: true } match) continue;
            var value = i + 1 < lines.Length && Number().Match(lines[i + 1]) is { Success: true } number ? " " + number.Groups["value"].Value : "";
            signals.Add(match.Groups["path"].Value + " " + match.Groups["name"].Value + value);
        }

        return [.. signals];
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            try
            {
                if (!process.HasExited) process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It was only a call, and is disposed of.
            }

            process.Dispose();
        }
    }

    private Process Begin(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = Address;
        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    /// <summary>Times and serial numbers, and the name of the library that wrote an introspection.</summary>
    [GeneratedRegex(@"^method return .*\n|<!-- .* -->\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Envelope();

    [GeneratedRegex(@"^signal .* path=/org/keepalived/Vrrp1/(?<path>\S+); .* member=(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Signal();

    [GeneratedRegex(@"^ +uint32 (?<value>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
