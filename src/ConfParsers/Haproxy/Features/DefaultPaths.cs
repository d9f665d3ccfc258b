using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keyword <c>default-path</c> of the global section: where relative names of files begin (configuration.txt 3.1).</summary>
internal static class DefaultPathKeywords
{
    private const string Modes = "supported modes include 'current', 'config', 'parent', and 'origin'.";

    public static readonly GlobalKeyword[] Rows =
    [
        new("default-path", "{ current | config | parent | origin <path> }", Read) { Listed = true, Manual = "3.1", Since = "2.5" },
    ];

    private static void Read(Words words, GlobalBuilder global)
    {
        var mode = words.Next();
        switch (mode.Text)
        {
            case "current":
                global.Context.DefaultPath = new DefaultPath(DefaultPathMode.Current, null);
                break;
            case "config":
                global.Context.DefaultPath = new DefaultPath(DefaultPathMode.Config, null);
                break;
            case "parent":
                global.Context.DefaultPath = new DefaultPath(DefaultPathMode.Parent, null);
                break;
            case "origin":
                Origin(words, global);
                break;
            default:
                words.Alert(DiagnosticKind.BadValue, mode.IsEmpty
                    ? $"missing default-path mode '' for '{words.Keyword}', {Modes}"
                    : $"unsupported default-path mode '{mode.Text}' for '{words.Keyword}', {Modes}", at: mode);
                break;
        }
    }

    private static void Origin(Words words, GlobalBuilder global)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, $"'{words.Keyword} origin' expects a directory as an argument.");
            return;
        }

        var path = words.Next();
        if (global.Context.BaseFiles.List(path.Text) is null)
        {
            var error = global.Context.BaseFiles.TryRead(path.Text, out _, out var reason) ? "Not a directory" : reason;
            words.Alert(DiagnosticKind.Unreadable,
                $"couldn't set '{words.Keyword}' to origin '{path.Text}': Impossible to get back to directory '{Environment.CurrentDirectory}': {error}.", at: path);
            return;
        }

        global.Context.DefaultPath = new DefaultPath(DefaultPathMode.Origin, path.Text);
    }
}

public enum DefaultPathMode
{
    /// <summary>The directory in which the program was started.</summary>
    Current,

    /// <summary>That of the configuration file being read.</summary>
    Config,

    /// <summary>The one above it.</summary>
    Parent,

    /// <summary>One that is named.</summary>
    Origin,
}

/// <summary>Where relative names of files begin.</summary>
/// <param name="Origin">For <see cref="DefaultPathMode.Origin"/>.</param>
public sealed record DefaultPath(DefaultPathMode Mode, string? Origin)
{
    public static readonly DefaultPath None = new(DefaultPathMode.Current, null);

    /// <summary>The directory, or null for the current one.</summary>
    public string? Directory(string configuration)
    {
        var slash = configuration.LastIndexOf('/');
        var folder = slash < 0 ? "." : slash == 0 ? "/" : configuration[..slash];
        return Mode switch
        {
            DefaultPathMode.Config => folder,
            DefaultPathMode.Parent => folder + "/..",
            DefaultPathMode.Origin => Origin,
            _ => null,
        };
    }
}

/// <summary>Files whose relative names begin elsewhere.</summary>
internal sealed class RebasedFiles(IFiles files, Func<string?> directory) : IFiles
{
    public bool TryRead(string path, out ReadOnlyMemory<byte> bytes, out string error) => files.TryRead(At(path), out bytes, out error);

    public IReadOnlyList<string>? List(string path) => files.List(At(path));

    private string At(string path) => path.StartsWith('/') || directory() is not { } folder ? path : $"{folder}/{path}";
}
