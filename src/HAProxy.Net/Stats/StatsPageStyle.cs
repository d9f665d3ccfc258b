namespace HAProxy.Net.Stats;

/// <summary>The style sheet of the statistics page: HAProxy's class names and colours, so that pages and scrapers made for it find what they know.</summary>
internal static class StatsPageStyle
{
    private static readonly (string Class, string Light, string Dark)[] RowColours =
    [
        ("frontend", "#e8e8d0", "#2f3437"), ("socket", "#d0d0d0", "#2a2d2f"), ("backend", "#e8e8d0", "#2f3437"),
        ("active_down", "#ff9090", "#760000"), ("active_going_up", "#ffd020", "#b99200"), ("active_going_down", "#ffffa0", "#6c6c00"),
        ("active_up", "#c0ffc0", "#165900"), ("active_nolb", "#20a0ff", "#006ab9"), ("active_draining", "#20a0ff", "#006ab9"),
        ("active_no_check", "#e0e0e0", "#2a2d2f"),
        ("backup_down", "#ff9090", "#760000"), ("backup_going_up", "#ff80ff", "#7f007f"), ("backup_going_down", "#c060ff", "#580092"),
        ("backup_up", "#b0d0ff", "#2e3234"), ("backup_nolb", "#90b0e0", "#1e3c6a"), ("backup_draining", "#cc9900", "#a37a00"),
        ("backup_no_check", "#e0e0e0", "#2a2d2f"), ("maintain", "#c07820", "#9a601a"),
    ];

    public static readonly string Sheet =
        """
        :root { color-scheme: light dark; }
        body { font-family: arial, helvetica, sans-serif; font-size: 12px; color: black; background: white; }
        th, td { font-size: 10px; }
        h1 { font-size: x-large; margin-bottom: 0.5em; }
        h2 { font-size: x-large; font-style: italic; color: #6020a0; margin: 0; }
        h3 { font-size: 16px; color: #b00040; background: #e8e8d0; margin: 0; }
        li { margin-top: 0.25em; margin-right: 2em; }
        .titre { background: #20d0d0; color: black; font-weight: bold; text-align: center; }
        .rls { letter-spacing: 0.2em; margin-right: 1px; }
        a.px { color: #ffff40; text-decoration: none; }
        a.lfsb { color: inherit; text-decoration: none; }
        table.tbl { border-collapse: collapse; }
        table.tbl td { text-align: right; border: 1px solid gray; padding: 2px 3px; white-space: nowrap; }
        table.tbl td.ac { text-align: center; }
        table.tbl th { border: 1px solid gray; }
        table.tbl th.pxname { background: #b00040; color: #ffff40; padding: 2px 3px; white-space: nowrap; }
        table.tbl th.empty { border-style: none; background: Canvas; }
        table.tbl th.desc { text-align: left; padding: 2px 3px; background: Canvas; color: CanvasText; }
        table.lgd { border-collapse: collapse; }
        table.lgd td { border: 1px solid gray; padding: 2px; }
        table.lgd td.noborder { border-style: none; white-space: nowrap; }
        table.det th { text-align: left; border-width: 0; font-size: 11px; }
        table.det td { text-align: right; border-width: 0; font-size: 11px; padding-left: 4px; }
        u { text-decoration: none; border-bottom: 1px dotted currentColor; }
        div.tips { visibility: hidden; position: absolute; z-index: 1000; padding: 2px 4px 3px; background: #f0f060; color: black; border: 1px solid #7040c0; border-radius: 3px; }
        u:hover div.tips, td:hover > div.tips { visibility: visible; }

        """ +
        string.Concat(RowColours.Select(row => $".{row.Class} {{ background: {row.Light}; }}\n")) +
        "@media (prefers-color-scheme: dark) {\nbody { color: #e8e6e3; background: #131516; }\nh2 { color: #a265e0; }\nh3 { color: #ff5190; background: #3e3e1f; }\na { color: #3391ff; }\n" +
        string.Concat(RowColours.Select(row => $".{row.Class} {{ background: {row.Dark}; }}\n")) +
        "}\n";
}
