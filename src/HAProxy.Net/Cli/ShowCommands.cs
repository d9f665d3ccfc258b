using System.Globalization;
using System.Text;
using ConfParsers.Haproxy.Features;
using HAProxy.Net.Stats;

namespace HAProxy.Net.Cli;

/// <summary>Commands that only look (management.txt 9.3 "show ..."): statistics, process, configuration's names.</summary>
public sealed class ShowCommands(ControlledProcess controlled)
{
    public CliCommand[] Table =>
    [
        new("show stat", StatsLevel.User, "show stat [desc|json|no-maint|typed|up]*", "report counters for each proxy and server", Statistics),
        new("show info", StatsLevel.User, "show info [desc|json|typed|float]*", "report information about the running process", Info),
        new("show version", StatsLevel.User, "show version", "show version of the current process", _ => controlled.Facts().Version + "\n"),
        new("show backend", StatsLevel.User, "show backend", "list backends in the current running config", Backends),
        new("show env", StatsLevel.Operator, "show env [var]", "dump environment variables known to the process", Variables),
        new("show cli sockets", StatsLevel.Operator, "show cli sockets", "dump list of cli sockets", CliSockets),
    ];

    // show stat [<id|name> <type mask> <server id>] [option]*
    private string Statistics(CliCall call)
    {
        var selection = StatsSelection.Everything;
        var at = 0;
        if (call[2].Length > 0 && IsNumber(call[1]) && IsNumber(call[2]))
        {
            if (ProxyId(call[0]) is not { } proxy) return "No such proxy.\n";
            selection = new StatsSelection(proxy, Number(call[1]), Number(call[2]));
            at = 3;
        }

        foreach (var option in call.Words.Skip(at))
        {
            switch (option)
            {
                case "up":
                    selection = selection with { OnlyUp = true };
                    break;
                case "no-maint":
                    selection = selection with { NoMaintenance = true };
                    break;
                case "json" or "typed" or "desc":
                    return $"'show stat {option}' is not supported yet.\n";
                default:
                    break;
            }
        }

        return StatsCsv.Write(controlled.Process, selection, ControlledProcess.NowMs, ControlledProcess.NowUnixMs / 1000);
    }

    private string Info(CliCall call) =>
        Array.Find(call.Words, word => word is "json" or "typed" or "desc") is { } form
            ? $"'show info {form}' is not supported yet.\n"
            : InfoLines.Write(controlled.Process, controlled.Facts(), ControlledProcess.NowMs, ControlledProcess.NowUnixMs);

    private string Backends(CliCall call)
    {
        var text = new StringBuilder("# name\n");
        foreach (var backend in controlled.Process.Backends) text.Append(backend.Name).Append('\n');
        return text.ToString();
    }

    private static string Variables(CliCall call)
    {
        var text = new StringBuilder();
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (call[0].Length == 0 || call[0] == (string)entry.Key) text.Append(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}\n");
        }

        return text.Length == 0 && call[0].Length > 0 ? "Variable not found\n" : text.ToString();
    }

    private string CliSockets(CliCall call)
    {
        var text = new StringBuilder("# socket lvl processes\n");
        foreach (var socket in controlled.Model.Global.Stats.Sockets)
        {
            text.Append(CultureInfo.InvariantCulture, $"{SocketAddressText.Of(socket.Address)} {CommandTable.NameOf(socket.Level)} all\n");
        }

        return text.ToString();
    }

    private int? ProxyId(string name)
    {
        if (IsNumber(name)) return Number(name);
        foreach (var proxy in controlled.Model.Proxies)
        {
            if (proxy.Name == name) return proxy.Id;
        }

        return null;
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
