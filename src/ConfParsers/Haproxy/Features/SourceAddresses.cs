using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>From where the connections of a backend to its servers come (configuration.txt 4.2 "source").</summary>
public sealed record ServerSource(Endpoint Address)
{
    /// <summary><c>interface</c>: the device through which they go.</summary>
    public string? Interface { get; init; }

    /// <summary><c>usesrc</c>: the address that the server shall see.</summary>
    public SourceAddress UseSource { get; init; } = SourceAddress.Own.Instance;
}

/// <summary>The keyword <c>source</c>.</summary>
internal static class SourceAddressKeywords
{
    private const EndpointRules Rules = EndpointRules.Port | EndpointRules.Stream | EndpointRules.Resolve;

    public static readonly ProxyKeyword[] Rows =
    [
        new("source", In.BackSide, "<addr>[:<port>] [ usesrc { <addr2>[:<port2>] | client | clientip | hdr_ip(<hdr>[,<occ>]) } ] [ interface <name> ]", Source) { Manual = "4.2" },
        new("usesrc", In.Everywhere, "", (w, _) => w.Alert(DiagnosticKind.Order, "'usesrc' only allowed after a 'source' statement.", at: w[0])) { Manual = "4.2" },
    ];

    private static void Source(Words words, ProxyBuilder proxy)
    {
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'source' expects <addr>[:<port>], and optionally 'usesrc' <addr>, and 'interface' <name>.");
            return;
        }

        var text = words.Next();
        var address = EndpointText.Parse(text.Text, Rules, proxy.Context.Surroundings, out var fault);
        if (address is null)
        {
            words.Alert(DiagnosticKind.BadAddress, $"'source {text.Text}' : {fault}", at: text);
            return;
        }

        var source = new ServerSource(address);
        while (words.HasMore)
        {
            var option = words.Next();
            switch (option.Text)
            {
                case "usesrc":
                    if (Spoofed(words, proxy) is not { } spoofed) return;
                    words.Use(KeywordKind.Value, "source usesrc", option);
                    source = source with { UseSource = spoofed };
                    break;
                case "interface":
                    if (!words.HasMore)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, "'source' : missing interface name.", at: option);
                        return;
                    }

                    words.Use(KeywordKind.Value, "source interface", option);
                    source = source with { Interface = words.Next().Text };
                    break;
                default:
                    words.Alert(DiagnosticKind.BadValue, "'source' only supports optional keywords 'interface' and 'usesrc'.", at: option);
                    return;
            }
        }

        proxy.Source = source;
        if (source.UseSource is SourceAddress.Header { Occurrence: not 0 } header) proxy.SourceHeader = header.Name;
    }

    private static SourceAddress? Spoofed(Words words, ProxyBuilder proxy)
    {
        const string header = "hdr_ip(";
        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'usesrc' expects <addr>[:<port>], 'client', or 'clientip' as argument.");
            return null;
        }

        var word = words.Next();
        switch (word.Text)
        {
            case "client": return new SourceAddress.Client();
            case "clientip": return new SourceAddress.ClientIp();
        }

        if (word.Text.StartsWith(header, StringComparison.Ordinal))
        {
            // As in HAProxy the name ends at a comma, a parenthesis or the end of the word; without an occurrence the last counts.
            var parts = word.Text[header.Length..].Split([',', ')']);
            var occurrence = parts.Length > 1 && parts[1].Length > 0 ? Words.LooseInt32(parts[1]) : -1;
            if (occurrence >= -10) return new SourceAddress.Header(parts[0].Trim(), occurrence);
            words.Alert(DiagnosticKind.OutOfRange, "usesrc hdr_ip(name,num) does not support negative occurrences values smaller than 10.", at: word);
            return null;
        }

        var address = EndpointText.Parse(word.Text, Rules, proxy.Context.Surroundings, out var fault);
        if (address is not null) return new SourceAddress.Fixed(address);
        words.Alert(DiagnosticKind.BadAddress, $"'usesrc {word.Text}' : {fault}", at: word);
        return null;
    }
}
