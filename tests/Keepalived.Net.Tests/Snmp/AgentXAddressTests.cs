using Keepalived.Net.Snmp.AgentX;

namespace Keepalived.Net.Tests.Snmp;

/// <summary>Where a master agent listens, in the words of snmpd.conf(5).</summary>
public sealed class AgentXAddressTests
{
    [Theory]
    [InlineData("unix:/var/agentx/master", "/var/agentx/master")]
    [InlineData("/tmp/x", "/tmp/x")]
    [InlineData("tcp:127.0.0.1:1705", "127.0.0.1:1705")]
    [InlineData("127.0.0.1", "127.0.0.1:705")]
    [InlineData("tcp:localhost:1705", "Unspecified/localhost:1705")]
    [InlineData("udp:1.2.3.4:705", null)]
    [InlineData("unix:", null)]
    public void Addresses(string text, string? expected) => Assert.Equal(expected, AgentXAddress.Parse(text)?.ToString());
}
