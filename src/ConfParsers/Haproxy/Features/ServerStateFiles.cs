using System.Text;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Where states of servers are read from at a start (configuration.txt 3.1 "server-state-file").</summary>
public sealed record ServerStateFile
{
    private const int LongestPath = 4095;
    private const int LongestLine = 1999;
    private const int Version = 1;

    /// <summary>Folder of files that are named without one.</summary>
    public string? Base { get; init; }

    public string? File { get; init; }

    /// <summary>Where a file is that a line names.</summary>
    /// <returns>Null when the folder makes the path too long.</returns>
    internal string? PathOf(string name)
    {
        if (name.StartsWith('/') || Base is null) return name;
        var path = Base.EndsWith('/') ? Base + name : $"{Base}/{name}";
        return Encoding.UTF8.GetByteCount(path) > LongestPath ? null : path;
    }

    /// <summary>Reads the lines of a file in the format of "show servers state" (management.txt 9.3); after a line that is none of a server nothing is read.</summary>
    /// <param name="add">Gets each line of a server.</param>
    /// <returns>The number of the line that is none of a server, without the version's; 0: all are good; null: the version is not known.</returns>
    internal static int? Read(ReadOnlySpan<byte> bytes, Action<ServerStateLine> add)
    {
        if (NextLine(ref bytes) is not { } version || !IsVersion(version)) return null;
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            if (NextLine(ref bytes) is not { } text) return number;
            var fields = text.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || fields[0].StartsWith('#')) continue;
            if (ServerStateLine.Read(fields) is not { } line) return number;
            add(line);
        }

        return 0;
    }

    // Blanks and signs may stand in front of the number, and nothing behind it.
    private static bool IsVersion(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[^1]) && text.TrimStart().TrimStart('+').All(char.IsAsciiDigit) && Words.LooseInteger(text) == Version;

    // A line has its end, no NUL, and fits into HAProxy's buffer; null: it has not.
    private static string? NextLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || end >= LongestLine || bytes[..end].Contains((byte)0)) return null;
        var line = ByteText.Decode(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return line;
    }
}

/// <summary>The keywords <c>server-state-*</c> of the global section (configuration.txt 3.1).</summary>
internal static class ServerStateFileKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("server-state-base", "<directory>", (w, g) => Once(w, g.States.Base, "expects one argument: a directory path.", v => g.States = g.States with { Base = v })) { Manual = "3.1" },
        new("server-state-file", "<file>", (w, g) => Once(w, g.States.File, "expect one argument: a file path.", v => g.States = g.States with { File = v })) { Manual = "3.1" },
    ];

    private static void Once(Words words, string? before, string expects, Action<string> set)
    {
        if (before is not null) words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
        else if (!words.HasMore) words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' {expects}");
        else set(words.Next().Text);
    }
}
