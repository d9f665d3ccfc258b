using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>One server with its <c>default-server</c> merged in (configuration.txt 5.2). <c>server-template</c> is already expanded.</summary>
public sealed record ServerModel(string Name, int Id, Endpoint Address, Span Place)
{
    public int Weight { get; init; } = 1;

    /// <summary>Concurrent requests; 0: no limit.</summary>
    public int MaxConn { get; init; }

    /// <summary>Dynamic lower limit, with backend <c>fullconn</c>; 0: none.</summary>
    public int MinConn { get; init; }

    /// <summary>Longest queue; 0: no limit.</summary>
    public int MaxQueue { get; init; }

    public bool Backup { get; init; }

    public bool Disabled { get; init; }

    public string? Cookie { get; init; }

    public ServerCheck? Check { get; init; }

    public TlsServer? Tls { get; init; }

    public TimeSpan SlowStart { get; init; }

    public bool SendProxy { get; init; }

    /// <summary>Idle connections kept; -1: no limit.</summary>
    public int PoolMaxConn { get; init; } = -1;

    public TimeSpan PoolPurgeDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests on one connection; -1: no limit.</summary>
    public int MaxReuse { get; init; } = -1;

    /// <summary><c>track</c>: the server of this backend, or <c>backend/server</c>, whose state is taken over.</summary>
    public string? Tracks { get; init; }

    /// <summary>Local address to connect from.</summary>
    public Endpoint? Source { get; init; }
}

/// <summary><c>check inter rise fall ...</c> of a server.</summary>
public sealed record ServerCheck
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan? FastInterval { get; init; }

    public TimeSpan? DownInterval { get; init; }

    public int Rise { get; init; } = 2;

    public int Fall { get; init; } = 3;

    /// <summary>0: the server's.</summary>
    public int Port { get; init; }

    public Endpoint? Address { get; init; }
}

public sealed record TlsServer
{
    public bool Verify { get; init; } = true;

    public string? AuthorityFile { get; init; }

    /// <summary>Content of <see cref="AuthorityFile"/>: the loader reads every file.</summary>
    public byte[]? AuthorityPem { get; init; }

    /// <summary>Host name sent as SNI, a literal.</summary>
    public string? ServerName { get; init; }
}

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
        if (!Allowed(words, proxy)) return;
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'server' expects <name> and <addr>[:<port>] as arguments.", PlaceForm.Bare);
            return;
        }

        var name = words.Next();
        if (!ValidName(words, name.Text)) return;
        var server = NewServer(words, proxy, name.Text);
        if (Address(words, proxy, server, name.Text) && ServerOptionKeywords.Read(words, server, $"'server {proxy.Name}/{name.Text}' : ")) proxy.Servers.Add(server);
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
        if (!ValidName(words, prefix.Text)) return;
        var range = words.Next();
        if (!Range(range.Text, out var low, out var high))
        {
            words.Alert(DiagnosticKind.BadNumber, $"Wrong server-template number or range arg '{range.Text}'.", PlaceForm.Bare, at: range);
            return;
        }

        // HAProxy reads the line once, under the name of the first server, and copies it.
        var first = prefix.Text + low.ToString(CultureInfo.InvariantCulture);
        var server = NewServer(words, proxy, first);
        if (!Address(words, proxy, server, first) || !ServerOptionKeywords.Read(words, server, $"'server {proxy.Name}/{first}' : ")) return;
        for (var number = low; number <= high; number++)
        {
            var copy = server.Copy();
            copy.Options = copy.Options with { Name = prefix.Text + number.ToString(CultureInfo.InvariantCulture), Id = number == low ? copy.Options.Id : 0 };
            proxy.Servers.Add(copy);
        }
    }

    private static void DefaultServer(Words words, ProxyBuilder proxy)
    {
        if (!proxy.HasBackend)
        {
            Allowed(words, proxy);
            return;
        }

        proxy.DefaultServer.Context = proxy.Context;
        proxy.DefaultServer.Options = proxy.DefaultServer.Options with { Name = "default-server" };
        ServerOptionKeywords.Read(words, proxy.DefaultServer, "");
    }

    private static ServerBuilder NewServer(Words words, ProxyBuilder proxy, string name)
    {
        var server = proxy.DefaultServer.Copy();
        server.Context = proxy.Context;
        server.IsDefault = false;
        server.Siblings = proxy.Servers;
        server.Options = server.Options with { Name = name, Place = words.Line };
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

    private static bool ValidName(Words words, string name)
    {
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_') continue;
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in server name '{name}'.", PlaceForm.Bare, at: words[1]);
            return false;
        }

        return true;
    }

    private static bool Address(Words words, ProxyBuilder proxy, ServerBuilder server, string name)
    {
        var text = words.Next();
        var address = EndpointText.Parse(text.Text, Rules, proxy.Context.Surroundings, out var fault);
        if (address is null)
        {
            var end = fault.EndsWith('\n') || fault.StartsWith("invalid port '", StringComparison.Ordinal) || fault.StartsWith("port range", StringComparison.Ordinal) ? "" : "\n";
            words.Alert(DiagnosticKind.BadAddress, $"'server {proxy.Name}/{name}' : {fault}{end}", PlaceForm.Bare, at: text);
            return false;
        }

        server.Options = server.Options with { Address = address };
        if (address is { PortIsOffset: true } or { HasPort: false, Address: not null }) words.Use(KeywordKind.Value, "server port of the connection", text);
        return true;
    }

    private static bool Range(string text, out int low, out int high)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        low = 1;
        if (dash >= 0)
        {
            return Number(text[..dash], out low) & Number(text[(dash + 1)..], out high) && high >= low;
        }

        return Number(text, out high);
    }

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
