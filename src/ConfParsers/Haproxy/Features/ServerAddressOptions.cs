using System.Net;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of servers about how their address is found, at the start and later (configuration.txt 5.2, 5.3).</summary>
internal static class ServerAddressKeywords
{
    private const int MostNetworks = 5;

    public static readonly ServerKeyword[] Rows =
    [
        new("init-addr", "{last | libc | none | <ip>},[...]*", InitialAddress) { Manual = "5.2", Since = "1.7" },
        new("resolve-net", "<network>[,<network[,...]]", Networks) { Manual = "5.2" },
        new("resolve-opts", "<option>,<option>,...", Options) { Manual = "5.2", Since = "1.8" },
        new("resolve-prefer", "<family>", Prefer) { Manual = "5.2" },
        new("resolvers", "<id>", (w, s) => s.Options.Resolvers = s.Context.Names.Resolvers(w.Next().Text)) { Manual = "5.2", Since = "1.6" },
    ];

    private static void InitialAddress(Words words, ServerBuilder server)
    {
        var methods = new List<InitialAddressMethod>();
        IPAddress? given = null;
        foreach (var name in words.Next().Text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (name)
            {
                case "last": methods.Add(InitialAddressMethod.Last); break;
                case "libc": methods.Add(InitialAddressMethod.Libc); break;
                case "none": methods.Add(InitialAddressMethod.None); break;
                default:
                    if (NumericAddress.ReadHost(name) is not { } address)
                    {
                        server.Fault(words, $"'init-addr' : unknown init-addr method '{name}', supported methods are 'libc', 'last', 'none'..");
                        return;
                    }

                    if (given is not null)
                    {
                        server.Fault(words, $"'init-addr' : initial address already specified, cannot add '{name}'..", DiagnosticKind.Duplicate);
                        return;
                    }

                    given = address;
                    methods.Add(InitialAddressMethod.Given);
                    break;
            }
        }

        server.Options.InitialAddress = new InitialAddress { Methods = [.. methods], Given = given };
    }

    private static void Networks(Words words, ServerBuilder server)
    {
        if (!ServerOptionKeywords.Argument(words, server, "'resolve-net' expects a list of networks..", out var list)) return;
        var networks = new List<(IPAddress, int)>();
        foreach (var text in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dotted = text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal);
            if (!dotted || NetworkText.Parse(text) is not { } network)
            {
                server.Fault(words, $"'resolve-net' invalid network '{text}'..", DiagnosticKind.BadAddress);
                return;
            }

            if (networks.Count == MostNetworks)
            {
                server.Fault(words, $"'resolve-net' exceed {MostNetworks} networks..", DiagnosticKind.OutOfRange);
                return;
            }

            networks.Add(network);
        }

        server.Options.Resolution = server.Options.Resolution with { Networks = [.. networks] };
    }

    private static void Options(Words words, ServerBuilder server)
    {
        var resolution = server.Options.Resolution;
        foreach (var name in words.Next().Text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (name)
            {
                case "allow-dup-ip": resolution = resolution with { AllowDuplicates = true }; break;
                case "prevent-dup-ip": resolution = resolution with { AllowDuplicates = false }; break;
                case "ignore-weight": resolution = resolution with { IgnoreWeight = true }; break;
                default:
                    server.Fault(words, $"'resolve-opts' : unknown resolve-opts option '{name}', supported methods are 'allow-dup-ip', 'ignore-weight', and 'prevent-dup-ip'..");
                    return;
            }
        }

        server.Options.Resolution = resolution;
    }

    private static void Prefer(Words words, ServerBuilder server)
    {
        var family = words.Next().Text;
        if (family is "ipv4" or "ipv6") server.Options.Resolution = server.Options.Resolution with { PreferIPv4 = family == "ipv4" };
        else server.Fault(words, "'resolve-prefer' expects either ipv4 or ipv6 as argument..");
    }
}
