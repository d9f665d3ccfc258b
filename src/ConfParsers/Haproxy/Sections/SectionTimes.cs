using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary>Times of further sections, whose faults are worded alike (observed on 2.6.12).</summary>
internal static class SectionTimes
{
    public static TimeSpan? Read(Words words, string keyword)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{keyword}' expects <time> as argument.");
            return null;
        }

        var word = words.Next();
        return Parse(words, words.Time(word), keyword, word.Text);
    }

    /// <param name="shown">The word that HAProxy shows in its message about an overflow.</param>
    public static TimeSpan? Parse(Words words, TimeText time, string keyword, string shown)
    {
        if (time.Fault == TimeFault.None) return time.Value;
        words.Alert(DiagnosticKind.BadTime, time.Fault == TimeFault.Overflow
            ? $"timer overflow in argument <{shown}> to <{keyword}>, maximum value is 2147483647 ms (~24.8 days)."
            : $"unexpected character '{time.Culprit}' in argument to <{keyword}>.", PlaceForm.ParsingTight);
        return null;
    }
}
