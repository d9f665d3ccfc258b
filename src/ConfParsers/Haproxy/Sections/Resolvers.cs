using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>resolvers</c>: name servers that are asked at run time (configuration.txt 5.3.2).</summary>
public sealed record ResolversSection(string Name, NameServer[] NameServers, Span Place) : INamed
{
    /// <summary>Bytes of an answer that is taken, 12..65535, default 512.</summary>
    public int AcceptedPayloadSize { get; init; } = 512;

    /// <summary>Questions before a name is given up, default 3.</summary>
    public int ResolveRetries { get; init; } = 3;

    /// <summary>Between two questions for a name, default 1 s.</summary>
    public TimeSpan ResolveInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Before a question is repeated, default 1 s.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    public HoldTimes Hold { get; init; } = new();
}

/// <summary>A name server, by UDP or TCP.</summary>
public sealed record NameServer(string Name, Endpoint Address);

/// <summary><c>hold</c>: how long the last answer counts, by what the next one was (configuration.txt 5.3.2).</summary>
public sealed record HoldTimes
{
    /// <summary>The name does not exist.</summary>
    public TimeSpan NonExistent { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Obsolete { get; init; } = TimeSpan.Zero;

    public TimeSpan Other { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Refused { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Valid { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A resolvers section while it is read.</summary>
internal sealed class ResolversBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name { get; } = name;

    public Span Place { get; } = place;

    public List<(NameServer Server, Span Place)> NameServers { get; } = [];

    public ResolversSection Options { get; set; } = new(name, [], place);

    public ResolversSection Build() => Options with { NameServers = [.. NameServers.Select(n => n.Server)] };
}

/// <summary>The section <c>resolvers</c>.</summary>
internal static class ResolversKeywords
{
    private const string SystemFile = "/etc/resolv.conf";
    private const int DomainPort = 53;

    public static readonly SectionKeyword<ResolversBuilder> Section = new("resolvers", "<resolvers id>", Enter,
    [
        new("accepted_payload_size", "<nb>", AcceptedPayloadSize) { Manual = "5.3.2", Since = "1.8" },
        new("hold", "<status> <period>", Hold) { Manual = "5.3.2" },
        new("nameserver", "<name> <address>[:port]", NameServer) { Manual = "5.3.2" },
        new("parse-resolv-conf", "", ParseSystemFile) { Manual = "5.3.2", Since = "2.0" },
        new("resolution_pool_size", "", (w, _) => w.Alert(DiagnosticKind.Removed, "'resolution_pool_size' directive is not supported anymore (it never appeared in a stable release).", at: w[0])),
        new("resolve_retries", "<nb>", ResolveRetries) { Manual = "5.3.2" },
        new("timeout", "<event> <time>", Timeout) { Manual = "5.3.2" },
    ])
    {
        Manual = "5.3.2",
        Since = "1.6",
    };

    private static ResolversBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "missing name for resolvers section.");
            return null;
        }

        if (!SectionHeads.ValidName(head))
        {
            head.Abort();
            return null;
        }

        var name = head[1].Text;
        if (context.Sections.Resolvers.Find(r => r.Name == name) is { } first)
        {
            head.Alert(DiagnosticKind.Duplicate, $"resolvers '{name}' has same name as another resolvers (declared at {first.Place}).", PlaceForm.ParsingCapital, at: head[1]);
            SectionHeads.Abort(head, DiagnosticKind.Other, "out of memory.");
            return null;
        }

        var section = new ResolversBuilder(context, name, head.Line);
        context.Sections.Resolvers.Add(section);
        return section;
    }

    private static void NameServer(Words words, ResolversBuilder section)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'nameserver' expects <name> and <addr>[:<port>] as arguments.");
            return;
        }

        var name = words.Next();
        if (SectionHeads.InvalidCharacter(name.Text) is { } c)
        {
            words.Alert(DiagnosticKind.BadValue, $"character '{c}' is not permitted in server name '{name.Text}'.", at: name);
            return;
        }

        if (section.NameServers.Find(n => n.Server.Name == name.Text) is { Server: not null } first)
        {
            words.Alert(DiagnosticKind.Duplicate, $"nameserver '{name.Text}' has same name as another nameserver (declared at {first.Place}).", PlaceForm.ParsingCapital, at: name);
            return;
        }

        const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.Datagram | EndpointRules.Stream | EndpointRules.DatagramByDefault | EndpointRules.Resolve;
        var address = EndpointText.Parse(words.Next().Text, Rules, section.Context.Surroundings, out var fault);
        if (address is null) words.Alert(DiagnosticKind.BadAddress, $"'nameserver {name.Text}' : {fault}");
        else section.NameServers.Add((new NameServer(name.Text, address), words.Line));
    }

    /// <summary>Each name server of the system is one more, named by its address; one that is there already is passed over with a warning.</summary>
    private static void ParseSystemFile(Words words, ResolversBuilder section)
    {
        if (!section.Context.Files.TryRead(SystemFile, out var bytes, out var error))
        {
            words.Alert(DiagnosticKind.Unreadable, $"failed to open {SystemFile}.", PlaceForm.ParsingTight, hint: error);
            return;
        }

        var source = new SourceText(SystemFile, bytes);
        for (var number = 1; number <= source.LineCount; number++)
        {
            var parts = ByteText.Decode(source.Line(number).Span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || parts[0] != "nameserver" || !System.Net.IPAddress.TryParse(parts[1], out var address)) continue;
            var place = new Span(source, number);
            if (section.NameServers.Find(n => n.Server.Name == parts[1]) is { Server: not null } first)
            {
                words.Warning(DiagnosticKind.Duplicate, $"Parsing [{place}] : generated name for {SystemFile} nameserver '{parts[1]}' conflicts with another nameserver (declared at {first.Place}), it appears to be a duplicate and will be excluded.", PlaceForm.ParsingTight);
                continue;
            }

            var family = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? EndpointFamily.IPv6 : EndpointFamily.IPv4;
            section.NameServers.Add((new NameServer(parts[1], new Endpoint(family, parts[1], address, DomainPort, DomainPort, -1) { Datagram = true }), place));
        }
    }

    private static void Hold(Words words, ResolversBuilder section)
    {
        if (words.Count < 3)
        {
            words.Alert(DiagnosticKind.MissingArgument, "'hold' expects an <event> and a <time> as arguments.");
            words.Alert(DiagnosticKind.MissingArgument, "<event> can be either 'valid', 'nx', 'refused', 'timeout', or 'other'", PlaceForm.None);
            return;
        }

        var status = words.Next();
        var word = words.Next();
        // HAProxy shows the event where it means the time.
        if (SectionTimes.Parse(words, words.Time(word), "hold", status.Text) is not { } time) return;
        var hold = section.Options.Hold;
        HoldTimes? changed = status.Text switch
        {
            "nx" => hold with { NonExistent = time },
            "obsolete" => hold with { Obsolete = time },
            "other" => hold with { Other = time },
            "refused" => hold with { Refused = time },
            "timeout" => hold with { Timeout = time },
            "valid" => hold with { Valid = time },
            _ => null,
        };
        if (changed is not null) section.Options = section.Options with { Hold = changed };
        else words.Alert(DiagnosticKind.BadValue, $"'hold' unknown <event>: '{status.Text}', expects either 'nx', 'timeout', 'valid', 'obsolete' or 'other'.", at: status);
    }

    private static void ResolveRetries(Words words, ResolversBuilder section)
    {
        if (words.NextArg("<nb> as argument.", out var count)) section.Options = section.Options with { ResolveRetries = Words.LooseInt32(count.Text) };
    }

    private static void AcceptedPayloadSize(Words words, ResolversBuilder section)
    {
        if (!words.NextArg("<nb> as argument.", out var word)) return;
        var size = Words.LooseInt32(word.Text);
        if (size is >= 12 and <= 65535) section.Options = section.Options with { AcceptedPayloadSize = size };
        else words.Alert(DiagnosticKind.OutOfRange, $"'accepted_payload_size' must be between 12 and 65535 inclusive (was {word.Text}).", at: word);
    }

    private static void Timeout(Words words, ResolversBuilder section)
    {
        var which = words.Next();
        if (which.Text is not ("retry" or "resolve"))
        {
            words.Alert(DiagnosticKind.BadValue, $"'timeout' expects 'retry' or 'resolve' and <time> as arguments{(which.IsEmpty ? "" : $" got '{which.Text}'")}.", at: which);
            return;
        }

        if (SectionTimes.Read(words, $"timeout {which.Text}") is not { } time) return;
        section.Options = which.Text == "retry" ? section.Options with { RetryInterval = time } : section.Options with { ResolveInterval = time };
    }
}
