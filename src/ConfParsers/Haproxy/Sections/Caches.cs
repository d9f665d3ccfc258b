using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>cache</c>: responses that are kept in memory (configuration.txt 6.2).</summary>
/// <param name="TotalBytes">Whole megabytes, 1..4095 of them.</param>
/// <param name="MaxAge">Longest time that a response is kept, whole seconds, default 60 s.</param>
/// <param name="MaxObjectBytes">Largest response, at most half of the whole; default a 256th.</param>
/// <param name="ProcessVary">Responses with a Vary header are kept, one for each kind of request.</param>
/// <param name="MaxSecondaryEntries">Kinds kept of one response, default 10.</param>
public sealed record CacheSection(string Name, long TotalBytes, TimeSpan MaxAge, long MaxObjectBytes, bool ProcessVary, int MaxSecondaryEntries, Span Place) : INamed;

/// <summary>A cache section while it is read.</summary>
internal sealed class CacheBuilder(string name, Span place)
{
    public string Name { get; } = name;

    public Span Place { get; } = place;

    public int TotalMegabytes { get; set; }

    public int MaxAgeSeconds { get; set; } = 60;

    /// <summary>0: a 256th of the whole.</summary>
    public uint MaxObjectBytes { get; set; }

    public bool ProcessVary { get; set; }

    public int MaxSecondaryEntries { get; set; } = 10;

    private long TotalBytes => (long)TotalMegabytes << 20;

    public CacheSection Build() => new(Name, TotalBytes, TimeSpan.FromSeconds(MaxAgeSeconds), MaxObjectBytes == 0 ? TotalBytes >> 8 : MaxObjectBytes, ProcessVary, MaxSecondaryEntries, Place);

    public void Close(ConfigContext context)
    {
        if (TotalMegabytes == 0)
        {
            context.Diagnostics.Alert(DiagnosticKind.MissingArgument, Place, PlaceForm.None, $"Size not specified for cache '{Name}'");
        }
        else if (MaxObjectBytes > TotalBytes / 2)
        {
            context.Diagnostics.Alert(DiagnosticKind.OutOfRange, Place, PlaceForm.None, $"\"max-object-size\" is limited to an half of \"total-max-size\" => {TotalBytes / 2}");
        }
        else
        {
            context.Sections.Caches.Add(this);
        }
    }
}

/// <summary>The section <c>cache</c>. A faulty number is only warned of, but HAProxy reads nothing behind it.</summary>
internal static class CacheKeywords
{
    private const int LongestName = 32;
    private const int MostMegabytes = 4095;

    public static readonly SectionKeyword<CacheBuilder> Section = new("cache", "<name>", Enter,
    [
        new("max-age", "<seconds>", MaxAge) { Manual = "6.2.1" },
        new("max-object-size", "<bytes>", (w, c) => Number(w, "a maximum file size parameter in bytes", n => c.MaxObjectBytes = (uint)n)) { Manual = "6.2.1" },
        new("max-secondary-entries", "<number>", MaxSecondaryEntries) { Manual = "6.2.1", Since = "2.4" },
        new("process-vary", "<on/off>", ProcessVary) { Manual = "6.2.1", Since = "2.4" },
        new("total-max-size", "<megabytes>", TotalMaxSize) { Manual = "6.2.1" },
    ])
    {
        Manual = "6.2.1",
        Since = "1.8",
        Close = (cache, context) => cache.Close(context),
    };

    private static CacheBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "'cache' expects a <name> argument");
            return null;
        }

        if (!SectionHeads.NothingBehind(head))
        {
            head.Abort();
            return null;
        }

        var name = head[1].Text;
        if (name.Length > LongestName)
        {
            name = name[..LongestName];
            head.Warning(DiagnosticKind.OutOfRange, $"cache name is limited to {LongestName} characters, truncate to '{name}'.", PlaceForm.ParsingTight, at: head[1]);
        }

        if (!context.Sections.Caches.Exists(c => c.Name == name)) return new CacheBuilder(name, head.Line);
        SectionHeads.Abort(head, DiagnosticKind.Duplicate, $"Duplicate cache name '{name}'.", PlaceForm.ParsingTight);
        return null;
    }

    /// <summary>One argument and no more; a missing one is read as an empty word.</summary>
    private static bool Argument(Words words, out string text)
    {
        text = words.Current.Text;
        words.At = 2;
        if (words.End()) return true;
        words.Abort();
        return false;
    }

    private static void Warn(Words words, string text) => words.Warning(DiagnosticKind.BadNumber, text, PlaceForm.ParsingTight);

    private static void Wrong(Words words, string text)
    {
        Warn(words, text);
        words.Fail();
        words.Abort();
    }

    /// <summary>strtoul(3) on the whole word.</summary>
    private static bool Whole(string text, out long number)
    {
        number = Words.LooseInteger(text);
        return text.AsSpan().TrimStart().TrimStart("+-") is { IsEmpty: false } digits && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static void TotalMaxSize(Words words, CacheBuilder cache)
    {
        if (!Argument(words, out var text)) return;
        if (!Whole(text, out var size)) Wrong(words, $"total-max-size wrong value '{text}'");
        else if (size is < 0 or > MostMegabytes) Wrong(words, $"\"total-max-size\" ({text}) must not be greater than {MostMegabytes}");
        else cache.TotalMegabytes = (int)size;
    }

    private static void MaxAge(Words words, CacheBuilder cache)
    {
        if (!Argument(words, out var text)) return;
        if (text.Length == 0) Warn(words, "'max-age' expects an age parameter in seconds.");
        else cache.MaxAgeSeconds = Words.LooseInt32(text);
    }

    private static void Number(Words words, string expects, Action<long> set, bool positive = false)
    {
        if (!Argument(words, out var text)) return;
        if (text.Length == 0) Warn(words, $"'{words.Keyword}' expects {expects}.");
        if (!Whole(text, out var number) || (positive && number == 0)) Wrong(words, $"{words.Keyword} wrong value '{text}'");
        else set(Math.Clamp(number, -1, uint.MaxValue));
    }

    private static void MaxSecondaryEntries(Words words, CacheBuilder cache) =>
        Number(words, "a strictly positive number", n => cache.MaxSecondaryEntries = (int)Math.Min(n, int.MaxValue), positive: true);

    private static void ProcessVary(Words words, CacheBuilder cache)
    {
        if (!Argument(words, out var text)) return;
        const string Expects = "'process-vary' expects \"on\" or \"off\" (enable or disable vary processing).";
        if (text.Length == 0) Warn(words, Expects);
        if (text is "on" or "off") cache.ProcessVary = text == "on";
        else Warn(words, Expects);
    }
}
