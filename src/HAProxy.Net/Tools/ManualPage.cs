using System.Text;
using ConfParsers.Haproxy.Catalog;
using HAProxy.Net.CommandLine;

namespace HAProxy.Net.Tools;

/// <summary><c>haproxy.net man</c>: the manual page haproxy.net(1), made of the rows of the usage text, the tools and the catalog (man(7)).</summary>
internal static class ManualPage
{
    public static int Run(IReadOnlyList<string> words)
    {
        if (words.Count > 0) return ToolCommands.ShowUsage("man");
        Console.Out.Write(Text());
        return 0;
    }

    public static string Text()
    {
        var page = new StringBuilder();
        page.Append($"""
            .TH HAPROXY.NET 1 "" "haproxy.net {ProductVersion.Own}" "User Commands"
            .SH NAME
            haproxy.net \- a drop-in replacement for HAProxy {ProductVersion.Level}
            .SH SYNOPSIS
            .B haproxy.net
            \-f \fIfile\fR|\fIdir\fR ... [\fIoptions\fR]
            .br
            .B haproxy.net
            \fItool\fR [\fIarguments\fR]
            .SH DESCRIPTION
            Reads a haproxy.cfg and proxies TCP and HTTP as HAProxy does: the same configuration language, log lines, statistics, stats socket, signals
            and reloads. With \-c it only checks the configuration.
            .SH OPTIONS

            """);
        foreach (var option in Usage.Options)
        {
            page.Append($".TP\n{string.Join(", ", option.Names.Select(name => $"\\fB{Escape(name)}\\fR"))}{Escape(option.Grammar)}\n{Escape(option.Text)}\n");
        }

        page.Append(".SH TOOLS\n");
        foreach (var tool in ToolCommands.All)
        {
            page.Append($".TP\n\\fB{tool.Name}\\fR {Escape(tool.Arguments)}\n{Escape(tool.Summary)}\n");
        }

        page.Append("""
            .SH EXIT STATUS
            0 for success, 1 for a fault in the configuration or on the command line, 2 for a check of a configuration without listener.

            """);
        Keywords(page, "GLOBAL KEYWORDS", Catalog.Global.Values);
        Keywords(page, "PROXY KEYWORDS", Catalog.Proxy.Values);
        Keywords(page, "OPTIONS OF PROXIES", Catalog.Options.Values);
        Keywords(page, "BIND OPTIONS", Catalog.Bind.Values);
        Keywords(page, "SERVER OPTIONS", Catalog.Server.Values);
        page.Append(".SH SEE ALSO\nkeepalived.net(8), configuration.txt and management.txt of HAProxy\n");
        return page.ToString();
    }

    private static void Keywords(StringBuilder page, string title, IEnumerable<Keyword> rows)
    {
        page.Append($".SH {title}\n.nf\n");
        foreach (var row in rows.OrderBy(row => row.Name, StringComparer.Ordinal)) page.Append($"\\fB{Escape(row.Name)}\\fR {Escape(row.Arguments)}".TrimEnd()).Append('\n');
        page.Append(".fi\n");
    }

    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        // A line of roff that begins with a point or an apostrophe is a request.
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
