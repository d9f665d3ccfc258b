using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary><c>compression</c> of responses (configuration.txt 4.2).</summary>
public sealed record Compression
{
    /// <summary>In order of preference: identity, gzip, deflate, raw-deflate.</summary>
    public string[] Algorithms { get; init; } = [];

    /// <summary>Media types that are compressed; empty: all.</summary>
    public string[] Types { get; init; } = [];

    /// <summary>The request for compression is kept from the servers.</summary>
    public bool Offload { get; init; }
}

/// <summary>The keyword <c>compression</c>.</summary>
internal static class CompressionKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("compression", In.Everywhere, "{ algo <algorithm>... | type <mime type>... | offload }", Compress) { Listed = true, Manual = "4.2" },
    ];

    private static readonly string[] Algorithms = ["identity", "deflate", "raw-deflate", "gzip"];

    private static void Compress(Words words, ProxyBuilder proxy)
    {
        var compression = proxy.Compression ?? new Compression();
        switch (words.Next().Text)
        {
            case "algo":
                if (!words.HasMore)
                {
                    // HAProxy says the place twice here.
                    words.Alert(DiagnosticKind.MissingArgument, $"parsing [{words.Line}] : 'compression' expects <algorithm>.");
                    return;
                }

                foreach (var algorithm in words.Remaining)
                {
                    if (Array.IndexOf(Algorithms, algorithm.Text) < 0)
                    {
                        words.Alert(DiagnosticKind.BadValue, $"'compression' : '{algorithm.Text}' is not a supported algorithm.", at: algorithm);
                        return;
                    }
                }

                compression = compression with { Algorithms = [.. compression.Algorithms, .. words.RemainingTexts()] };
                break;

            case "type":
                if (!words.HasMore)
                {
                    words.Alert(DiagnosticKind.MissingArgument, "'compression' expects <type>.");
                    return;
                }

                compression = compression with { Types = [.. compression.Types, .. words.RemainingTexts()] };
                break;

            case "offload":
                if (proxy.IsDefaults) words.Warning(DiagnosticKind.WrongSection, "'compression' : 'offload' ignored in 'defaults' section.");
                compression = compression with { Offload = true };
                break;

            default:
                words.Alert(DiagnosticKind.BadValue, "'compression' expects 'algo', 'type' or 'offload'", at: words.Last);
                return;
        }

        proxy.Compression = compression;
    }
}
