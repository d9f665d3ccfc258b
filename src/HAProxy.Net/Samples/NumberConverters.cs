using ConfParsers.Haproxy.Expressions;
using HAProxy.Net.Streams;

namespace HAProxy.Net.Samples;

/// <summary>Arithmetic on signed 64-bit integers: results saturate instead of wrapping (configuration.txt 7.3.1; edges measured on 2.6.12).</summary>
internal static class NumberConverters
{
    public static bool Add(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer = AddSaturating(sample.Integer, value);
        return true;
    }

    public static bool Subtract(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        var difference = unchecked(sample.Integer - value);
        var overflow = ((sample.Integer ^ value) & (sample.Integer ^ difference)) < 0;
        sample.Integer = !overflow ? difference : sample.Integer < 0 ? long.MinValue : long.MaxValue;
        return true;
    }

    public static bool Multiply(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        var high = Math.BigMul(sample.Integer, value, out var low);
        var fits = high == low >> 63;
        sample.Integer = fits ? low : high < 0 ? long.MinValue : long.MaxValue;
        return true;
    }

    /// <summary>By zero, and the smallest by -1, gives the largest integer.</summary>
    public static bool Divide(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer = value == 0 || (value == -1 && sample.Integer == long.MinValue) ? long.MaxValue : sample.Integer / value;
        return true;
    }

    /// <summary>By zero gives 0.</summary>
    public static bool Modulo(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer = value is 0 or -1 ? 0 : sample.Integer % value;
        return true;
    }

    public static bool And(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer &= value;
        return true;
    }

    public static bool Or(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer |= value;
        return true;
    }

    public static bool ExclusiveOr(StreamContext stream, Operands operands, ref Sample sample)
    {
        if (!Operand(stream, operands, out var value)) return false;
        sample.Integer ^= value;
        return true;
    }

    public static bool Negate(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.Integer = sample.Integer == long.MinValue ? long.MaxValue : -sample.Integer;
        return true;
    }

    public static bool Complement(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.Integer = ~sample.Integer;
        return true;
    }

    public static bool Not(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetBoolean(sample.Integer == 0);
        return true;
    }

    public static bool Boolean(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetBoolean(sample.Integer != 0);
        return true;
    }

    public static bool Odd(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetBoolean((sample.Integer & 1) != 0);
        return true;
    }

    public static bool Even(StreamContext stream, Operands operands, ref Sample sample)
    {
        sample.SetBoolean((sample.Integer & 1) == 0);
        return true;
    }

    private static long AddSaturating(long left, long right)
    {
        var sum = unchecked(left + right);
        var overflow = ((left ^ sum) & (right ^ sum)) < 0;
        return !overflow ? sum : left < 0 ? long.MinValue : long.MaxValue;
    }

    /// <summary>The number, or what the variable holds; a variable that is not set means there is no result.</summary>
    private static bool Operand(StreamContext stream, Operands operands, out long value)
    {
        value = operands.Number(0);
        if (operands.Variable < 0) return true;
        if (!stream.Variables.TryGet(operands.Variable, out var variable) || !Casts.To(ref variable, SampleType.Integer)) return false;
        value = variable.Integer;
        return true;
    }
}
