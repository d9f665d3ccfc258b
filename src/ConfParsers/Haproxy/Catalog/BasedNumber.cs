namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// Numbers of the few keywords that HAProxy reads with strtol(3) or strtoul(3), as a rule of base 0: blanks and a sign may stand in front, <c>0x</c> begins
/// hexadecimal digits, <c>0</c> octal ones. An int of C keeps 32 bits of them.
/// </summary>
/// <param name="Magnitude">Without the sign; what is larger than that is the largest.</param>
/// <param name="End">Where the number ends in the text; 0 when there is none.</param>
internal readonly record struct BasedNumber(ulong Magnitude, bool IsNegative, int End)
{
    public int Signed
    {
        get
        {
            var number = (long)Math.Min(Magnitude, long.MaxValue);
            return unchecked((int)(IsNegative ? -number : number));
        }
    }

    public uint Unsigned => unchecked((uint)(IsNegative ? 0 - Magnitude : Magnitude));

    /// <param name="radix">Null: as the text says by its prefix.</param>
    public static BasedNumber Read(string text, int? radix = null)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '+' or '-') at++;
        var hexadecimal = radix is null && at + 2 < text.Length && text[at] == '0' && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]);
        var digits = radix ?? (hexadecimal ? 16 : at < text.Length && text[at] == '0' ? 8 : 10);
        if (hexadecimal) at += 2;

        var first = at;
        UInt128 magnitude = 0;
        for (; at < text.Length && Digit(text[at]) < digits; at++) magnitude = UInt128.Min((magnitude * (uint)digits) + (uint)Digit(text[at]), ulong.MaxValue);
        return new((ulong)magnitude, negative, at == first ? 0 : at);
    }

    /// <returns>The first character that does not belong to the number; null when all do.</returns>
    public static char? Read(string text, out int value)
    {
        var number = Read(text);
        value = number.Signed;
        return number.End < text.Length ? text[number.End] : null;
    }

    private static int Digit(char c) => char.IsAsciiHexDigit(c) ? Uri.FromHex(c) : int.MaxValue;
}
