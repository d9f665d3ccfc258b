using System.Text;
using ConfParsers.Keepalived;
using CsCheck;

namespace ConfParsers.Tests.Keepalived;

/// <summary>All input has limits: any bytes give diagnostics and a model, never an exception.</summary>
public sealed class AnyBytesTests
{
    private static readonly string[] Pieces =
    [
        "global_defs", "vrrp_instance", "vrrp_script", "VI", "{", "}", "\n", " ", "\"", "'", "\\", "#", "!", "$A", "$A=", "${A}", "${", "$", "=", "include ", "include *", "@", "~",
        "interface", "eth0", "virtual_router_id", "priority", "advert_int", "0.5", "-1", "99999999999999999999999", "version", "3", "state", "MASTER", "authentication", "auth_type", "PASS",
        "auth_pass", "virtual_ipaddress", "10.0.0.1/24", "fe80::1", "dev", "brd", "+", "label", "scope", "track_script", "track_interface", "weight", "reverse", "script", "/bin/true", "user",
        "notify", "notify_master", "router_id", "vrrp_garp_interval", "1.", ".", "\t", "\r", "\0", "\u00e9", "\u540d", "keepalived.conf", "[", "]", "{a,b}", ",",
        "~SEQ(i, 1, 5) ", "~SEQx(i,9,12)", "~LST(j, a, b) ", "~LST({i,j}, {1,2}) ", "~SEQ(", "$i", "${_RANDOM 1 5}", "${_HASH}", "@node1 ", "@^node1 ", "includea ", "include_check", "$B= \\\n",
        "vrrp_sync_group", "group", "unicast_peer", "10.0.0.2", "use_vmac", "use_ipvlan", "virtual_routes", "10.1.0.0/16 via 10.0.0.1", "nexthop", "encap ip id 5", "virtual_rules", "from all table 5",
        "preference", "static_ipaddress", "static_routes", "track_file", "file", "vrrp_track_process", "process", "bfd_instance", "neighbor_ip", "track_bfd", "garp_group", "interfaces",
        "virtual_server", "10.0.0.9 80", "fwmark 5", "real_server", "10.0.0.8 80", "TCP_CHECK", "HTTP_GET", "url", "path /", "status_code 200-299", "MISC_CHECK", "misc_path /bin/true", "UDP_CHECK",
        "payload", "0a0", "lvs_method TUN", "type gue port 5", "quorum", "sorry_server", "persistence_granularity", "vrrp_cpu_affinity", "umask", "vrrp_rx_bufs_policy", "MTU", "auth_hmac", "key 1 x",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    [Fact]
    public void Any_bytes_give_diagnostics_and_no_exception() => Gen.Byte.Array[0, 400].Sample(Read, iter: 2000);

    [Fact]
    public void Any_order_of_known_words_gives_diagnostics_and_no_exception() =>
        Piece.Array[0, 120].Sample(pieces => Read(Encoding.UTF8.GetBytes(string.Concat(pieces))), iter: 1200);

    [Fact]
    public void Any_words_separated_by_blanks_give_diagnostics_and_no_exception() =>
        Piece.Array[0, 120].Sample(pieces => Read(Encoding.UTF8.GetBytes(string.Join(' ', pieces))), iter: 1200);

    [Fact]
    public void Definitions_that_double_themselves_come_to_an_end()
    {
        var text = new StringBuilder("$A0=xxxxxxxxxxxxxxxx\n");
        for (var i = 1; i < 60; i++) text.Append($"$A{i}=${{A{i - 1}}}${{A{i - 1}}}\n");
        text.Append("vrrp_instance VI {\n    state ${A59}\n}\n");

        var result = Load(Encoding.UTF8.GetBytes(text.ToString()), strict: false);

        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Text.StartsWith("Definitions are nested too deeply", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("~SEQ(i, 1, 2000000000) foo\n")]
    [InlineData("~SEQ(i, 1, 2000000000) ~SEQ(j, 1, 2000000000)\n")]
    [InlineData("~SEQ(i, 1, 100000) ~SEQ(j, 1, 100000) foo $i $j\n")]
    public void Sequences_without_end_come_to_an_end(string text)
    {
        var result = Load(Encoding.UTF8.GetBytes(text), strict: false);

        Assert.True(result.IsFatal);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Text == "Sequences become too long");
    }

    [Fact]
    public void Very_many_sequences_in_one_line_are_no_recursion_without_end() =>
        Assert.True(Load(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("~SEQ(i,1,1)", 50_000)) + "foo\n"), strict: false).IsFatal);

    [Fact]
    public void Deeply_nested_blocks_are_read_without_recursion_into_each()
    {
        var text = string.Concat(Enumerable.Repeat("foo {\n", 100_000));

        var result = Load(Encoding.UTF8.GetBytes(text), strict: false);

        Assert.Equal(5, result.ExitCode);
    }

    [Fact]
    public void A_file_that_includes_itself_many_times_comes_to_an_end()
    {
        var result = Load(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("include x\n", 50))), strict: false);

        Assert.True(result.IsFatal);
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Text.StartsWith("Too many ", StringComparison.Ordinal));
    }

    private static void Read(byte[] bytes)
    {
        foreach (var strict in new[] { false, true })
        {
            var result = Load(bytes, strict);
            Assert.NotNull(result.Model);
            Assert.All(result.Diagnostics, diagnostic => Assert.NotEmpty(diagnostic.Message));

            // A verdict other than good has a reason that is printed.
            if (result.ExitCode != 0) Assert.NotEmpty(result.Diagnostics);
        }
    }

    private static KeepalivedResult Load(byte[] bytes, bool strict) =>
        KeepalivedConfig.Load("keepalived.conf", new OneFile(bytes), new KeepalivedOptions(strict));

    /// <summary>A machine with one file, which every name and every pattern finds.</summary>
    private sealed class OneFile(byte[] bytes) : ISurroundings
    {
        public byte[]? Read(string path, out string? fault)
        {
            fault = null;
            return bytes;
        }

        public IReadOnlyList<string> Glob(string pattern) => [pattern];

        public bool HasInterface(string name) => name.Length % 2 == 0;

        public ScriptFile Script(string path) => (ScriptFile)(path.Length % 3);

        public bool HasUser(string name) => name.Length % 2 == 0;

        public bool HasGroup(string name) => name.Length % 2 == 1;
    }
}
