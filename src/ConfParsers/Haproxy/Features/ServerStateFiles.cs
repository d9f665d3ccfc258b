using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Where states of servers are read from at a start (configuration.txt 3.1 "server-state-file").</summary>
public sealed record ServerStateFile
{
    /// <summary>Folder of files that are named without one.</summary>
    public string? Base { get; init; }

    public string? File { get; init; }

    /// <summary>The text of the file; null when there is none, or none that can be read.</summary>
    public string? Text { get; init; }
}

/// <summary>The keywords <c>server-state-*</c> of the global section (configuration.txt 3.1).</summary>
internal static class ServerStateFileKeywords
{
    private const string Version = "1";

    public static readonly GlobalKeyword[] Rows =
    [
        new("server-state-base", "<directory>", (w, g) => Once(w, g.States.Base, "expects one argument: a directory path.", v => g.States = g.States with { Base = v })) { Manual = "3.1" },
        new("server-state-file", "<file>", (w, g) => Once(w, g.States.File, "expect one argument: a file path.", v => g.States = g.States with { File = v })) { Manual = "3.1" },
    ];

    /// <summary>The file is read when the configuration is good; faults of it are warnings.</summary>
    public static void Check(GlobalBuilder global)
    {
        if (global.States.File is not { } file) return;
        var path = file.StartsWith('/') || global.States.Base is null ? file : $"{global.States.Base.TrimEnd('/')}/{file}";
        void Warn(string text) => global.Context.Diagnostics.Warning(DiagnosticKind.Unreadable, null, PlaceForm.None, "config: " + text);
        if (!global.Files.TryRead(path, out var bytes, out var error) && error != "Is a directory")
        {
            Warn($"Can't open global server state file '{path}': {error}");
            return;
        }

        var text = ByteText.Decode(bytes.Span);
        if (text.Split('\n')[0] == Version) global.States = global.States with { Text = text };
        else Warn($"Can't get version of the global server state file '{path}'.");
    }

    private static void Once(Words words, string? before, string expects, Action<string> set)
    {
        if (before is not null) words.Tolerated($"'{words.Keyword}' already specified. Continuing.");
        else if (!words.HasMore) words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword}' {expects}");
        else set(words.Next().Text);
    }
}
