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
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    [Fact]
    public void Any_bytes_give_diagnostics_and_no_exception() => Gen.Byte.Array[0, 400].Sample(Read, iter: 2000);

    [Fact]
    public void Any_order_of_known_words_gives_diagnostics_and_no_exception() =>
        Piece.Array[0, 120].Sample(pieces => Read(Encoding.UTF8.GetBytes(string.Concat(pieces))), iter: 4000);

    [Fact]
    public void Any_words_separated_by_blanks_give_diagnostics_and_no_exception() =>
        Piece.Array[0, 120].Sample(pieces => Read(Encoding.UTF8.GetBytes(string.Join(' ', pieces))), iter: 4000);

    [Fact]
    public void Definitions_that_double_themselves_come_to_an_end()
    {
        var text = new StringBuilder("$A0=xxxxxxxxxxxxxxxx\n");
        for (var i = 1; i < 60; i++) text.Append($"$A{i}=${{A{i - 1}}}${{A{i - 1}}}\n");
        text.Append("vrrp_instance VI {\n    state ${A59}\n}\n");

        var result = Load(Encoding.UTF8.GetBytes(text.ToString()), strict: false);

        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Text.StartsWith("Definitions are nested too deeply", StringComparison.Ordinal));
    }

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
