using ConfParsers.Grammar;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// The forms that most lines of the global section have, as binders: a switch, on or off, a number, a text, a time; each with HAProxy's words
/// for what is missing, surplus or out of range, so that a row says all there is to say of its keyword.
/// </summary>
internal static class GlobalForms
{
    public delegate void Setter<in T>(GlobalBuilder global, T value);

    /// <summary>No argument; false behind <c>no</c>.</summary>
    public static Action<Words, GlobalBuilder> Switch(Setter<bool> set) => (words, global) =>
    {
        if (words.AtMost(0)) set(global, !words.Negated);
    };

    /// <summary>The keyword is all: whatever stands behind it is not looked at.</summary>
    public static Action<Words, GlobalBuilder> Bare(Action<GlobalBuilder> set) => (_, global) => set(global);

    public static Action<Words, GlobalBuilder> OnOff(Setter<bool> set) => (words, global) =>
    {
        if (!words.AtMost(1)) return;
        var value = words.Next();
        if (value.Text is "on" or "off") set(global, value.Text == "on");
        else words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects either 'on' or 'off' but got '{value.Text}'.", at: value);
    };

    /// <summary>A number as atol(3) reads it; what is none counts as 0.</summary>
    /// <param name="before">What an earlier line has set: then the line has no effect. Null when the last line counts.</param>
    public static Action<Words, GlobalBuilder> Number(Setter<int> set, Func<GlobalBuilder, int>? before = null, string expects = "an integer argument.") =>
        (words, global) =>
        {
            if (!words.AtMost(1)) return;
            if (before is not null && before(global) != 0) words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
            else if (words.NextArg(expects, out var value)) set(global, Words.LooseInt32(value.Text));
        };

    /// <summary>A number that may not be missing, within bounds.</summary>
    /// <param name="missing">What follows "expects" without argument; null when that counts as 0.</param>
    /// <param name="outside">What follows "expects" when the number is outside.</param>
    public static Action<Words, GlobalBuilder> Number(Setter<int> set, int least, int most, string? missing, string outside) => (words, global) =>
    {
        if (!words.AtMost(1)) return;
        if (missing is not null && !words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects {missing}");
            return;
        }

        var value = words.Next();
        var number = Words.LooseInt32(value.Text);
        if (number >= least && number <= most) set(global, number);
        else words.Alert(DiagnosticKind.OutOfRange, $"'{words.Keyword}' expects {outside}", at: value);
    };

    public static Action<Words, GlobalBuilder> Positive(Setter<int> set, bool required = true) =>
        Number(set, 0, int.MaxValue, required ? "an integer argument." : null, "a positive numeric value.");

    /// <summary>A text, the last one counts.</summary>
    public static Action<Words, GlobalBuilder> Argument(string expects, Setter<string> set) => (words, global) =>
    {
        if (words.AtMost(1) && words.NextArg(expects, out var value)) set(global, value.Text);
    };

    /// <summary>A text, the first one counts.</summary>
    public static Action<Words, GlobalBuilder> ArgumentOnce(string expects, Func<GlobalBuilder, string?> before, Setter<string> set) => (words, global) =>
    {
        if (!words.AtMost(1)) return;
        if (before(global) is not null) words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
        else if (words.NextArg(expects, out var value)) set(global, value.Text);
    };

    /// <summary>A text that HAProxy asks for with the words "global statement".</summary>
    public static Action<Words, GlobalBuilder> Statement(string expects, Setter<string> set, bool alone = true) => (words, global) =>
    {
        if (alone && !words.AtMost(1)) return;
        if (words.HasMore) set(global, words.Next().Text);
        else words.Alert(DiagnosticKind.MissingArgument, $"global statement '{words.Keyword}' expects {expects}");
    };

    /// <summary>A time in milliseconds, of the keywords around the end of the process.</summary>
    public static Action<Words, GlobalBuilder> Time(Setter<TimeSpan> set) => (words, global) =>
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects <time> as argument.\n");
            return;
        }

        var value = words.Next();
        var time = words.Time(value);
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime,
                    $"timer overflow in argument '{value.Text}' to '{words.Keyword}' (maximum value is 2147483647 ms or ~24.8 days)", at: value);
                break;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"unexpected character '{time.Culprit}' in argument to <{words.Keyword}>.\n", at: value);
                break;
            default:
                set(global, time.Value);
                break;
        }
    };
}
