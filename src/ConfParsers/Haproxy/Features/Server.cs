using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The keywords <c>server</c>, <c>server-template</c> and <c>default-server</c> (configuration.txt 4.2, 5.2).</summary>
internal static class ServerKeywords
{
    public static readonly ProxyKeyword[] Rows =
    [
        new("server", In.Listen | In.Backend, "<name> <address>[:[port]] [param*]", Server) { Manual = "4.2", Misplaced = Misplaced.Binder },
        new("server-template", In.Listen | In.Backend, "<prefix> <num | range> <fqdn>[:<port>] [params*]", Template) { Manual = "4.2", Misplaced = Misplaced.Binder },
        new("default-server", In.BackSide, "[param*]", DefaultServer) { Manual = "4.2", Misplaced = Misplaced.Binder },
    ];

    private const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortOffset | EndpointRules.Stream;

    private static void Server(Words words, ProxyBuilder proxy)
    {
        if (Allowed(words, proxy)) Named(words, proxy, resolveNow: false);
    }

    /// <summary>Reads <c>server name address options</c>, which rings have too.</summary>
    /// <param name="resolveNow">A host name must have an address now; otherwise it is asked for at the end.</param>
    public static void Named(Words words, ProxyBuilder proxy, bool resolveNow)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'server' expects <name> and <addr>[:<port>] as arguments.", PlaceForm.Bare);
            return;
        }

        var name = words.Next();
        if (!ValidName(words, name.Text, "server name")) return;
        var server = NewServer(words, proxy, name.Text, name.Text);
        if (Address(words, proxy, server, name.Text, resolveNow ? Rules | EndpointRules.Resolve : Rules) && ServerOptionKeywords.Read(words, server) && ServerFinish.Run(words, server, proxy)) proxy.Add(server);
        else proxy.FaultyServers.Add(name.Text);
    }

    private static void Template(Words words, ProxyBuilder proxy)
    {
        if (!Allowed(words, proxy)) return;
        if (words.Count < 4)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'server-template' expects <prefix> <nb | range> <addr>[:<port>] as arguments.", PlaceForm.Bare);
            return;
        }

        var prefix = words.Next();
        if (!ValidName(words, prefix.Text, "server-template prefix")) return;
        var range = words.Next();
        if (!Range(range.Text, out var low, out var high))
        {
            words.Alert(DiagnosticKind.BadNumber, $"Wrong server-template number or range arg '{range.Text}'.", PlaceForm.Bare, at: range);
            return;
        }

        // HAProxy reads the line once and copies it: in messages about its options the server has no name yet.
        var server = NewServer(words, proxy, "(null)", "(null)");
        if (!Address(words, proxy, server, "(null)", Rules) || !ServerOptionKeywords.Read(words, server) || !ServerFinish.Run(words, server, proxy)) return;
        for (var number = low; number <= high; number++)
        {
            var copy = server.Copy(proxy);
            copy.Options.Name = prefix.Text + number.ToString(CultureInfo.InvariantCulture);
            if (number != low) copy.Options.Id = 0;
            proxy.Add(copy);
        }
    }

    private static void DefaultServer(Words words, ProxyBuilder proxy)
    {
        if (!proxy.HasBackend)
        {
            Allowed(words, proxy);
            return;
        }

        var settings = proxy.OwnDefaultServer();
        settings.Options.Name = "default-server";
        settings.Speaks();
        ServerOptionKeywords.Read(words, settings);
    }

    private static ServerBuilder NewServer(Words words, ProxyBuilder proxy, string name, string spoken)
    {
        var server = proxy.NewServer();
        server.Speaks(proxy.Name, spoken);
        server.Options.Name = name;
        server.Options.Place = words.Line;
        return server;
    }

    private static bool Allowed(Words words, ProxyBuilder proxy)
    {
        if (proxy.IsDefaults)
        {
            words.Alert(DiagnosticKind.WrongSection, $"'{words[0].Text}' not allowed in 'defaults' section.", PlaceForm.Bare, at: words[0]);
            return false;
        }

        if (proxy.HasBackend) return true;
        words.Alert(DiagnosticKind.WrongSection,
            $"parsing [{words.Line}] : '{words[0].Text}' not allowed because {proxy.TypeName} '{proxy.Name}' has no backend capability.", PlaceForm.Bare, at: words[0]);
        return false;
    }

    private static bool ValidName(Words words, string name, string what)
    {
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_') continue;
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in {what} '{name}'.", PlaceForm.Bare, at: words[1]);
            return false;
        }

        return true;
    }

    private static bool Address(Words words, ProxyBuilder proxy, ServerBuilder server, string name, EndpointRules rules)
    {
        var text = words.Next();
        var address = EndpointText.Parse(text.Text, rules, proxy.Context.Surroundings, out var fault);
        if (address is null)
        {
            words.Alert(DiagnosticKind.BadAddress, $"'server {proxy.Name}/{name}' : {fault}", PlaceForm.Bare, at: text);
            return false;
        }

        if (address is { Address: null, Family: EndpointFamily.Inet or EndpointFamily.IPv4 or EndpointFamily.IPv6 } && !HostNames.HasLabels(address.Host))
        {
            server.Fault(words, HostNames.IsService(address.Host)
                ? $"{proxy.TypeName} '{proxy.Name}', server '{server.Options.Name}': failed to parse FQDN '{address.Host}'"
                : $"Can't create DNS resolution for server '{server.Options.Name}'", DiagnosticKind.BadAddress);
            return false;
        }

        server.Options.Address = address;
        if (address is { PortIsOffset: true } or { HasPort: false, Address: not null }) words.Use(KeywordKind.Value, "server port of the connection", text);
        return true;
    }

    private static bool Range(string text, out int low, out int high)
    {
        // "-" is 0 to 0: a number that begins it, if any, and one behind the first dash.
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        low = dash < 0 ? 1 : Words.LooseInt32(text);
        high = Words.LooseInt32(text[(dash + 1)..]);
        return low >= 0 && high >= low;
    }
}
