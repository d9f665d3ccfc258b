using System.Globalization;
using ConfParsers.Grammar;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of bind lines and stats sockets that are not about TLS (configuration.txt 5.1).</summary>
internal static class BindOptionKeywords
{
    private const int MaxThreads = 64;

    public static readonly BindKeyword[] Rows =
    [
        new("accept-netscaler-cip", "<magic number>", NetscalerMagic) { Manual = "5.1", Since = "1.7" },
        new("accept-proxy", "", (_, b) => b.Options.AcceptProxy = true) { Manual = "5.1" },
        new("backlog", "<backlog>", Number("must be > 0", (b, n) => b.Options.Backlog = n)) { Manual = "5.1" },
        new("defer-accept", "", (_, b) => b.Options.DeferAccept = true) { Manual = "5.1" },
        new("expose-fd", "<listeners>", ExposeFd) { Manual = "5.1", Since = "1.8" },
        new("gid", "<gid>", Owner((b, n) => b.Options.Group = n)) { Manual = "5.1" },
        new("group", "<group>", Group) { Manual = "5.1" },
        new("id", "<id>", Id) { Manual = "5.1" },
        new("interface", "<interface>", Interface) { Manual = "5.1" },
        new("level", "<level>", Level) { Manual = "5.1" },
        new("maxconn", "<maxconn>", Number("must be >= 0", (b, n) => b.Options.MaxConn = n)) { Manual = "5.1" },
        new("mode", "<mode>", Mode) { Manual = "5.1" },
        new("mss", "<maxseg>", SegmentSize) { Manual = "5.1" },
        new("name", "<name>", Name) { Manual = "5.1" },
        new("namespace", "<name>", Namespace) { Manual = "5.1", Since = "1.6" },
        new("nice", "<nice>", Nice) { Manual = "5.1" },
        new("process", "<process-set>[/<thread-set>]", Process) { Manual = "5.1" },
        new("proto", "<name>", Protocol) { Manual = "5.1", Since = "1.8" },
        new("severity-output", "<format>", Severity) { Manual = "5.1", Since = "1.8" },
        new("shards", "<number> | by-thread", Shards) { Manual = "5.1", Since = "2.5" },
        new("tcp-ut", "<delay>", TcpUserTimeout) { Manual = "5.1" },
        new("tfo", "", (_, b) => b.Options.FastOpen = true) { Manual = "5.1" },
        new("thread", "[<thread-group>/]<thread-set>", Thread) { Manual = "5.1", Since = "2.5" },
        new("transparent", "", (_, b) => b.Options.Transparent = true) { Manual = "5.1" },
        new("uid", "<uid>", Owner((b, n) => b.Options.User = n)) { Manual = "5.1" },
        new("user", "<user>", User) { Manual = "5.1" },
        new("v4v6", "", (_, b) => b.Options.V4V6 = true) { Manual = "5.1" },
        new("v6only", "", (_, b) => b.Options.V6Only = true) { Manual = "5.1" },
    ];

    /// <summary>Reads options to the end of the line.</summary>
    /// <param name="where">Gives the beginning of a message, from what stands between it and the fault.</param>
    /// <param name="unknown">Gives the message about a word that is no option.</param>
    public static void Read(Words words, BindBuilder bind, Func<string, string> where, Func<string, string> unknown)
    {
        bind.Where = where;
        while (words.HasMore)
        {
            var option = words.Next();
            if (Catalog.Catalog.Bind.TryGetValue(option.Text, out var row))
            {
                words.Keyword = option.Text;
                words.Use(KeywordKind.Bind, row.Name, option);
                row.Bind(words, bind);
                if (words.Failed) return;
                continue;
            }

            words.Alert(DiagnosticKind.UnknownKeyword, unknown(option.Text), at: option);
            return;
        }
    }

    /// <summary>Reports a fault of the current option.</summary>
    public static void Fault(Words words, BindBuilder bind, string text, DiagnosticKind kind = DiagnosticKind.BadValue) =>
        words.Alert(kind, bind.Where($" : '{words.Keyword}' {text}"), at: words.Last);

    private static void Name(Words words, BindBuilder bind)
    {
        if (words.HasMore) bind.Options.Name = words.Next().Text;
        else Fault(words, bind, ": missing name", DiagnosticKind.MissingArgument);
    }

    private static void Id(Words words, BindBuilder bind)
    {
        if (!words.HasMore)
        {
            Fault(words, bind, ": expects an integer argument", DiagnosticKind.MissingArgument);
            return;
        }

        var text = words.Next().Text;
        var id = Words.LooseInt32(text);
        var other = bind.Siblings.FirstOrDefault(b => b != bind && b.Options.Id == id && id > 0);
        if (text.TrimStart('-', '+').Any(c => !char.IsAsciiDigit(c))) Fault(words, bind, $": expects an integer argument, found '{text}'", DiagnosticKind.BadNumber);
        else if (id <= 0) Fault(words, bind, ": custom id has to be > 0", DiagnosticKind.OutOfRange);
        else if (other is not null) Fault(words, bind, $": custom id {id} already used at {other.Place} ('bind {other.Label}')", DiagnosticKind.Duplicate);
        else bind.Options.Id = id;
    }

    /// <summary>Takes the argument, or says <c>: missing ...</c>.</summary>
    private static bool Argument(Words words, BindBuilder bind, string missing, out string text)
    {
        text = words.HasMore ? words.Next().Text : "";
        if (text.Length > 0) return true;
        Fault(words, bind, $": missing {missing}", DiagnosticKind.MissingArgument);
        return false;
    }

    private static Action<Words, BindBuilder> Number(string limit, Action<BindBuilder, int> set) => (words, bind) =>
    {
        if (!Argument(words, bind, "value", out var text)) return;
        var number = Words.LooseInt32(text);
        if (number < 0) Fault(words, bind, $": invalid value {number}, {limit}", DiagnosticKind.OutOfRange);
        else set(bind, number);
    };

    private static Action<Words, BindBuilder> Owner(Action<BindBuilder, string> set) => (words, bind) =>
    {
        if (Argument(words, bind, "value", out var text)) set(bind, (Words.LooseInt32(text)).ToString(CultureInfo.InvariantCulture));
    };

    private static void NetscalerMagic(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "value", out var text)) return;
        var magic = (uint)Words.LooseInteger(text);
        if (magic == 0) Fault(words, bind, ": invalid value 0, must be >= 0", DiagnosticKind.OutOfRange);
        else bind.Options.NetscalerMagic = magic;
    }

    private static void Nice(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "value", out var text)) return;
        var nice = Words.LooseInt32(text);
        if (nice is < -1024 or > 1024) Fault(words, bind, $": invalid value {nice}, allowed range is -1024..1024", DiagnosticKind.OutOfRange);
        else bind.Options.Nice = nice;
    }

    private static void SegmentSize(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "MSS value", out var text)) return;
        var size = Words.LooseInt32(text);
        if (size == 0 || Math.Abs((long)size) > 65535) Fault(words, bind, ": expects an MSS with and absolute value between 1 and 65535", DiagnosticKind.OutOfRange);
        else bind.Options.MaximumSegmentSize = size;
    }

    private static void Namespace(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "namespace id", out var name)) return;
        if (NetworkNamespaces.Exists(bind.Context.Files, name))
        {
            bind.Options.Namespace = name;
            return;
        }

        words.Alert(DiagnosticKind.UnresolvedName, $"Cannot open namespace '{name}'.", PlaceForm.None, at: words.Last);
        words.Alert(DiagnosticKind.UnresolvedName, bind.Where($" : error encountered while processing '{words.Keyword}'."), at: words.Last);
    }

    private static void Process(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!NumberSet.TryRead(slash < 0 ? text : text[..slash], 1, out _, out var fault))
        {
            Fault(words, bind, $": {fault}", DiagnosticKind.BadNumber);
            return;
        }

        var advice = "";
        if (slash >= 0)
        {
            var threads = text[(slash + 1)..];
            if (!NumberSet.TryRead(threads, MaxThreads, out var mask, out fault))
            {
                Fault(words, bind, $": {fault}", DiagnosticKind.BadNumber);
                return;
            }

            bind.Options.Threads = new ThreadSet(0, (bind.Options.Threads?.Mask ?? 0) | mask);
            advice = $" Please use 'thread {threads}' instead.";
        }

        words.Warning(DiagnosticKind.Deprecated, bind.Where($" : 'process {text}' on 'bind' lines is deprecated and will be removed in 2.7.{advice}"), at: words.Last);
    }

    private static void Thread(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var group = 0;
        var set = text;
        if (slash >= 0 && text[..slash].All(char.IsAsciiDigit))
        {
            group = Words.LooseInt32(text);
            if (group != 1)
            {
                words.Alert(DiagnosticKind.OutOfRange, bind.Where($" : '{text}' thread-group number must be between 1 and 1 (was {group})"), at: words.Last);
                return;
            }

            set = text[(slash + 1)..];
        }

        if (!NumberSet.TryRead(set, MaxThreads, out var mask, out var fault)) words.Alert(DiagnosticKind.BadNumber, bind.Where($" : '{set}' : {fault}"), at: words.Last);
        else bind.Options.Threads = new ThreadSet(group, (bind.Options.Threads?.Mask ?? 0) | mask);
    }

    private static void Protocol(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "value", out var name)) return;
        if (MuxProtocols.Of(name) is { } protocol) bind.Options.Protocol = protocol;
        else Fault(words, bind, $":  unknown MUX protocol '{name}'");
    }

    private static void Severity(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "severity format", out var format)) return;
        switch (format)
        {
            case "none": bind.Options.Severity = SeverityOutput.None; break;
            case "number": bind.Options.Severity = SeverityOutput.Number; break;
            case "string": bind.Options.Severity = SeverityOutput.String; break;
            default: Fault(words, bind, $"only supports 'none', 'number', and 'string' (got '{format}')"); break;
        }
    }

    private static void TcpUserTimeout(Words words, BindBuilder bind)
    {
        if (!Argument(words, bind, "TCP User Timeout value", out var text)) return;
        var time = words.Time(words[words.At - 1]);
        if (time.Fault == TimeFault.Overflow)
        {
            words.Alert(DiagnosticKind.BadTime, bind.Where($" : timer overflow in argument '{text}' to '{words.Keyword}' (maximum value is 2147483647 ms or ~24.8 days)"), at: words.Last);
        }
        else if (time.Fault == TimeFault.BadCharacter)
        {
            Fault(words, bind, ": expects a positive delay in milliseconds", DiagnosticKind.BadTime);
        }
        else
        {
            bind.Options.TcpUserTimeout = time.Value;
        }
    }

    /// <summary>Octal, as strtol(3) reads it: a sign is not refused.</summary>
    private static void Mode(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        var digits = text.TrimStart('-', '+');
        if (digits.Length > 0 && digits.All(c => c is >= '0' and <= '7'))
        {
            var mode = Words.LooseOctal(digits);
            bind.Options.Mode = (text[0] == '-' ? -mode : mode) & 0x7FFFFFFF;
            return;
        }

        Fault(words, bind, $": missing or invalid mode '{text}' (octal integer expected)");
    }

    private static void User(Words words, BindBuilder bind)
    {
        var name = words.HasMore ? words.Next().Text : "";
        if (name.Length == 0) Fault(words, bind, ": missing user name", DiagnosticKind.MissingArgument);
        else if (!Accounts.Exists(bind.Context.BaseFiles, Accounts.Users, name)) Fault(words, bind, $": unknown user name '{name}'", DiagnosticKind.UnresolvedName);
        else bind.Options.User = name;
    }

    private static void Group(Words words, BindBuilder bind)
    {
        var name = words.HasMore ? words.Next().Text : "";
        if (name.Length == 0) Fault(words, bind, ": missing group name", DiagnosticKind.MissingArgument);
        else if (!Accounts.Exists(bind.Context.BaseFiles, Accounts.Groups, name)) Fault(words, bind, $": unknown group name '{name}'", DiagnosticKind.UnresolvedName);
        else bind.Options.Group = name;
    }

    private static void Level(Words words, BindBuilder bind)
    {
        var level = words.HasMore ? words.Next().Text : "";
        switch (level)
        {
            case "": Fault(words, bind, ": missing level", DiagnosticKind.MissingArgument); break;
            case "user": bind.Options.Level = StatsLevel.User; break;
            case "operator": bind.Options.Level = StatsLevel.Operator; break;
            case "admin": bind.Options.Level = StatsLevel.Admin; break;
            default: Fault(words, bind, $"only supports 'user', 'operator', and 'admin' (got '{level}')"); break;
        }
    }

    private static void ExposeFd(Words words, BindBuilder bind)
    {
        var what = words.HasMore ? words.Next().Text : "";
        if (what == "listeners") bind.Options.ExposeListeners = true;
        else if (what.Length == 0) Fault(words, bind, ": missing fd type", DiagnosticKind.MissingArgument);
        else Fault(words, bind, $"only supports 'listeners' (got '{what}')");
    }

    private static void Interface(Words words, BindBuilder bind)
    {
        if (words.HasMore) bind.Options.Interface = words.Next().Text;
        else Fault(words, bind, ": missing interface name", DiagnosticKind.MissingArgument);
    }

    private static void Shards(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        if (text == "by-thread")
        {
            bind.Options.Shards = BindModel.ShardsByThread;
            return;
        }

        if (text.Length == 0)
        {
            Fault(words, bind, ": missing value", DiagnosticKind.MissingArgument);
            return;
        }

        var shards = Words.LooseInt32(text);
        if (shards is < 1 or > MaxThreads) Fault(words, bind, $": invalid value {shards}, allowed range is 1..{MaxThreads} or 'by-thread'", DiagnosticKind.OutOfRange);
        else bind.Options.Shards = shards;
    }
}
