using System.Globalization;
using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>The options of bind lines and stats sockets that are not about TLS (configuration.txt 5.1).</summary>
internal static class BindOptionKeywords
{
    public static readonly BindKeyword[] Rows =
    [
        new("name", "<name>", Name) { Manual = "5.1" },
        new("id", "<id>", Id) { Manual = "5.1" },
        new("maxconn", "<maxconn>", (w, b) => Number(w, b, "maxconn", n => b.Options = b.Options with { MaxConn = n })) { Manual = "5.1" },
        new("backlog", "<backlog>", (w, b) => Number(w, b, "backlog", n => b.Options = b.Options with { Backlog = n })) { Manual = "5.1" },
        new("nice", "<nice>", (w, b) => Number(w, b, "nice", n => b.Options = b.Options with { Nice = Math.Clamp(n, -1024, 1024) })) { Manual = "5.1" },
        new("mode", "<mode>", Mode) { Manual = "5.1" },
        new("user", "<user>", User) { Manual = "5.1" },
        new("group", "<group>", Group) { Manual = "5.1" },
        new("uid", "<uid>", (w, b) => Number(w, b, "uid", n => b.Options = b.Options with { User = n.ToString(CultureInfo.InvariantCulture) })) { Manual = "5.1" },
        new("gid", "<gid>", (w, b) => Number(w, b, "gid", n => b.Options = b.Options with { Group = n.ToString(CultureInfo.InvariantCulture) })) { Manual = "5.1" },
        new("level", "<level>", Level) { Manual = "5.1" },
        new("expose-fd", "<listeners>", ExposeFd) { Manual = "5.1", Since = "1.8" },
        new("accept-proxy", "", (_, b) => b.Options = b.Options with { AcceptProxy = true }) { Manual = "5.1" },
        new("v4v6", "", (_, b) => b.Options = b.Options with { V4V6 = true }) { Manual = "5.1" },
        new("v6only", "", (_, b) => b.Options = b.Options with { V6Only = true }) { Manual = "5.1" },
        new("interface", "<interface>", Interface) { Manual = "5.1" },
        new("shards", "<number> | by-thread", Shards) { Manual = "5.1", Since = "2.5" },
        new("defer-accept", "", (_, b) => b.Options = b.Options with { DeferAccept = true }) { Manual = "5.1" },
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

            if (KnownNames.Bind.Contains(option.Text))
            {
                words.Alert(DiagnosticKind.Unsupported, where($" : '{option.Text}' : this option is known to HAProxy 2.6 but not built yet."), at: option);
            }
            else
            {
                words.Alert(DiagnosticKind.UnknownKeyword, unknown(option.Text), at: option);
            }

            return;
        }
    }

    /// <summary>Reports a fault of the current option.</summary>
    public static void Fault(Words words, BindBuilder bind, string text, DiagnosticKind kind = DiagnosticKind.BadValue) =>
        words.Alert(kind, bind.Where($" : '{words.Keyword}' {text}"));

    private static void Name(Words words, BindBuilder bind)
    {
        if (words.HasMore) bind.Options = bind.Options with { Name = words.Next().Text };
        else Fault(words, bind, ": missing name", DiagnosticKind.MissingArgument);
    }

    private static void Id(Words words, BindBuilder bind)
    {
        if (!words.HasMore)
        {
            Fault(words, bind, ": expects an integer argument", DiagnosticKind.MissingArgument);
            return;
        }

        var id = Words.LooseInteger(words.Next().Text);
        if (id <= 0) Fault(words, bind, ": custom id has to be > 0", DiagnosticKind.OutOfRange);
        else bind.Options = bind.Options with { Id = (int)Math.Min(id, int.MaxValue) };
    }

    private static void Number(Words words, BindBuilder bind, string name, Action<int> set)
    {
        if (!words.HasMore)
        {
            Fault(words, bind, ": missing value", DiagnosticKind.MissingArgument);
            return;
        }

        var number = (int)Math.Clamp(Words.LooseInteger(words.Next().Text), int.MinValue, int.MaxValue);
        if (number < 0 && name != "nice") Fault(words, bind, $": invalid value {number}, must be >= 0", DiagnosticKind.OutOfRange);
        else set(number);
    }

    private static void Mode(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        if (text.Length is > 0 and < 11 && text.All(c => c is >= '0' and <= '7'))
        {
            bind.Options = bind.Options with { Mode = Convert.ToInt32(text, 8) };
            return;
        }

        Fault(words, bind, $": missing or invalid mode '{text}' (octal integer expected)");
    }

    private static void User(Words words, BindBuilder bind)
    {
        var name = words.HasMore ? words.Next().Text : "";
        if (name.Length == 0) Fault(words, bind, ": missing user name", DiagnosticKind.MissingArgument);
        else if (!Accounts.Exists(bind.Context.Files, "/etc/passwd", name)) Fault(words, bind, $": unknown user name '{name}'", DiagnosticKind.UnresolvedName);
        else bind.Options = bind.Options with { User = name };
    }

    private static void Group(Words words, BindBuilder bind)
    {
        var name = words.HasMore ? words.Next().Text : "";
        if (name.Length == 0) Fault(words, bind, ": missing group name", DiagnosticKind.MissingArgument);
        else if (!Accounts.Exists(bind.Context.Files, "/etc/group", name)) Fault(words, bind, $": unknown group name '{name}'", DiagnosticKind.UnresolvedName);
        else bind.Options = bind.Options with { Group = name };
    }

    private static void Level(Words words, BindBuilder bind)
    {
        var level = words.HasMore ? words.Next().Text : "";
        switch (level)
        {
            case "": Fault(words, bind, ": missing level", DiagnosticKind.MissingArgument); break;
            case "user": bind.Options = bind.Options with { Level = StatsLevel.User }; break;
            case "operator": bind.Options = bind.Options with { Level = StatsLevel.Operator }; break;
            case "admin": bind.Options = bind.Options with { Level = StatsLevel.Admin }; break;
            default: Fault(words, bind, $"only supports 'user', 'operator', and 'admin' (got '{level}')"); break;
        }
    }

    private static void ExposeFd(Words words, BindBuilder bind)
    {
        var what = words.HasMore ? words.Next().Text : "";
        if (what == "listeners") bind.Options = bind.Options with { ExposeListeners = true };
        else if (what.Length == 0) Fault(words, bind, ": missing fd type", DiagnosticKind.MissingArgument);
        else Fault(words, bind, $"only supports 'listeners' (got '{what}')");
    }

    private static void Interface(Words words, BindBuilder bind)
    {
        if (words.HasMore) bind.Options = bind.Options with { Interface = words.Next().Text };
        else Fault(words, bind, ": missing interface name", DiagnosticKind.MissingArgument);
    }

    private static void Shards(Words words, BindBuilder bind)
    {
        var text = words.HasMore ? words.Next().Text : "";
        if (text == "by-thread")
        {
            bind.Options = bind.Options with { Shards = BindModel.ShardsByThread };
            return;
        }

        if (text.Length == 0)
        {
            Fault(words, bind, ": missing value", DiagnosticKind.MissingArgument);
            return;
        }

        var shards = Words.LooseInteger(text);
        if (shards is < 1 or > 64) Fault(words, bind, $": invalid value {shards}, must be between 1 and 64 or \"by-thread\"", DiagnosticKind.OutOfRange);
        else bind.Options = bind.Options with { Shards = (int)shards };
    }
}
