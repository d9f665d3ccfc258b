using Keepalived.Net.CommandLine;

namespace Keepalived.Net.Tests.CommandLine;

/// <summary>argv as getopt_long(3) reads it for keepalived 2.2.7.</summary>
public sealed class ArgumentsTests
{
    [Theory]
    [InlineData("-f x")]
    [InlineData("-fx")]
    [InlineData("--use-file x")]
    [InlineData("--use-file=x")]
    [InlineData("--use x")]
    [InlineData("-f y -f x")]
    [InlineData("-nlDfx")]
    public void The_file_is_found_in_every_form(string argv) => Assert.Equal("x", Parse(argv).Options.ConfigurationFile);

    [Fact]
    public void Short_options_may_stand_together()
    {
        var options = Parse("-nlDP -p a -rb").Options;

        Assert.True(options.DontFork && options.LogConsole && options.LogDetail && options.VrrpOnly);
        Assert.Equal(("a", "b"), (options.PidFile, options.VrrpPidFile));
    }

    [Fact]
    public void Long_options_have_the_same_meaning()
    {
        var options = Parse("--dont-fork --log-console --log-detail --vrrp --pid=a --vrrp_pid b --strict").Options;

        Assert.True(options.DontFork && options.LogConsole && options.LogDetail && options.VrrpOnly && options.Strict);
        Assert.Equal(("a", "b"), (options.PidFile, options.VrrpPidFile));
    }

    [Fact]
    public void Nothing_said_means_the_defaults() => Assert.Equal(new DaemonOptions(), Parse("").Options);

    [Theory]
    [InlineData("-t", null)]
    [InlineData("-tlog", "log")]
    [InlineData("--config-test", null)]
    [InlineData("--config-test=log", "log")]
    [InlineData("-tv", "v")]
    public void The_log_of_the_test_must_touch_its_option(string argv, string? log)
    {
        var arguments = Parse(argv);

        Assert.True(arguments.IsConfigTest);
        Assert.Equal(log, arguments.ConfigTestLog);
        Assert.False(arguments.IsVersion);
    }

    [Theory]
    [InlineData("-t extra", "extra")]
    [InlineData("-- -t foo", "-t foo")]
    [InlineData("@file", "@file")]
    public void Words_that_are_no_options_are_operands(string argv, string operands) => Assert.Equal(operands.Split(' '), Parse(argv).Operands);

    [Fact]
    public void The_process_is_told_how_to_run()
    {
        var options = Parse("-VRda -S3 -u 022 -s net1 -M -c x -b y --metrics [::1]:9650 --all").Options;

        Assert.True(options.KeepAddresses && options.DontRespawn && options.DumpConfiguration && options.MonitorAddresses && options.CoreDump && options.AllSubsystems);
        Assert.Equal((19, "022", "net1", "core", "[::1]:9650"), (options.LogFacility, options.Umask, options.Namespace, options.CoreDumpPattern, options.Metrics));
    }

    [Theory]
    [InlineData("-S 0", 16)]
    [InlineData("--log-facility=local7", 23)]
    [InlineData("-S user", 1)]
    [InlineData("-S daemon", null)]
    [InlineData("-S 9", null)]
    public void A_log_facility_is_a_number_or_a_name(string argv, int? facility) => Assert.Equal(facility, Parse(argv).Options.LogFacility);

    [Theory]
    [InlineData("-C", true)]
    [InlineData("-C -P", false)]
    public void Checks_only_means_no_VRRP(string argv, bool checkOnly) => Assert.Equal(checkOnly, Parse(argv).Options.CheckOnly);

    [Theory]
    [InlineData("-Q", "Unknown option -Q")]
    [InlineData("--badopt", "Unknown option --badopt")]
    [InlineData("--vrrp=3", "Unknown option --vrrp=3")]
    [InlineData("--log", "Unknown option --log")]
    [InlineData("-f", "Missing parameter for option -f")]
    [InlineData("-p", "Missing parameter for option -p")]
    [InlineData("-T", "Option -T is known to keepalived 2.2.7 but not supported by keepalived.net yet")]
    [InlineData("--genhash", "Option --genhash is known to keepalived 2.2.7 but not supported by keepalived.net yet")]
    public void A_fault_is_told(string argv, string fault) => Assert.Equal(fault, Parse(argv).Fault);

    [Fact]
    public void Snmp_and_its_socket()
    {
        var options = Arguments.Parse(["-xe", "-A", "unix:/a"]).Options;
        Assert.Equal((true, true, "unix:/a"), (options.Snmp, options.AllConfiguration, options.SnmpSocket));
    }

    [Fact]
    public void A_value_may_look_like_an_option() => Assert.Equal("-x", Arguments.Parse(["-f", "-x"]).Options.ConfigurationFile);

    [Fact]
    public void A_value_may_hold_blanks_and_equals_signs() => Assert.Equal("a b=c", Arguments.Parse(["--use-file=a b=c"]).Options.ConfigurationFile);

    [Fact]
    public void A_value_may_be_empty() => Assert.Equal("", Arguments.Parse(["-f", ""]).Options.ConfigurationFile);

    private static Arguments Parse(string argv) => Arguments.Parse(argv.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
