using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Where the state of servers comes from that outlived the last process (configuration.txt 4.2 "load-server-state-from-file").</summary>
public enum ServerStateSource
{
    None,

    /// <summary>The file of the global section.</summary>
    Global,

    /// <summary>A file of the backend's own.</summary>
    Local,
}

/// <summary><c>load-server-state-from-file</c> and <c>server-state-file-name</c>.</summary>
/// <param name="FileName">Null: the backend's name.</param>
public sealed record ServerState(ServerStateSource Source = ServerStateSource.None, string? FileName = null)
{
    internal static readonly ServerState None = new();
}

/// <summary>The keywords about the saved state of servers.</summary>
internal static class ServerStateKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("load-server-state-from-file", In.BackSide, "{ global | local | none }", Load) { Manual = "4.2", Since = "1.6" },
        new("server-state-file-name", In.BackSide, "[ { use-backend-name | <file> } ]", FileName) { Manual = "4.2", Since = "1.6" },
    ];

    private static void Load(Words words, ProxyBuilder proxy)
    {
        ServerStateSource? source = words.Current.Text switch
        {
            "global" => ServerStateSource.Global,
            "local" => ServerStateSource.Local,
            "none" => ServerStateSource.None,
            _ => null,
        };
        if (source is not { } known)
        {
            words.Alert(DiagnosticKind.BadValue, $"'load-server-state-from-file' expects 'global', 'local' or 'none'. Got '{words.Current.Text}'");
            return;
        }

        proxy.ServerState = proxy.ServerState with { Source = known };
    }

    private static void FileName(Words words, ProxyBuilder proxy)
    {
        var name = words.Next().Text;
        if (words.End()) proxy.ServerState = proxy.ServerState with { FileName = name is "" or "use-backend-name" ? null : name };
    }
}
