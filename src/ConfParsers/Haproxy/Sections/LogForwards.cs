using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Haproxy.Features;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Sections;

/// <summary><c>log-forward</c>: log lines of others that are taken in and passed on (configuration.txt 3.10).</summary>
public sealed record LogForwardSection(string Name, BindModel[] Binds, BindModel[] DatagramBinds, LogTarget[] Targets, Span Place)
{
    /// <summary>0: as the process.</summary>
    public int Backlog { get; init; }

    /// <summary>Connections at most, default 10.</summary>
    public int MaxConn { get; init; } = 10;

    public TimeSpan? ClientTimeout { get; init; }
}

/// <summary>A log-forward section while it is read: a frontend of its own kind.</summary>
internal sealed class LogForwardBuilder(ConfigContext context, string name, Span place)
{
    public ConfigContext Context { get; } = context;

    public string Name => Receiver.Name;

    public ProxyBuilder Receiver { get; } = new(context, In.Frontend, name, place, null);

    public List<BindBuilder> DatagramBinds { get; } = [];

    public int Backlog { get; set; }

    public int MaxConn { get; set; } = 10;

    public LogForwardSection Build() => new(Name, [.. Receiver.Binds.SelectMany(b => b.Build())], [.. DatagramBinds.SelectMany(b => b.Build())],
        Receiver.LogsTo, Receiver.Place)
    {
        Backlog = Backlog,
        MaxConn = MaxConn,
        ClientTimeout = Receiver.Timeouts.Client,
    };
}

/// <summary>The section <c>log-forward</c>.</summary>
internal static class LogForwardKeywords
{
    public static readonly SectionKeyword<LogForwardBuilder> Section = new("log-forward", "<name>", Enter,
    [
        new("backlog", "<conns>", (w, l) => Number(w, n => l.Backlog = n)) { Manual = "3.10" },
        new("bind", "<addr> [param*]", Bind) { Manual = "3.10" },
        new("dgram-bind", "<addr> [param*]", DatagramBind) { Manual = "3.10" },
        new("log", "{ global | <target> [len <length>] [format <format>] [sample <ranges>:<sample_size>] <facility> [<level> [<minlevel>]] }", (w, l) => LoggingKeywords.Log(w, l.Receiver)) { Manual = "3.10" },
        new("maxconn", "<conns>", (w, l) => Number(w, n => l.MaxConn = n)) { Manual = "3.10" },
        new("timeout", "client <timeout>", Timeout) { Manual = "3.10" },
    ])
    {
        Manual = "3.10",
        Since = "2.3",
        Unknown = (words, _) => Unknown(words, words.Keyword),
    };

    private static void Unknown(Words words, string name)
    {
        words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{name}' in log-forward section.", at: words[0]);
        if (words.Keyword != "timeout") words.Abort();
    }

    private static LogForwardBuilder? Enter(Words head, ConfigContext context)
    {
        if (!head.HasMore)
        {
            // HAProxy's own words.
            SectionHeads.Abort(head, DiagnosticKind.MissingArgument, "missing name for ip-forward section.");
            return null;
        }

        var isBare = SectionHeads.NothingBehind(head);
        if (!isBare && context.Options.Strict)
        {
            return new LogForwardBuilder(context, head[1].Text, head.Line);
        }

        if (!SectionHeads.ValidName(head))
        {
            head.Abort();
            return null;
        }

        var name = head[1].Text;
        if (context.Sections.LogForwards.FindLast(l => l.Name == name) is { } last)
        {
            Same(head, $"log-forward section '{name}' has the same name as another log-forward section declared at {last.Receiver.Place}.");
        }

        if (context.Proxies.FirstNamed(name) is { } proxy)
        {
            Same(head, $"log forward section '{name}' has the same name as {proxy.TypeName} '{name}' declared at {proxy.Place}.");
        }

        var section = new LogForwardBuilder(context, name, head.Line);
        if (isBare) context.Sections.LogForwards.Add(section);
        return section;
    }

    private static void Same(Words head, string text) => head.Alert(DiagnosticKind.Duplicate, text, PlaceForm.ParsingCapital, at: head[1]);

    private static void Number(Words words, Action<int> set)
    {
        if (!words.NextArg("an integer argument.", out var number)) return;
        if (words.End()) set(Words.LooseInt32(number.Text));
    }

    /// <summary>A faulty address is told and the line forgotten, but that alone does not make the verdict fail.</summary>
    private static void Bind(Words words, LogForwardBuilder section)
    {
        var addresses = words.Next();
        if (addresses.IsEmpty) return;
        var bind = new BindBuilder(section.Context, addresses.Text, "log-forward", words.Line) { IsNameless = true };
        foreach (var text in addresses.Text.Split(','))
        {
            if (EndpointText.Parse(text, BindKeywords.Rules, section.Context.Surroundings, out var fault) is { } endpoint)
            {
                bind.Addresses.Add(endpoint);
                continue;
            }

            words.Tolerated($"'bind {addresses.Text}' : {fault.TrimEnd('\n')}");
            bind.Faulty = true;
            break;
        }

        if (!bind.Faulty) section.Receiver.Binds.Add(bind);
        BindOptionKeywords.Read(words, bind, key => $"'bind {bind.Label}' in section 'log-forward'{key}", name => $"'bind {bind.Label}' in section 'log-forward': unknown keyword '{name}'{Suggestions.Clause(name, Catalog.Catalog.Bind.Suggested) ?? "."}");
        bind.Faulty |= words.Failed;
    }

    private static void DatagramBind(Words words, LogForwardBuilder section)
    {
        var addresses = words.Next();
        if (addresses.IsEmpty) return;
        const EndpointRules Rules = EndpointRules.Port | EndpointRules.PortRequired | EndpointRules.PortRange | EndpointRules.Descriptor | EndpointRules.Datagram | EndpointRules.DatagramByDefault | EndpointRules.Resolve;
        var bind = new BindBuilder(section.Context, addresses.Text, "log-forward", words.Line);
        foreach (var text in addresses.Text.Split(','))
        {
            if (EndpointText.Parse(text, Rules, section.Context.Surroundings, out var fault) is { } endpoint)
            {
                bind.Addresses.Add(endpoint);
                continue;
            }

            words.Alert(DiagnosticKind.BadAddress, $"'dgram-bind {addresses.Text}' : {fault.TrimEnd('\n')}", at: addresses);
            return;
        }

        section.DatagramBinds.Add(bind);
        BindOptionKeywords.Read(words, bind, key => key.TrimStart(' ', ':'), name => $"unknown keyword '{name}' in 'log-forward' section{Suggestions.Clause(name, Catalog.Catalog.Bind.Suggested) ?? "."}");
    }

    private static void Timeout(Words words, LogForwardBuilder section)
    {
        var which = words.Next().Text;
        if (which != "client")
        {
            Unknown(words, $"timeout {which}");
            return;
        }

        if (!words.HasMore)
        {
            words.Alert(DiagnosticKind.MissingArgument, "missing timeout client value.");
            return;
        }

        var word = words.Next();
        var time = words.Time(word);
        if (time.Fault == TimeFault.Overflow)
        {
            words.Alert(DiagnosticKind.BadTime, $"timeout : timer overflow in argument '{word.Text}' to 'timeout client' (maximum value is 2147483647 ms or ~24.8 days)", at: word);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            words.Alert(DiagnosticKind.BadTime, $"timeout : unexpected character '{time.Culprit}' in 'timeout client'", at: word);
        }
        else
        {
            section.Receiver.Timeouts = section.Receiver.Timeouts with { Client = time.Value };
        }
    }
}
