using ConfParsers.Grammar;
using CsCheck;

namespace ConfParsers.Tests.Grammar;

/// <summary>Ordinary addresses are read by hand: the same must come out as the general way gives.</summary>
public sealed class EndpointTextTests
{
    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly EndpointSurroundings Nothing = new(_ => [], _ => null);

    /// <summary>Near misses too: numbers at their limits, zeros in front, missing and surplus parts.</summary>
    private static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Int[0, 300].Select(n => $"{n}"), Gen.Int[65500, 65600].Select(n => $"{n}"), OneOf("", "0", "00", "01", "007", "255", "256", "65535", "65536", "1x", "+1", "-1", "99999", "8000-8010"));

    private static readonly Gen<string> Addresses = Gen.Select(Numbers.Array[3, 5], OneOf(":", ":", ":", "", "::", ".", "@", " "), Numbers,
        (octets, between, port) => string.Join('.', octets) + between + port);

    private static readonly Gen<EndpointRules> Rules = Gen.Int[0, (int)(EndpointRules.Resolve - 1) | (int)EndpointRules.Resolve].Select(bits => (EndpointRules)bits);

    [Fact]
    public void By_hand_the_same_comes_out() => Gen.Select(Addresses, Rules).Sample((text, rules) =>
    {
        var general = EndpointText.General(text, rules, Nothing, out _);
        if (OrdinaryEndpoint.Read(text, rules) is { } ordinary) Assert.Equal(general, ordinary);
    }, iter: 20_000);

    [Fact]
    public void Addresses_with_a_port_are_ordinary() => Gen.Select(Gen.Byte.Array[4], Gen.Int[1, 65535]).Sample((octets, port) =>
    {
        const EndpointRules OfServer = EndpointRules.Port | EndpointRules.PortOffset | EndpointRules.Stream;
        var ordinary = OrdinaryEndpoint.Read($"{string.Join('.', octets)}:{port}", OfServer);
        Assert.Equal(EndpointText.General($"{string.Join('.', octets)}:{port}", OfServer, Nothing, out _), ordinary);
        Assert.NotNull(ordinary);
    }, iter: 2000);
}
