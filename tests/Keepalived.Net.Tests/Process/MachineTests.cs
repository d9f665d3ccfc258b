using System.Diagnostics;
using ConfParsers.Keepalived;
using Keepalived.Net.Process;

namespace Keepalived.Net.Tests.Process;

/// <summary>Which scripts are safe: the answers were recorded on keepalived 2.2.7 (keepalived.conf(5) "SCRIPTS").</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class MachineTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kscript").FullName;

    public MachineTests() => File.SetUnixFileMode(_directory, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [SkippableTheory]
    [InlineData("root", "root", 0b111_101_101, "root", "root", 0b111_101_101, ScriptFile.Usable)]
    [InlineData("nobody", "root", 0b111_101_101, "root", "root", 0b111_101_101, ScriptFile.Insecure)]
    [InlineData("root", "nogroup", 0b111_111_101, "root", "root", 0b111_101_101, ScriptFile.Insecure)]
    [InlineData("root", "root", 0b1_111_111_111, "root", "root", 0b111_101_101, ScriptFile.Usable)]
    [InlineData("root", "root", 0b111_101_111, "root", "root", 0b111_101_101, ScriptFile.Insecure)]
    [InlineData("root", "root", 0b111_101_101, "root", "nogroup", 0b111_111_101, ScriptFile.Insecure)]
    [InlineData("root", "root", 0b111_101_101, "root", "root", 0b111_111_101, ScriptFile.Usable)]
    [InlineData("root", "root", 0b111_101_101, "nobody", "root", 0b111_101_101, ScriptFile.Insecure)]
    public void A_script_is_safe_when_only_root_can_change_it(string owner, string group, int mode, string fileOwner, string fileGroup, int fileMode, ScriptFile expected)
    {
        Skip.IfNot(string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "needs root to give files away");
        var script = Make("d", owner, group, mode, fileOwner, fileGroup, fileMode);

        Assert.Equal(expected, new Machine().Script(script));
    }

    [SkippableFact]
    public void A_link_is_as_safe_as_what_it_leads_to()
    {
        Skip.IfNot(string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "needs root to give files away");
        Make("bad", "nobody", "root", 0b111_101_101, "root", "root", 0b111_101_101);
        var good = Make("good", "root", "root", 0b111_101_101, "root", "root", 0b111_101_101);
        var link = Path.Combine(Path.GetDirectoryName(good)!, "link");
        File.CreateSymbolicLink(link, "../bad/s.sh");

        Assert.Equal(ScriptFile.Insecure, new Machine().Script(link));
    }

    private string Make(string name, string owner, string group, int mode, string fileOwner, string fileGroup, int fileMode)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        var script = Path.Combine(directory, "s.sh");
        File.WriteAllText(script, "#!/bin/sh\n");
        Chown($"{fileOwner}:{fileGroup}", script);
        File.SetUnixFileMode(script, (UnixFileMode)fileMode);
        Chown($"{owner}:{group}", directory);
        File.SetUnixFileMode(directory, (UnixFileMode)mode);
        return script;
    }

    private static void Chown(string who, string path)
    {
        using var chown = System.Diagnostics.Process.Start(new ProcessStartInfo("chown", [who, path]))!;
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}
