using System.Runtime.InteropServices;

namespace Daemon.Linux;

/// <summary>
/// The syntax of Lua files, told by Lua 5.3 itself where it is installed (package liblua5.3-0, which HAProxy needs as well): nothing of a file is run.
/// (Lua 5.3 reference manual §4.8 lua_load, §5.1 luaL_loadbufferx)
/// </summary>
public static unsafe partial class Lua
{
    private const string Library = "liblua5.3.so.0";

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <param name="path">As messages show it.</param>
    /// <returns>Lua's message, such as <c>x.lua:1: unexpected symbol near '='</c>; null when the file is well formed, or when there is no Lua.</returns>
    public static string? SyntaxFault(string path, ReadOnlySpan<byte> source)
    {
        if (!IsInstalled) return null;
        var state = NewState();
        if (state == 0) return "not enough memory";
        try
        {
            var body = WithoutFirstComment(source);
            fixed (byte* bytes = body)
            {
                byte none = 0;
                if (LoadBuffer(state, body.Length > 0 ? bytes : &none, body.Length, "@" + path, 0) == 0) return null;
            }

            var text = ToText(state, -1, out var length);
            return text == null ? "" : System.Text.Encoding.UTF8.GetString(text, (int)length);
        }
        finally
        {
            Close(state);
        }
    }

    /// <summary>A byte order mark does not count, and of a first line that begins with <c>#</c> only its end (luaL_loadfilex).</summary>
    private static ReadOnlySpan<byte> WithoutFirstComment(ReadOnlySpan<byte> source)
    {
        if (source is [0xEF, 0xBB, 0xBF, ..]) source = source[3..];
        if (!source.StartsWith("#"u8)) return source;
        var end = source.IndexOf((byte)'\n');
        return end < 0 ? [] : source[end..];
    }

    [LibraryImport(Library, EntryPoint = "luaL_newstate")]
    private static partial nint NewState();

    [LibraryImport(Library, EntryPoint = "lua_close")]
    private static partial void Close(nint state);

    [LibraryImport(Library, EntryPoint = "luaL_loadbufferx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LoadBuffer(nint state, byte* bytes, nint length, string name, nint mode);

    [LibraryImport(Library, EntryPoint = "lua_tolstring")]
    private static partial byte* ToText(nint state, int index, out nint length);
}
