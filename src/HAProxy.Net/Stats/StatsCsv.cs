using System.Text;
using HAProxy.Net.Runtime;

namespace HAProxy.Net.Stats;

/// <summary>Which rows of the statistics are wanted: <c>show stat [iid type sid]</c> and the words behind it (management.txt 9.3).</summary>
/// <param name="ProxyId">-1: every proxy.</param>
/// <param name="Types">Sum of 1 frontends, 2 backends, 4 servers, 8 listeners; -1: all.</param>
/// <param name="ServerId">-1: every one.</param>
public sealed record StatsSelection(int ProxyId = -1, int Types = -1, int ServerId = -1)
{
    public static readonly StatsSelection Everything = new();

    /// <summary><c>up</c>: only servers that are up.</summary>
    public bool OnlyUp { get; init; }

    /// <summary><c>no-maint</c>: no servers in maintenance.</summary>
    public bool NoMaintenance { get; init; }

    /// <summary>The proxies of these names only (<c>stats scope</c>); empty: all.</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>Leaves addresses, cookies and algorithms out, as HTTP does without <c>stats show-legends</c>.</summary>
    public bool WithoutLegends { get; init; }

    public bool Wants(in StatsRow row)
    {
        if (ProxyId >= 0 && row.Proxy.Id != ProxyId) return false;
        if (Types >= 0 && (Types & (1 << (int)row.Kind)) == 0) return false;
        if (Scopes.Length > 0 && !Scopes.Contains(row.Proxy.Name, StringComparer.Ordinal)) return false;
        if (row.Kind == RowKind.Listener) return ServerId < 0 || row.Listener!.Id == ServerId;
        if (row.Kind != RowKind.Server) return true;
        if (ServerId >= 0 && row.Server!.Id != ServerId) return false;
        if (OnlyUp && !row.Server!.IsRunning) return false;
        return !NoMaintenance || row.Server!.Administration != ServerAdministration.Maintenance;
    }
}

/// <summary>The statistics as <c>show stat</c> prints them: a header, one line a row, each cell followed by a comma.</summary>
public static class StatsCsv
{
    public static readonly string Header = "# " + string.Concat(Columns.Table.Select(column => column.Name + ",")) + "\n";

    public static string Write(ProxyProcess process, StatsSelection selection, long nowMs, long nowUnix)
    {
        var text = new StringBuilder(Header);
        foreach (var row in StatsRow.Of(process, nowMs, nowUnix))
        {
            if (!selection.Wants(row)) continue;
            foreach (var column in Columns.Table)
            {
                if (!column.IsLegend || !selection.WithoutLegends) AppendCell(text, column.Of(row).ToString());
                text.Append(',');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Quotes a cell that holds a comma, a quote or a line end (RFC 4180).</summary>
    private static void AppendCell(StringBuilder text, string cell)
    {
        if (cell.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            text.Append(cell);
            return;
        }

        text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
