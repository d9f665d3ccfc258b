using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>Where connections go without load balancing (configuration.txt 4.2 "dispatch", "option transparent").</summary>
public sealed record Dispatch
{
    /// <summary><c>dispatch address:port</c>.</summary>
    public Endpoint? Address { get; init; }

    /// <summary><c>option transparent</c>: to where the client meant to go.</summary>
    public bool Transparent { get; init; }
}

/// <summary>The keywords <c>dispatch</c>, <c>transparent</c> and the option of that name.</summary>
internal static class DispatchKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("dispatch", In.Listen | In.Backend, "<address>:<port>", Address) { Manual = "4.2" },
        new("transparent", In.Everywhere, "", (w, p) => Transparent(w, p)) { Manual = "4.2" },
    ];

    public static readonly OptionKeyword[] Options =
    [
        new("transparent", In.BackSide, "", (_, p, on) => p.Dispatch = p.Dispatch with { Transparent = on }) { Switch = true, Manual = "4.2" },
    ];

    private static void Address(Words words, ProxyBuilder proxy)
    {
        var rules = EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.Stream | EndpointRules.Resolve;
        var address = EndpointText.Parse(words.Next().Text, rules, proxy.Context.Surroundings, out var fault);
        if (address is null)
        {
            words.Alert(DiagnosticKind.BadAddress, $"'dispatch' : {fault}", at: words[1]);
            return;
        }

        if (words.End()) proxy.Dispatch = proxy.Dispatch with { Address = address };
    }

    private static void Transparent(Words words, ProxyBuilder proxy)
    {
        if (words.End()) proxy.Dispatch = proxy.Dispatch with { Transparent = true };
    }
}
