using System.Net;
using Keepalived.Net.Snmp;
using Keepalived.Net.Snmp.AgentX;

namespace Keepalived.Net.Tests.Snmp;

/// <summary>Packets of AgentX, byte by byte (RFC 2741 §5, §6).</summary>
public sealed class AgentXPacketTests
{
    [Fact]
    public void Open_has_timeout_identity_and_description() => Assert.Equal(
        "01011000 00000000 00000000 00000001 00000028" // header: version, Open, network order; session, transaction, packet, length
        + " 05000000" // timeout
        + " 05040000 00002572 00000064 00000005 00000002 00000003" // 1.3.6.1.4.9586.100.5.2.3: five numbers behind the prefix 4
        + " 00000005 61626364 65000000", // "abcde", padded
        Hex(AgentXWriter.Open(packet: 1, timeout: 5, ObjectId.Parse("1.3.6.1.4.9586.100.5.2.3"), "abcde")));

    [Fact]
    public void Register_asks_with_the_default_priority() => Assert.Equal(
        "01031000 00000007 00000000 00000002 00000010 007F0000 02020000 00000001 00000044",
        Hex(AgentXWriter.Register(session: 7, packet: 2, ObjectId.Parse("1.3.6.1.2.1.68"))));

    [Fact]
    public void A_name_outside_of_internet_has_no_prefix() => Assert.Equal(
        "01031000 00000007 00000000 00000002 00000014 007F0000 03000000 00000001 00000003 00000007",
        Hex(AgentXWriter.Register(session: 7, packet: 2, ObjectId.Parse("1.3.7"))));

    [Theory]
    [InlineData(SnmpType.Integer, -5L)]
    [InlineData(SnmpType.Counter32, 4294967295L)]
    [InlineData(SnmpType.Gauge32, 7L)]
    [InlineData(SnmpType.TimeTicks, 100L)]
    [InlineData(SnmpType.Counter64, 1L << 40)]
    public void Numbers_come_back_as_they_went(SnmpType type, long number) => Assert.Equal(new SnmpValue(type, number), ThereAndBack(new SnmpValue(type, number)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(255)]
    public void Strings_of_any_length_come_back(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(bytes, ThereAndBack(SnmpValue.Octets(bytes)).Bytes);
    }

    [Fact]
    public void Addresses_and_names_come_back()
    {
        Assert.Equal([10, 77, 0, 1], ThereAndBack(SnmpValue.IpAddress(IPAddress.Parse("10.77.0.1"))).Bytes);
        Assert.Equal("1.3.6.1.2.1.68.0.1", ThereAndBack(SnmpValue.Name(ObjectId.Parse("1.3.6.1.2.1.68.0.1"))).Identifier.ToString());
        Assert.True(ThereAndBack(SnmpValue.Name(default)).Identifier.IsNull);
    }

    [Fact]
    public void A_master_may_speak_with_the_least_byte_first()
    {
        var bytes = Convert.FromHexString("01050000" + "07000000" + "0A000000" + "0B000000" + "10000000" + "02020100" + "01000000" + "44000000" + "00000000");
        var header = AgentXReader.Header(bytes);
        Assert.Equal(new AgentXHeader(AgentXKind.Get, 0, 7, 10, 11, 16), header);
        var range = Assert.Single(new AgentXReader(header, bytes.AsSpan(AgentXHeader.Size)).Ranges());
        Assert.Equal("1.3.6.1.2.1.68", range.Start.ToString());
        Assert.True(range.Include);
        Assert.True(range.End.IsNull);
    }

    [Theory]
    [InlineData("02051000 00000000 00000000 00000000 00000000")]
    [InlineData("01051000 00000000 00000000 00000000 7FFFFFF0")]
    [InlineData("01051000 00000000 00000000 00000000 00000003")]
    public void What_is_no_header_is_refused(string hex) => Assert.Throws<InvalidDataException>(() => AgentXReader.Header(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void Any_bytes_give_values_or_a_refusal()
    {
        var random = new Random(1);
        var header = new AgentXHeader(AgentXKind.TestSet, AgentXHeader.NetworkOrder, 1, 1, 1, 0);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var payload = new byte[random.Next(12) * 4];
            random.NextBytes(payload);
            // Small lengths, so that some of them fit.
            for (var i = 0; i < payload.Length; i += 2) payload[i] = 0;
            try
            {
                new AgentXReader(header, payload).Bindings();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 20_000);
    }

    private static SnmpValue ThereAndBack(SnmpValue value)
    {
        var packet = AgentXWriter.Notify(1, 1, [new Binding(ObjectId.Parse("1.3.6.1.2.1.1"), value)]);
        var header = AgentXReader.Header(packet);
        Assert.Equal(packet.Length, AgentXHeader.Size + header.Length);
        return Assert.Single(new AgentXReader(header, packet.AsSpan(AgentXHeader.Size)).Bindings()).Value;
    }

    private static string Hex(byte[] packet) => string.Join(' ', packet.Chunk(4).Select(Convert.ToHexString));
}
