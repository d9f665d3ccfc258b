using System.Globalization;

namespace Keepalived.Net.Process;

/// <summary>The mask of new files: the command line's word, a number as C writes it, before the configuration's. (keepalived(8) "--umask")</summary>
public static class UmaskValue
{
    private const int AllBits = 0b111_111_111;

    /// <summary>Where nobody says otherwise: nothing for anyone but the owner.</summary>
    private const int Default = 0b001_111_111;

    public static int OrDefault(string? option, int? configured) => Of(option, configured) ?? Default;

    /// <returns>Null: nobody said, or what was said is no number.</returns>
    public static int? Of(string? option, int? configured)
    {
        if (option is null) return configured;
        var value = option switch
        {
            ['0', 'x' or 'X', .. var hex] => int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : -1,
            ['0', .. var octal] => Octal(octal),
            _ => int.TryParse(option, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1,
        };
        return value is >= 0 and <= AllBits ? value : null;
    }

    private static int Octal(string digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > AllBits) return -1;
            value = (value * 8) + (digit - '0');
        }

        return value;
    }
}
