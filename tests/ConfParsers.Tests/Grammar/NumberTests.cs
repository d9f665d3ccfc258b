using System.Numerics;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using CsCheck;

namespace ConfParsers.Tests.Grammar;

/// <summary>Numbers and times are read without big numbers: at the limits the results are what exact arithmetic says.</summary>
public sealed class NumberTests
{
    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<string> Digits = Gen.OneOf(
        Gen.Char['0', '9'].Array[1, 24].Select(c => new string(c)), Gen.Long.Select(n => $"{BigInteger.Abs(n)}"), Gen.Long[2147483000, 2147484000].Select(n => $"{n}"),
        OneOf("9223372036854775807", "9223372036854775808", "9223372036854775809", "18446744073709551615", "18446744073709551616"));

    [Fact]
    public void A_loose_integer_saturates() => Gen.Select(OneOf("", "-", "+", " ", " -"), Digits, OneOf("", "x", " 1")).Sample((sign, digits, rest) =>
    {
        var exact = BigInteger.Parse(digits) * (sign.EndsWith('-') ? -1 : 1);
        Assert.Equal((long)BigInteger.Clamp(exact, long.MinValue, long.MaxValue), Words.LooseInteger(sign + digits + rest));
    }, iter: 20_000);

    [Fact]
    public void A_time_is_rounded_up_to_what_is_counted_and_limited_there() => Gen.Select(Digits, OneOf("us", "ms", "s", "m", "h", "d", ""), OneOf("us", "ms", "s")).Sample((digits, unit, limit) =>
    {
        var time = TimeText.Parse(digits + unit, "ms", limit);
        var floor = Microseconds(limit);
        var exact = BigInteger.Parse(digits) * Microseconds(unit.Length > 0 ? unit : "ms");
        if (digits.Length > 19 || exact > (int.MaxValue * floor) + floor - 1)
        {
            Assert.Equal(TimeFault.Overflow, time.Fault);
            return;
        }

        Assert.Equal(TimeFault.None, time.Fault);
        Assert.Equal((exact + floor - 1) / floor * floor * TimeSpan.TicksPerMicrosecond, time.Value.Ticks);
    }, iter: 20_000);

    private static BigInteger Microseconds(string unit) => unit switch
    {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        "m" => 60_000_000,
        "h" => 3_600_000_000,
        _ => 86_400_000_000,
    };
}
