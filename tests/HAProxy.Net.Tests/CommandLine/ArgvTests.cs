using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tests.CommandLine;

/// <summary>The argument vector as 2.6.12 reads it; every case was seen on the real binary.</summary>
public sealed class ArgvTests
{
    private static ProgramOptions Read(params string[] argv)
    {
        var normalised = ArgvNormaliser.Normalise(argv);
        Assert.True(normalised.Accepted);
        return OptionGrammar.Parse(normalised.Tokens);
    }

    [Fact]
    public void Files_come_from_f_and_from_behind_the_double_dash()
    {
        var options = Read("-f", "a.cfg", "-c", "-f", "b.cfg", "--", "c.cfg", "-d.cfg");
        Assert.Equal(["a.cfg", "b.cfg", "c.cfg", "-d.cfg"], options.Files);
        Assert.True(options.Check);
    }

    [Theory]
    [InlineData("-Wc", true, false)]
    [InlineData("-W", true, false)]
    [InlineData("-Ws", true, true)]
    [InlineData("-Wsx", true, true)]
    public void An_option_is_known_by_its_first_letters(string word, bool masterWorker, bool notify)
    {
        var options = Read(word);
        Assert.Equal(masterWorker, options.MasterWorker);
        Assert.Equal(notify, options.Notify);
    }

    [Fact]
    public void A_letter_with_an_argument_ignores_what_is_attached_to_it() => Assert.Equal(["y"], Read("-fx", "y").Files);

    [Fact]
    public void Pids_end_at_the_next_dash()
    {
        var options = Read("-sf", "12", "34 56", "-V");
        Assert.Equal([12, 34, 56], options.OldPids);
        Assert.True(options.Verbose);
        Assert.False(options.TerminateOld);
        Assert.True(Read("-st", "7").TerminateOld);
        Assert.Empty(Read("-sf").OldPids);
    }

    [Fact]
    public void A_pid_that_is_none_is_an_alert() =>
        Assert.Equal("-st option: some bytes unconsumed in PID list {x}", ArgvNormaliser.Normalise(["-st", "1", "x"]).Refusal);

    [Theory]
    [InlineData("-dM0x50")]
    [InlineData("-dZ")]
    [InlineData("-dC")]
    [InlineData("-dp")]
    public void Debug_letters_without_effect_are_accepted(string word) => Assert.True(ArgvNormaliser.Normalise([word]).Accepted);

    [Theory]
    [InlineData("-f")]
    [InlineData("-n")]
    [InlineData("-L")]
    [InlineData("-S")]
    [InlineData("-fok.cfg")]
    public void An_option_that_lacks_its_argument_is_an_alert(string word) => Assert.Equal("failed to copy argv.", ArgvNormaliser.Normalise(["-c", word]).Refusal);

    [Theory]
    [InlineData("-Z")]
    [InlineData("foo")]
    [InlineData("-")]
    [InlineData("-sx")]
    [InlineData("-cc")]
    [InlineData("-h")]
    public void What_is_no_option_gets_the_usage(string word) => Assert.True(ArgvNormaliser.Normalise([word]).ShowUsage);

    [Fact]
    public void A_missing_socket_of_x_is_an_alert_and_the_usage()
    {
        var refused = ArgvNormaliser.Normalise(["-x", "-V"]);
        Assert.True(refused.ShowUsage);
        Assert.StartsWith("Unix socket path expected", refused.Refusal);
    }

    [Fact]
    public void Version_ends_the_reading()
    {
        Assert.True(Read("-v", "-nonsense", "foo").ShowVersion);
        Assert.True(Read("-vv").ShowBuildOptions);
        Assert.True(Read("-vf").ShowVersion);
    }

    [Fact]
    public void Numbers_are_read_as_atol_does()
    {
        Assert.Equal(0, Read("-n", "abc").MaxConn);
        Assert.Equal(12, Read("-n", "12x").MaxConn);
        Assert.Equal(34, Read("-N", "34").ProxyMaxConn);
    }

    [Fact]
    public void The_last_of_several_values_counts_and_empty_ones_are_values()
    {
        Assert.Equal("b", Read("-p", "a", "-p", "b").PidFile);
        Assert.Equal([""], Read("-f", "").Files);
        Assert.Equal(["a=b"], Read("-f", "a=b").Files);
        Assert.Equal("--check", Read("-L", "--check").LocalPeer);
    }

    [Fact]
    public void A_condition_is_taken_as_it_stands() => Assert.Equal("streq(a,b) && !feature(X)", Read("-cc", "streq(a,b) && !feature(X)").Condition);

    [Fact]
    public void Strict_is_our_own_long_option() => Assert.True(Read("--strict", "-c").Strict);
}
