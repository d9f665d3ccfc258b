using ConfParsers.Haproxy.Catalog;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Features;

/// <summary>What listeners on unix sockets have when their line does not say it (configuration.txt 3.1 "unix-bind").</summary>
public sealed record UnixBindDefaults
{
    /// <summary>Put before every path.</summary>
    public string? Prefix { get; init; }

    /// <summary>Permission bits, written in octal; null: the system's.</summary>
    public int? Mode { get; init; }

    /// <summary>A name or a number; null: the process's.</summary>
    public string? User { get; init; }

    /// <summary>A name or a number; null: the process's.</summary>
    public string? Group { get; init; }
}

/// <summary>The keyword <c>unix-bind</c> of the global section (configuration.txt 3.1).</summary>
internal static class UnixBindKeywords
{
    public static readonly GlobalKeyword[] Rows =
    [
        new("unix-bind", "[ prefix <prefix> ] [ mode <mode> ] [ user <user> ] [ uid <uid> ] [ group <group> ] [ gid <gid> ]", Read) { Manual = "3.1" },
    ];

    private static void Read(Words words, GlobalBuilder global)
    {
        while (words.HasMore)
        {
            var option = words.Next();
            var value = words.Next().Text;
            switch (option.Text)
            {
                case "prefix":
                    if (global.UnixBind.Prefix is not null)
                    {
                        words.Tolerated("unix-bind 'prefix' already specified. Continuing.");
                        return;
                    }

                    if (value.Length == 0)
                    {
                        words.Alert(DiagnosticKind.MissingArgument, "unix_bind 'prefix' expects a path as an argument.", at: option);
                        return;
                    }

                    global.UnixBind = global.UnixBind with { Prefix = value };
                    break;
                case "mode":
                    global.UnixBind = global.UnixBind with { Mode = Words.LooseOctal(value) };
                    break;
                case "uid":
                    global.UnixBind = global.UnixBind with { User = Words.LooseInt32(value).ToString(System.Globalization.CultureInfo.InvariantCulture) };
                    break;
                case "gid":
                    global.UnixBind = global.UnixBind with { Group = Words.LooseInt32(value).ToString(System.Globalization.CultureInfo.InvariantCulture) };
                    break;
                case "user" or "group":
                    if (!Accounts.Exists(global.Context.BaseFiles, option.Text == "user" ? Accounts.Users : Accounts.Groups, value))
                    {
                        words.Alert(DiagnosticKind.UnresolvedName, $"'unix-bind' : '{value}' unknown {option.Text}.", at: option);
                        return;
                    }

                    global.UnixBind = option.Text == "user" ? global.UnixBind with { User = value } : global.UnixBind with { Group = value };
                    break;
                default:
                    words.Alert(DiagnosticKind.UnknownKeyword, "'unix-bind' only supports the 'prefix', 'mode', 'uid', 'gid', 'user' and 'group' options.", at: option);
                    return;
            }
        }
    }
}
