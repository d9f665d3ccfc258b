using Keepalived.Net.Snmp;
using Keepalived.Net.Snmp.AgentX;

namespace Keepalived.Net.Tests.Snmp;

/// <summary>Requests of a master agent and their answers, without a socket (RFC 2741 §7.2, RFC 3416 §4.2).</summary>
public sealed class AgentXAgentTests
{
    private static readonly ObjectId Root = ObjectId.Parse("1.3.6.1.2.1.68");

    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal) { ["1.1.1"] = 11, ["1.1.2"] = 12, ["1.2.1"] = 21, ["1.10.1"] = 101, ["3.0"] = 3 };
    private readonly AgentXAgent agent;

    public AgentXAgentTests() => agent = new AgentXAgent(View, Test, binding => values[Below(binding.Name)] = (int)binding.Value.Number);

    [Theory]
    [InlineData("1.1.2", "12")]
    [InlineData("1.1.9", "NoSuchInstance")]
    [InlineData("2.1", "NoSuchObject")]
    public void Get_finds_the_variable_or_says_what_is_missing(string name, string expected) => Assert.Equal($"{name}={expected}", Ask(AgentXKind.Get, name));

    [Theory]
    [InlineData("1", "1.1.1=11")]
    [InlineData("1.1.1", "1.1.2=12")]
    [InlineData("1.1.2", "1.2.1=21")]
    [InlineData("1.2.1", "1.10.1=101")]
    [InlineData("3.0", "3.0=EndOfMibView")]
    public void GetNext_walks_by_numbers(string start, string expected) => Assert.Equal(expected, Ask(AgentXKind.GetNext, start));

    [Fact]
    public void A_range_can_include_its_start_and_ends_before_its_end()
    {
        Assert.Equal("1.1.1=11", Ask(AgentXKind.GetNext, "1.1.1", include: true));
        Assert.Equal("1.1.2=EndOfMibView", Ask(AgentXKind.GetNext, "1.1.2", end: "1.2.1"));
    }

    [Fact]
    public void GetBulk_repeats_until_the_end() => Assert.Equal("1.1.1=11 1.10.1=101 3.0=3 3.0=EndOfMibView", Ask(AgentXKind.GetBulk, "1", second: "1.2.1", once: 1, repetitions: 5));

    [Fact]
    public void A_set_is_tested_committed_and_forgotten()
    {
        Assert.Equal("0/0", Set(AgentXKind.TestSet, ("1.1.1", 5)));
        Assert.Equal(11, values["1.1.1"]);
        Assert.Equal("0/0", Set(AgentXKind.CommitSet));
        Assert.Equal(5, values["1.1.1"]);
        Assert.Null(Set(AgentXKind.CleanupSet));
        Assert.Equal("14/0", Set(AgentXKind.CommitSet));
    }

    [Fact]
    public void A_set_that_another_subagent_spoils_is_undone()
    {
        Set(AgentXKind.TestSet, ("1.1.1", 5), ("1.1.2", 6));
        Set(AgentXKind.CommitSet);
        Assert.Equal("0/0", Set(AgentXKind.UndoSet));
        Assert.Equal((11, 12), (values["1.1.1"], values["1.1.2"]));
    }

    [Fact]
    public void A_refusal_names_the_variable()
    {
        Assert.Equal("17/2", Set(AgentXKind.TestSet, ("1.1.1", 5), ("1.2.1", 6)));
        Assert.Equal("14/0", Set(AgentXKind.CommitSet));
        Assert.Equal(11, values["1.1.1"]);
    }

    [Fact]
    public void Half_a_packet_is_a_parse_error()
    {
        var header = new AgentXHeader(AgentXKind.Get, AgentXHeader.NetworkOrder, 1, 2, 3, 4);
        Assert.Equal("266/0", Verdict(agent.Answer(header, [9, 0, 0, 0])));
    }

    private MibView View() => new(values.Select(each => new Binding(Name(each.Key), SnmpValue.Integer(each.Value))), [Root.Below(1), Root.Below(3)]);

    private static AgentXError Test(Binding binding) => Below(binding.Name).StartsWith("1.1.", StringComparison.Ordinal) ? AgentXError.None : AgentXError.NotWritable;

    private static ObjectId Name(string below) => ObjectId.Parse($"{Root}.{below}");

    private static string Below(ObjectId name) => name.ToString()[(Root.ToString().Length + 1)..];

    private string Ask(AgentXKind kind, string start, bool include = false, string? end = null, string? second = null, int once = 0, int repetitions = 0)
    {
        var payload = new List<byte>();
        if (kind == AgentXKind.GetBulk) payload.AddRange([0, (byte)once, 0, (byte)repetitions]);
        Range(start, end);
        if (second is not null) Range(second, null);
        var header = new AgentXHeader(kind, AgentXHeader.NetworkOrder, 1, 2, 3, payload.Count);
        var answer = agent.Answer(header, payload.ToArray())!;
        var answered = AgentXReader.Header(answer);
        Assert.Equal((AgentXKind.Response, 1u, 2u, 3u), (answered.Kind, answered.Session, answered.Transaction, answered.Packet));
        var reader = new AgentXReader(answered, answer.AsSpan(AgentXHeader.Size));
        reader.Number();
        reader.Number();
        return string.Join(' ', reader.Bindings().Select(each => $"{Below(each.Name)}={(each.Value.Type == SnmpType.Integer ? each.Value.Number : each.Value.Type)}"));

        void Range(string from, string? to)
        {
            Put(Name(from), include);
            if (to is null) payload.AddRange([0, 0, 0, 0]);
            else Put(Name(to), included: false);
        }

        void Put(ObjectId name, bool included)
        {
            payload.AddRange([(byte)name.Parts.Length, 0, (byte)(included ? 1 : 0), 0]);
            foreach (var part in name.Parts) payload.AddRange([0, 0, 0, (byte)part]);
        }
    }

    private string? Set(AgentXKind kind, params (string Name, int Value)[] wanted)
    {
        // A notification carries its variables as a set does.
        var payload = AgentXWriter.Notify(1, 1, wanted.Select(each => new Binding(Name(each.Name), SnmpValue.Integer(each.Value)))).AsSpan(AgentXHeader.Size);
        return agent.Answer(new AgentXHeader(kind, AgentXHeader.NetworkOrder, 1, 2, 3, payload.Length), payload) is { } answer ? Verdict(answer) : null;
    }

    private static string Verdict(byte[]? answer)
    {
        var reader = new AgentXReader(AgentXReader.Header(answer), answer.AsSpan(AgentXHeader.Size));
        reader.Number();
        return $"{reader.Short()}/{reader.Short()}";
    }
}
