using System.Runtime.InteropServices;
using System.Text;

namespace Daemon.Linux;

/// <summary>
/// A regular expression compiled by PCRE2 with its JIT, as HAProxy uses it (configuration.txt 7.1.4). Compiled at start and
/// immutable after; matching is safe from any thread and allocates nothing. (pcre2api(3))
/// </summary>
public sealed unsafe partial class Pcre2 : IDisposable
{
    private const string Library = "libpcre2-8.so.0";
    private const uint Caseless = 0x00000008;
    private const uint JitComplete = 0x00000001;

    private const uint MaxGroups = 16;

    [ThreadStatic]
    private static nint t_matchData;

    [ThreadStatic]
    private static nint t_groupData;

    private nint _code;

    private Pcre2(nint code) => _code = code;

    /// <param name="error"><c>error=TEXT, erroffset=N</c> when the pattern is no regular expression.</param>
    public static Pcre2? Compile(ReadOnlySpan<byte> pattern, bool ignoreCase, out string? error)
    {
        int code;
        nuint offset;
        nint compiled;
        fixed (byte* text = pattern)
        {
            // An empty pattern is legal; its pointer must not be null.
            byte nothing = 0;
            compiled = Compile(text is null ? &nothing : text, (nuint)pattern.Length, ignoreCase ? Caseless : 0, &code, &offset, 0);
        }

        if (compiled == 0)
        {
            error = $"error={ErrorText(code)}, erroffset={offset}";
            return null;
        }

        // Without JIT (or for what it cannot compile) the interpreter answers the same.
        _ = JitCompile(compiled, JitComplete);
        error = null;
        return new Pcre2(compiled);
    }

    public bool IsMatch(ReadOnlySpan<byte> subject)
    {
        if (t_matchData == 0) t_matchData = CreateMatchData(1, 0);
        fixed (byte* text = subject)
        {
            byte nothing = 0;
            var result = Match(_code, text is null ? &nothing : text, (nuint)subject.Length, 0, 0, t_matchData, 0);
            GC.KeepAlive(this);
            return result >= 0;
        }
    }

    /// <summary>Finds the first match from an offset on.</summary>
    /// <param name="groups">Gets the whole match and what is in parentheses; -1 for groups that did not take part.</param>
    public bool Find(ReadOnlySpan<byte> subject, int start, Span<(int Start, int End)> groups)
    {
        if (t_groupData == 0) t_groupData = CreateMatchData(MaxGroups, 0);
        fixed (byte* text = subject)
        {
            byte nothing = 0;
            var count = Match(_code, text is null ? &nothing : text, (nuint)subject.Length, (nuint)start, 0, t_groupData, 0);
            GC.KeepAlive(this);
            if (count < 0) return false;

            // 0: there were more groups than pairs to hold them.
            var pairs = Ovector(t_groupData);
            var held = count == 0 ? (int)MaxGroups : count;
            for (var i = 0; i < groups.Length; i++)
            {
                var took = i < held && pairs[2 * i] != nuint.MaxValue;
                groups[i] = took ? ((int)pairs[2 * i], (int)pairs[2 * i + 1]) : (-1, -1);
            }

            return true;
        }
    }

    public void Dispose()
    {
        if (_code != 0) FreeCode(_code);
        _code = 0;
    }

    private static string ErrorText(int code)
    {
        var buffer = stackalloc byte[256];
        var length = ErrorMessage(code, buffer, 256);
        return length < 0 ? $"error {code}" : Encoding.UTF8.GetString(buffer, length);
    }

    [LibraryImport(Library, EntryPoint = "pcre2_compile_8")]
    private static partial nint Compile(byte* pattern, nuint length, uint options, int* error, nuint* offset, nint context);

    [LibraryImport(Library, EntryPoint = "pcre2_jit_compile_8")]
    private static partial int JitCompile(nint code, uint options);

    [LibraryImport(Library, EntryPoint = "pcre2_match_8")]
    private static partial int Match(nint code, byte* subject, nuint length, nuint start, uint options, nint data, nint context);

    [LibraryImport(Library, EntryPoint = "pcre2_get_ovector_pointer_8")]
    private static partial nuint* Ovector(nint data);

    [LibraryImport(Library, EntryPoint = "pcre2_match_data_create_8")]
    private static partial nint CreateMatchData(uint pairs, nint context);

    [LibraryImport(Library, EntryPoint = "pcre2_get_error_message_8")]
    private static partial int ErrorMessage(int code, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pcre2_code_free_8")]
    private static partial void FreeCode(nint code);
}
