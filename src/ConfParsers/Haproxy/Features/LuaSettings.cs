using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;
using static ConfParsers.Haproxy.Catalog.GlobalForms;

namespace ConfParsers.Haproxy.Features;

/// <summary>Lua: what is loaded, where it looks for modules, what it may use (configuration.txt 3.1, 3.2; lua.txt).</summary>
public sealed record LuaSettings
{
    public LuaScript[] Scripts { get; init; } = [];

    /// <summary>Put before <c>package.path</c>, in order of the file.</summary>
    public string[] Paths { get; init; } = [];

    /// <summary>Put before <c>package.cpath</c>.</summary>
    public string[] LibraryPaths { get; init; } = [];

    /// <summary>Instructions after which a script gives way.</summary>
    public int ForcedYield { get; init; } = 10000;

    /// <summary>Bytes, written in megabytes; 0: no limit.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Longest time that actions, fetches and converters may compute.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time that a service may compute.</summary>
    public TimeSpan ServiceTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time that a task may compute; zero: no limit.</summary>
    public TimeSpan TaskTimeout { get; init; }
}

/// <param name="Source">The file, read already.</param>
/// <param name="PerThread">Loaded once a thread, so that threads do not wait for each other.</param>
public sealed record LuaScript(string Path, byte[] Source, string[] Arguments, bool PerThread);

/// <summary>The keywords of the global section about Lua (configuration.txt 3.1, 3.2).</summary>
internal static class LuaKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("lua-prepend-path", "<string> [<type>]", Prepend) { Listed = true, Manual = "3.1", Since = "2.2" },
        new("lua-load", "<file> [ <arg1> [ <arg2> [ ... ] ] ]", (w, g) => Load(w, g, "a file name", perThread: false)) { Listed = true, Manual = "3.1", Since = "1.6" },
        new("lua-load-per-thread", "<file> [ <arg1> [ <arg2> [ ... ] ] ]", (w, g) => Load(w, g, "a file", perThread: true)) { Listed = true, Manual = "3.1", Since = "2.4" },
        new("tune.lua.session-timeout", "<timeout>", Timeout((g, t) => g.Lua = g.Lua with { SessionTimeout = t })) { Listed = true, Manual = "3.2" },
        new("tune.lua.task-timeout", "<timeout>", Timeout((g, t) => g.Lua = g.Lua with { TaskTimeout = t })) { Listed = true, Manual = "3.2" },
        new("tune.lua.service-timeout", "<timeout>", Timeout((g, t) => g.Lua = g.Lua with { ServiceTimeout = t })) { Listed = true, Manual = "3.2" },
        new("tune.lua.forced-yield", "<number>", ForcedYield) { Listed = true, Manual = "3.2" },
        new("tune.lua.maxmem", "<number>", MaxMemory) { Listed = true, Manual = "3.2" },
    ];

    private static void Prepend(Words words, GlobalBuilder global)
    {
        if (!words.AtMost(2)) return;
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects to receive a <path> as argument");
            return;
        }

        var path = words.Next().Text;
        var type = words.HasMore ? words.Next().Text : "path";
        if (type is not ("path" or "cpath")) words.Alert(DiagnosticKind.BadValue, $"'{words.Keyword}' expects <type> to either be 'path' or 'cpath'");
        else if (type == "path") global.Lua = global.Lua with { Paths = [.. global.Lua.Paths, path] };
        else global.Lua = global.Lua with { LibraryPaths = [.. global.Lua.LibraryPaths, path] };
    }

    private static void Load(Words words, GlobalBuilder global, string expected, bool perThread)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' expects {expected} as parameter.");
            return;
        }

        var path = words.Next();
        var arguments = words.RemainingTexts();
        if (!global.Files.TryRead(path.Text, out var source, out var error))
        {
            var what = error == "Is a directory" ? "read" : "open";
            Refuse($"cannot {what} {path.Text}: {error}", DiagnosticKind.Unreadable);
            return;
        }

        var bytes = source.ToArray();
        if (global.Context.Options.CheckLua?.Invoke(path.Text, bytes) is { } fault)
        {
            Refuse(fault, DiagnosticKind.Syntax);
            return;
        }

        if (global.Context.Options.Carries?.Invoke(new KeywordId(KeywordKind.Global, words.Keyword)) == false)
        {
            words.Diagnostics.Add(new Diagnostic(DiagnosticKind.Unsupported, Severity.Notice, path.Place, PlaceForm.Parsing,
                $"Lua file '{path.Text}' was not run: faults that only show when it runs, and the names that it registers, are not checked."));
        }

        global.Lua = global.Lua with { Scripts = [.. global.Lua.Scripts, new LuaScript(path.Text, bytes, arguments, perThread)] };

        // What a faulty file may register counts as registered: one fault is told once. HAProxy tells it again at each use.
        void Refuse(string fault, DiagnosticKind kind)
        {
            words.Alert(kind, $"error in Lua file '{path.Text}': {fault}", at: path);
            if (!global.Context.Options.Strict) global.Lua = global.Lua with { Scripts = [.. global.Lua.Scripts, new LuaScript(path.Text, [], arguments, perThread)] };
        }
    }

    private static Action<Words, GlobalBuilder> Timeout(Setter<TimeSpan> set) => (words, global) =>
    {
        var value = words.Next();
        var time = words.Time(value);
        switch (time.Fault)
        {
            case TimeFault.Overflow:
                words.Alert(DiagnosticKind.BadTime, $"timer overflow in argument <{value.Text}> to <{words.Keyword}> (maximum value is 2147483647 ms or ~24.8 days)", at: value);
                break;
            case TimeFault.BadCharacter:
                words.Alert(DiagnosticKind.BadTime, $"{words.Keyword}: invalid timeout", at: value);
                break;
            default:
                set(global, time.Value);
                break;
        }
    };

    private static void ForcedYield(Words words, GlobalBuilder global)
    {
        var value = words.Next();
        if (value.IsEmpty || IsNumber(value.Text, out _)) global.Lua = global.Lua with { ForcedYield = Words.LooseInt32(value.Text) };
        else words.Alert(DiagnosticKind.BadNumber, $"{words.Keyword}: invalid number", at: value);
    }

    private static void MaxMemory(Words words, GlobalBuilder global)
    {
        if (!words.NextArg("an integer argument (Lua memory size in MB).", out var value)) return;
        if (IsNumber(value.Text, out var culprit)) global.Lua = global.Lua with { MemoryBytes = (long)Words.LooseInt32(value.Text) << 20 };
        else words.Alert(DiagnosticKind.BadNumber, string.Create(CultureInfo.InvariantCulture, $"{words.Keyword}: invalid number {value.Text} (error at '{culprit}')"), at: value);
    }

    /// <summary>Digits, a sign before them allowed.</summary>
    private static bool IsNumber(string text, out char culprit)
    {
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        var bad = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        culprit = bad < 0 ? '\0' : digits[bad];
        return bad < 0 && digits.Length > 0;
    }
}
