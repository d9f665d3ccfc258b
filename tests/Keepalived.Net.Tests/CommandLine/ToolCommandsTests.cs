using System.Text.Json;
using Keepalived.Net.CommandLine;
using Keepalived.Net.Tools;

namespace Keepalived.Net.Tests.CommandLine;

/// <summary>What the program does with configurations besides running them.</summary>
public sealed class ToolCommandsTests : IDisposable
{
    private const string Text = "vrrp_instance VI {\ninterface   lo0\n virtual_router_id 51\n priority 300\n}\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("ktools").FullName;

    private string Path => System.IO.Path.Combine(_directory, "keepalived.conf");

    public ToolCommandsTests() => File.WriteAllText(Path, Text);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Words_that_are_no_tool_are_left_to_the_daemon() => Assert.Null(Run("-n", "-l").Code);

    [Theory]
    [InlineData("lint")]
    [InlineData("lint", "--format=xml", "x")]
    [InlineData("fmt", "--what", "x")]
    public void A_wrong_call_says_how_it_is_called(params string[] argv)
    {
        var (code, output, error) = Run(argv);

        Assert.Equal((1, ""), (code!.Value, output));
        Assert.StartsWith($"Usage: keepalived.net {argv[0]} ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    public void Lint_tells_tools_what_it_finds(string format)
    {
        var (code, output, _) = Run("lint", "--format=" + format, Path);

        Assert.Equal(1, code);
        using var document = JsonDocument.Parse(output);
        Assert.Contains("priority", document.RootElement.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Lint_of_a_pair_needs_two_files() => Assert.Equal(1, Run("lint", "--pair", Path).Code);

    [Fact]
    public void A_file_is_named_when_its_layout_is_another_and_not_once_it_was_written()
    {
        Assert.Equal((1, Path + "\n"), (Run("fmt", "--check", Path).Code, Run("fmt", "--check", Path).Output));
        Assert.Equal(0, Run("fmt", "-w", Path).Code);
        Assert.Equal("vrrp_instance VI {\n    interface lo0\n    virtual_router_id 51\n    priority 300\n}\n", File.ReadAllText(Path));
        Assert.Equal((0, ""), (Run("fmt", "--check", Path).Code, Run("fmt", "--check", Path).Output));
    }

    [Fact]
    public void A_dump_is_JSON()
    {
        var (code, output, _) = Run("dump", Path);

        Assert.Equal(0, code);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(51, document.RootElement.GetProperty("instances")[0].GetProperty("virtualRouterId").GetInt32());
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Equal(1, Run("dump", "/nonexistent.conf").Code);

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    public void The_config_test_knows_the_formats(string format) => Assert.NotNull(Arguments.Parse(["-t", "--format=" + format]).Format);

    [Fact]
    public void A_format_that_nobody_knows_is_a_fault() => Assert.NotNull(Arguments.Parse(["-t", "--format=xml"]).Fault);

    private static (int? Code, string Output, string Error) Run(params string[] argv)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (ToolCommands.TryRun(argv, output, error), output.ToString(), error.ToString());
    }
}
